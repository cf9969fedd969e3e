// Findings of the policies and verdicts of the servers → findings, each fault once: the server decides what is refused.

import type { ServerFile } from "../content";
import { fieldsOf, listOf, type Place, positionOf, type Refusal, type Rule, textOf } from "../content";
import type { Finding } from "../policy";
import type { Said } from "./said";

/** A verdict without what the tool is too old to know. */
export interface Judgement {
  file: ServerFile;
  /** Such as `promtool 2.42.0`. */
  by: string;
  problems: readonly Said[];
  /** Whether the server read all of it: what it does not name, it loads. */
  isWhole: boolean;
}

/** Policies that say what a server refuses, and nothing else. */
const EXACT = new Set([
  "readable-content",
  "promql-syntax",
  "rule-file-structure",
  "valid-duration",
  "server-configuration",
]);

/** Policies whose findings are often what a server refuses. */
const RELATED = new Set([...EXACT, "template-syntax", "route-for-every-severity", "receiver-with-destination"]);

export interface Merged {
  findings: readonly Finding[];
  /** What only the servers refuse. */
  refusals: readonly Refusal[];
}

export function merged(findings: readonly Finding[], judgements: readonly Judgement[]): Merged {
  const all = new Map<Finding, Finding>(findings.map((one) => [one, one]));
  const refusals: Refusal[] = [];
  for (const { file, by, problems, isWhole } of judgements) {
    const own = findings.filter((one) => RELATED.has(one.policy) && isOf(one, file));
    const confirmed = new Set<Finding>();
    for (const said of problems) {
      const place = placeOf(said, file);
      const twins = own.filter((one) => isSame(one, said, place, file));
      const [twin] = twins;
      for (const one of twins) confirmed.add(one);
      const reason = `${by} says: ${said.reason}`;
      if (!twin) {
        refusals.push({ place, of: file.kind, problem: `${said.reason} (${by})`, fix: "Correct it there" });
      } else if (!all.get(twin)?.message.includes(" says: ")) {
        const { problem, message } = twin;
        all.set(twin, {
          ...twin,
          message: `${message} ${reason.replace(/\.?$/, ".")}`,
          problem: { ...problem, found: `${problem.found}; ${reason.replace(/\.$/, "")}` },
        });
      }
    }
    if (isWhole) {
      for (const one of own) if (EXACT.has(one.policy) && !confirmed.has(one)) all.delete(one);
    }
  }
  return { findings: [...all.values()], refusals };
}

/** Whether a finding is about something in this file. */
function isOf(finding: Finding, { place, kind, value }: ServerFile): boolean {
  if (finding.file !== (place.file ?? "")) return false;
  if (value === undefined) return finding.policy === "readable-content";
  if (kind !== "rules") return finding.policy !== "promql-syntax";
  return finding.group === "" || groupsOf(value).some(({ name }) => name === finding.group);
}

/** A rule's faults are the same where it is one rule; elsewhere a line, or the words, tell. */
function isSame(finding: Finding, said: Said, { line, group, rule }: Place, { kind, value }: ServerFile): boolean {
  // Of what cannot be parsed, parsers name different lines.
  if (value === undefined) return true;
  if (rule !== undefined) return finding.group === group && finding.rule === rule;
  if (said.line !== undefined) return finding.line === line;
  return kind === "rules" ? EXACT.has(finding.policy) : sharesWords(finding.message, said.reason);
}

/** Whether what a server stopped at is what was found: a word in quotes, or two words of some length. */
function sharesWords(message: string, reason: string): boolean {
  const quoted = [...reason.matchAll(/["`]([^"`]+)["`]/g)].map(([, word = ""]) => word);
  const words = [...reason.matchAll(/[\w-]{5,}/g)].map(([word]) => word.toLowerCase());
  const found = message.toLowerCase();
  if (/regexp/.test(reason) && found.includes("regular expression")) return true;
  return (
    quoted.some((word) => message.includes(`"${word}"`)) || words.filter((word) => found.includes(word)).length >= 2
  );
}

function placeOf({ group, index, line, column }: Said, { place, value, text }: ServerFile): Place {
  // Positions in what was taken out of something else are not those of the file.
  const told = text === undefined || line === undefined ? {} : { line, column: column ?? 1 };
  if (group === undefined || index === undefined) return { ...place, ...told };
  const rule = groupsOf(value).find(({ name }) => name === group)?.rules[index - 1];
  const { alert, record } = fieldsOf(rule);
  return { ...place, ...positionOf(rule), ...told, group, rule: textOf(alert) ?? textOf(record) ?? "" };
}

const groupsOf = (value: unknown) =>
  listOf(fieldsOf(value).groups).map((group) => ({
    name: textOf(fieldsOf(group).name) ?? "",
    rules: listOf(fieldsOf(group).rules),
  }));

/** The rule that a problem is of, as it was read. */
export const ruleOf = (said: Said, file: ServerFile, rules: readonly Rule[]): Rule | undefined => {
  const { group, rule } = placeOf(said, file);
  return rules.find(({ place }) => place.file === file.place.file && place.group === group && place.rule === rule);
};
