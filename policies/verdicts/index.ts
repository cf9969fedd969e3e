// What the servers themselves say of their files, beside what the policies find in them.
import type { Content } from "../content";
import { type Judgement, ruleOf } from "./merged";
import { isNewer, isOlder } from "./newer";
import type { Tools } from "./tools";
import { versionOf } from "./tools";
import { type Verdict, verdictsOn } from "./verdicts";

export { merged } from "./merged";
export { findTools, type Tools } from "./tools";

/** The servers' judgements on all that they load in the content. */
export function judgementsOn(content: Content, tools: Tools): Judgement[] {
  const versions = new Map<string, string | undefined>();
  return verdictsOn(content.serverFiles, tools).map((verdict) => judgementOf(verdict, content, versions));
}

function judgementOf({ file, tool, problems }: Verdict, { rules }: Content, versions: Map<string, string | undefined>) {
  const name = file.kind === "alertmanager" ? "amtool" : "promtool";
  if (problems.length === 0) return { file, by: name, problems, isWhole: true };
  if (!versions.has(tool)) versions.set(tool, versionOf(tool));
  const version = versions.get(tool);
  const expressionAt = (said: (typeof problems)[number]) => {
    const rule = ruleOf(said, file, rules);
    return rule && "expression" in rule.parsed ? rule.expr : undefined;
  };
  const known = isOlder(name, version)
    ? problems.filter((said) => !isNewer(said.reason, expressionAt(said)))
    : problems;
  // What is wrong in the YAML hides the rest.
  const isWhole = file.kind === "rules" && problems.every(({ group }) => group !== undefined);
  return {
    file,
    by: `${name}${version === undefined ? "" : ` ${version}`}`,
    problems: known,
    isWhole: isWhole && known.length === problems.length,
  };
}

/** What to say where files were judged without their server's own tool; undefined where none was. */
export function withoutTools({ serverFiles }: Content, tools: Tools): string | undefined {
  const needed = new Set(serverFiles.map(({ kind }) => (kind === "alertmanager" ? "amtool" : "promtool")));
  const missing = [...needed].filter((name) => tools[name] === undefined);
  return missing.length === 0
    ? undefined
    : `${missing.join(" and ")} not found: what the servers refuse is judged by lint's own reading of their formats.`;
}
