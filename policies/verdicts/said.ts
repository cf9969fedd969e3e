// What promtool and amtool print → what they say of each file.

/** What is wrong with a file, and where as far as it is known. */
export interface Said {
  /** From 1. */
  line?: number;
  /** From 1. */
  column?: number;
  group?: string;
  /** The rule's place in its group, from 1. */
  index?: number;
  reason: string;
}

/** Warnings of the servers' parsers, which begin anywhere in a line. */
const LOGGED = /(?:time|ts)=\S{1,40} (?:level|caller)=.*\n?/g;

/** By file: nothing where it is loaded. Files of which nothing is said are missing. */
export function saidOf(output: string): Map<string, Said[]> {
  const parts = output
    .replace(WARNINGS, "")
    .replace(LOGGED, "")
    .split(/^Checking (?='?)/m)
    .slice(1);
  return new Map(
    parts.map((part) => {
      const [head = "", ...rest] = part.split("\n");
      const file = /^'(.*)' {2}(?:FAILED|SUCCESS)/.exec(head)?.[1] ?? head.trim();
      return [file, problemsIn([/ {2}(FAILED:.*)$/.exec(head)?.[1] ?? "", ...rest].join("\n"), file)];
    }),
  );
}

/** Of features that it does not know; promtool 3 goes on in the same line. */
const WARNINGS = /^ *WARNING: Unknown feature passed to --enable-feature: \S+?(?=Checking |\s|$)\n?/gm;

function problemsIn(text: string, file: string): Said[] {
  const [, ...failed] = text.split(/^ *FAILED:/m);
  const all = failed.flatMap((one) =>
    one
      .split("\n")
      .map((line) => line.replace(/^\s*parsing YAML file /, "").replace(`${file}: `, ""))
      // promtool reads a rule file twice, for its places as well.
      .map((line) => line.replace("rulefmt.RuleNode", "rulefmt.Rule"))
      .filter((line) => line.trim() !== "" && !HEADS.test(line) && !ENDS.test(line))
      .map(problemIn),
  );
  return [...new Map(all.map((said) => [JSON.stringify(said), said])).values()];
}

/** A line that only says that lines follow. */
const HEADS = /^\s*(yaml|error unmarshaling).*:$/;

/** What is said of all files, behind the last. */
const ENDS = /^amtool: error|^\d+ (rules?|templates?)\b|^\s*SUCCESS|^Found:|^ - /;

function problemIn(line: string): Said {
  const inYaml = /^\s*(?:yaml: )?line (\d+): (.*)$/.exec(line);
  if (inYaml) return { line: Number(inYaml[1]), reason: inYaml[2] ?? "" };
  const at = /^\s*(\d+):(\d+): (?:\d+:\d+: )?(?=group|error|[A-Za-z])/.exec(line);
  const rest = line.slice(at?.[0].length ?? 0).trim();
  const rule = /^group "((?:[^"\\]|\\.)*)", rule (\d+), "(?:[^"\\]|\\.)*": (.*)$/.exec(rest);
  const place = at && Number(at[1]) > 0 ? { line: Number(at[1]), column: Number(at[2]) } : {};
  return rule
    ? { ...place, group: unescaped(rule[1] ?? ""), index: Number(rule[2]), reason: rule[3] ?? "" }
    : { ...place, reason: rest };
}

const unescaped = (text: string) => text.replace(/\\(.)/g, "$1");
