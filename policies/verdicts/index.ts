// What the servers themselves say of their files, beside what the policies find in them.
import { type Content, isFields, type ServerFile } from "../content";
import { type Judgement, ruleOf } from "./merged";
import { isNewer, isOfFeature, isOlder, unknownField } from "./newer";
import type { Tools } from "./tools";
import { versionOf } from "./tools";
import { type Verdict, verdictsOn } from "./verdicts";

export { merged } from "./merged";
export { inScratch, type Printed, printedBy } from "./scratch";
export { findTools, type Tools } from "./tools";

/** The servers' judgements on all that they load in the content. */
export async function judgementsOn(content: Content, tools: Tools): Promise<Judgement[]> {
  const versions = new Versions();
  const verdicts = await verdictsOn(content.serverFiles, tools);
  // A field that a tool does not know hides the rest: without it, it is asked again. Of Alertmanager's, others hang on it.
  const hidden = verdicts.map((verdict) => unknownFieldsIn(verdict, versions));
  const again = await verdictsOn(
    verdicts.flatMap(({ file }, i) =>
      hidden[i]?.length && file.kind !== "alertmanager" && file.value !== undefined
        ? [withoutFields(file, hidden[i] ?? [])]
        : [],
    ),
    tools,
  );
  return verdicts.map((verdict, i) => {
    const second = again.find(({ file }) => file.place === verdict.file.place);
    const first = verdict.problems.filter(({ reason }) => !unknownField(reason, versions.isOld(verdict)));
    const problems = second
      ? [...first, ...second.problems.filter(({ reason }) => !/not found in type/.test(reason))]
      : first;
    return judgementOf({ ...verdict, problems }, content, versions, hidden[i]?.length === 0);
  });
}

const nameOf = ({ file }: Verdict) => toolFor(file);

/** Asked for once. */
class Versions {
  private readonly known = new Map<string, string | undefined>();

  of({ tool }: Verdict): string | undefined {
    if (!this.known.has(tool)) this.known.set(tool, versionOf(tool));
    return this.known.get(tool);
  }

  isOld(verdict: Verdict): boolean {
    return verdict.problems.length > 0 && isOlder(nameOf(verdict), this.of(verdict));
  }
}

const unknownFieldsIn = (verdict: Verdict, versions: Versions): string[] => {
  const isOld = versions.isOld(verdict);
  return verdict.problems.flatMap(({ reason }) => unknownField(reason, isOld) ?? []);
};

function withoutFields(file: ServerFile, fields: readonly string[]): ServerFile {
  const strip = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(strip);
    if (!isFields(value)) return value;
    const kept = Object.entries(value).filter(([field]) => !fields.includes(field));
    return Object.fromEntries(kept.map(([field, inner]) => [field, strip(inner)]));
  };
  return { place: file.place, kind: file.kind, value: strip(file.value) };
}

function judgementOf(verdict: Verdict, { rules }: Content, versions: Versions, isAll: boolean): Judgement {
  const { file, problems } = verdict;
  const name = nameOf(verdict);
  // What an older server loads of its configuration, a newer one may refuse. To ask for a version takes time.
  if (problems.length === 0) {
    const isWhole = isAll && !(file.kind === "prometheus" && isOlder(name, versions.of(verdict)));
    return { file, by: name, problems, isWhole };
  }
  const version = versions.of(verdict);
  const isOld = isOlder(name, version);
  const expressionAt = (said: (typeof problems)[number]) => {
    const rule = ruleOf(said, file, rules);
    return rule && "expression" in rule.parsed ? rule.expr : undefined;
  };
  const known = problems.filter(
    (said) => !isOfFeature(said.reason) && !(isOld && isNewer(said.reason, expressionAt(said))),
  );
  // What is wrong in the YAML hides the rest.
  const isWhole = isAll && file.kind === "rules" && problems.every(({ group }) => group !== undefined);
  return {
    file,
    by: `${name}${version === undefined ? "" : ` ${version}`}`,
    problems: known,
    isWhole: isWhole && known.length === problems.length,
  };
}

const toolFor = ({ kind }: ServerFile) => (kind === "alertmanager" ? "amtool" : "promtool");

/** Files that their servers load, and whose YAML lint cannot parse: nothing in them was judged. */
export const loadedUnparsed = (judgements: readonly Judgement[]): Judgement[] =>
  judgements.filter(({ file, problems, isWhole }) => file.value === undefined && isWhole && problems.length === 0);

/** What to say of files of which a tool that was asked has said nothing; undefined where there are none. */
export function withoutVerdict(
  { serverFiles }: Content,
  tools: Tools,
  judgements: readonly Judgement[],
): string | undefined {
  const judged = new Set(judgements.map(({ file }) => file));
  const others = serverFiles.filter((file) => tools[toolFor(file)] !== undefined && !judged.has(file));
  const names = [...new Set(others.map(toolFor))].join(" and ");
  const places = [...new Set(others.map(({ place }) => place.file ?? "standard input"))];
  const shown = `${places.slice(0, 3).join(", ")}${places.length > 3 ? ` and ${places.length - 3} more` : ""}`;
  return others.length === 0
    ? undefined
    : `${names} gave no verdict on ${shown}: what the servers refuse there is judged by lint's own reading of their formats.`;
}

/** What to say where files were judged without their server's own tool; undefined where none was. */
export function withoutTools({ serverFiles }: Content, tools: Tools): string | undefined {
  const needed = new Set(serverFiles.map(toolFor));
  const missing = [...needed].filter((name) => tools[name] === undefined);
  return missing.length === 0
    ? undefined
    : `${missing.join(" and ")} not found: what the servers refuse is judged by lint's own reading of their formats.`;
}
