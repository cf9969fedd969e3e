import {
  type Aggregation,
  type Binary,
  canHave,
  type Expression,
  isScalar,
  labelsOf,
  type Matcher,
  matcherText,
  matches,
  NO_RECORDINGS,
  type Selector,
  selectorsIn,
  variablesIn,
  walk,
} from "../../../components/promql";
import type { Content, Place } from "../../content";
import type { Policy } from "../../policy";
import { recordingsIn } from "../recordings";

export const impossibleMatching: Policy = {
  name: "impossible-matching",
  level: "mandatory",
  description:
    "Both sides of an operator can have the labels that they are matched on, a grouping those that it names, and a series all that a selector asks for.",
  judges: "query",
  *check({ parsed, place }, _, around) {
    if ("error" in parsed) return;
    for (const { part } of walk(parsed.expression)) {
      if (part.kind === "binary") yield* inMatching(part, place, around);
      if (part.kind === "aggregation") yield* inGrouping(part, place, around);
      if (part.kind === "selector") yield* inSelector(part);
    }
  },
  examples: {
    bad: "- record: job:errors:ratio\n  expr: sum by (job) (rate(errors_total[5m])) / sum by (service) (rate(requests_total[5m]))",
    good: "- record: job:errors:ratio\n  expr: sum by (job) (rate(errors_total[5m])) / sum by (job) (rate(requests_total[5m]))",
  },
};

function* inMatching(binary: Binary, place: Place, around: Content) {
  const { left, right, operator, matching } = binary;
  if (operator === "or" || isScalar(left) || isScalar(right)) return;
  const recordings = around.rules.length === 0 ? NO_RECORDINGS : recordingsIn(around, place);
  const sides = [left, right].map((side) => ({ text: side.text, labels: labelsOf(side, recordings) }));
  const [a, b] = sides;
  if (!a || !b) return;
  const matched = (label: string) =>
    label === "__name__"
      ? matching?.on === true && matching.labels.includes(label)
      : !matching || matching.labels.includes(label) === matching.on;
  const why =
    operator === "unless"
      ? "No series of the two are ever equal: nothing is left out"
      : "No series of the two are ever equal: the result is always empty";
  const differing = [...a.labels.expected].find((label) => {
    const values = [left, right].map((side) => onlyValueOf(side, label));
    return b.labels.expected.has(label) && matched(label) && !values.includes(undefined) && values[0] !== values[1];
  });
  if (differing !== undefined) {
    yield {
      found: `"${binary.text}" matches on ${differing}, of which "${a.text}" does not have the value that "${b.text}" has`,
      why,
      fix: `Match without it: ${operator} ignoring (${differing}) …`,
    };
    return;
  }
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    // What on (…) names is expected as well, where it can be.
    const named = matching?.on ? matching.labels.filter((name) => canHave(one.labels, name)) : [];
    const label = [...one.labels.expected, ...named].find((name) => matched(name) && !canHave(other.labels, name));
    if (label === undefined) continue;
    yield {
      found: `"${binary.text}" matches on ${label}, which "${one.text}" has and "${other.text}" does not`,
      why,
      fix: `Aggregate both sides by the same labels, or name those in common: ${operator} on (…)`,
    };
    return;
  }
}

/** The value of a label that all selectors ask for, where nothing gives it another. */
function onlyValueOf(of: Expression, label: string): string | undefined {
  const isGiven = walk(of).some(
    ({ part }) =>
      (part.kind === "call" && part.name.startsWith("label_")) ||
      (part.kind === "binary" && part.matching?.group?.include.includes(label)),
  );
  const asked = selectorsIn(of).map(
    ({ matchers }) => matchers.find((one) => one.label === label && one.operator === "=")?.value,
  );
  const [value] = asked;
  const isOne = value !== undefined && variablesIn(value).length === 0 && asked.every((one) => one === value);
  return isOne && !isGiven ? value : undefined;
}

/** A label has one value: two matchers that no value meets leave nothing. */
function* inSelector({ text, matchers }: Selector) {
  for (const { label, operator, value } of matchers) {
    if (operator !== "=") continue;
    const other = matchers.find((one) => one.label === label && takes(one, value) === false);
    if (!other) continue;
    yield {
      found: `"${text}" asks for ${label}="${value}" and for ${matcherText(other)}`,
      why: "No series meets both: the selector is always empty",
      fix: `For one value or another write ${label}=~"a|b"; else leave one of the two out`,
    };
    return;
  }
}

/** Undefined where the pattern cannot be read, or a variable of a dashboard stands for it. */
function takes({ operator, value }: Matcher, text: string): boolean | undefined {
  if (variablesIn(value).length > 0 || variablesIn(text).length > 0) return undefined;
  if (!operator.endsWith("~")) return (value === text) === (operator === "=");
  const taken = matches(value, text);
  return taken === undefined ? undefined : taken === (operator === "=~");
}

/** Labels that servers add to what they send on: what is recorded on one has them where it is read on another. */
const OF_SERVERS = /^(cluster|prometheus|region|replica|environment|env|datacenter|tenant)(_?(id|name|replica))?$/i;

/** Whether all selectors in it ask for series without the label. */
const isLeftOut = (of: Expression, label: string): boolean =>
  selectorsIn(of).every(({ matchers }) =>
    matchers.some((one) => one.label === label && one.operator === "=" && one.value === ""),
  );

function* inGrouping({ text, grouping, of }: Aggregation, place: Place, around: Content) {
  if (!grouping?.by) return;
  const can = labelsOf(of, recordingsIn(around, place));
  const lost = grouping.labels.filter(
    (label) =>
      !canHave(can, label) && !(OF_SERVERS.test(label) && canHave(labelsOf(of), label)) && !isLeftOut(of, label),
  );
  if (lost.length === 0) return;
  yield {
    found: `"${text}" groups by ${lost.join(", ")}, which "${of.text}" does not have`,
    why: "An aggregation inside has taken it away: the result is not apart by it",
    fix: `Keep ${lost.join(", ")} in the inner by (…), or leave it out of the outer one`,
  };
}
