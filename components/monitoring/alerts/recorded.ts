// How old the recordings are that a rule reads. Those of its own group are evaluated just before it; another group's are as old as that
// group's last evaluation, and what they read of a third group is older still. Groups are evaluated at offsets that nobody knows.
import { type Expression, expressionIn, partsOf, type Selector } from "../../promql";
import { type Recording, seconds } from "../../rules";
import type { Endpoints, RuleGroup } from "../model/monitoring";

type Evaluates = Pick<Endpoints, "evaluates" | "writtenWithin">;

interface Recorded {
  group: RuleGroup;
  recording: Recording;
  /** In its group. */
  at: number;
}

/**
 * The groups, with that in the detection latency of their alerts.
 * @param known All whose recordings they read.
 */
export function withRecorded(
  groups: readonly RuleGroup[],
  { evaluates = "prometheus", writtenWithin = "0s" }: Evaluates,
  known: readonly RuleGroup[] = groups,
): RuleGroup[] {
  const recorded = new Map<string, Recorded[]>();
  for (const group of known) {
    group.recordings.forEach((recording, at) => {
      recorded.set(recording.record, [...(recorded.get(recording.record) ?? []), { group, recording, at }]);
    });
  }
  const ages = new Map<Recording, number>();
  /** Of what a recording reads, in seconds. */
  const ageOf = ({ group, recording, at }: Recorded): number => {
    const known = ages.get(recording);
    if (known !== undefined) return known;
    // A recording that reads itself reads what it was.
    ages.set(recording, 0);
    const age = ageIn(recording.expr, group, at);
    ages.set(recording, age);
    return age;
  };
  /** In seconds. @param at The place of what reads, in its group; undefined where another program evaluates it. */
  const ageIn = (expr: string, group: RuleGroup, at: number | undefined): number => {
    const read = awaitedIn(expressionIn(expr)).flatMap((selector) =>
      (recorded.get(selector.name ?? "") ?? []).filter(({ recording }) => canSelect(selector, recording)),
    );
    return Math.max(
      0,
      ...read.map((one) => {
        const isBefore = one.group === group && at !== undefined && one.at <= at;
        return (isBefore ? 0 : seconds(one.group.interval)) + ageOf(one);
      }),
    );
  };
  const written = seconds(writtenWithin);
  return groups.map((group) => ({
    ...group,
    alerts: group.alerts.map((alert) => {
      const at = evaluates === "prometheus" ? group.recordings.length : undefined;
      return { ...alert, latencySeconds: alert.latencySeconds + written + ageIn(alert.expr, group, at) };
    }),
  }));
}

/** Whether what a recording makes can be among what is selected: several have one name, and labels of their own. */
const canSelect = ({ matchers }: Selector, { adds = {} }: Recording): boolean =>
  matchers.every(({ label, operator, value }) => operator !== "=" || (adds[label] ?? value) === value);

/** What has to say something before an expression holds: what `unless` leaves out is not waited for. */
function awaitedIn(expression: Expression): Selector[] {
  if (expression.kind === "selector") return [expression];
  const parts =
    expression.kind === "binary" && expression.operator === "unless" ? [expression.left] : partsOf(expression);
  return parts.flatMap(awaitedIn);
}
