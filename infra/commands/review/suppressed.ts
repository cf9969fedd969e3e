// What fired and was not sent, as something else explained it or somebody silenced it; and what somebody acknowledged.
import { grouped } from "../../../components/grouped";
import type { Inhibition, Matcher } from "../../../components/monitoring";
import { saysAcknowledged } from "../../silences/acknowledgement";
import type { Silence } from "../../silences/silences";
import { type Firing, groupWaitOf } from "./firings";

export interface Suppressing {
  inhibitions: readonly Inhibition[];
  silences: readonly Silence[];
  /** Whether mute timings held back every message of what fired from one time to another. */
  muted?: (labels: Readonly<Record<string, string>>, from: number, to: number) => boolean;
  /** Until when it was looked, in Unix seconds. */
  endSeconds: number;
}

/** What became of a firing: `short` is over before its group's wait is, and `undelivered` is what no receiver took, as far as is recorded. */
export type Fate = "short" | "inhibited" | "silenced" | "muted" | "sent" | "undelivered";

export interface Judged extends Firing {
  fate: Fate;
  /** Seconds until somebody acknowledged it; undefined where nobody did. */
  acknowledgedAfter?: number;
}

type Labels = ReadonlyMap<string, string>;
type Span = readonly [from: number, to: number];

export function judged(
  firings: readonly Firing[],
  { inhibitions, silences, endSeconds, muted = () => false }: Suppressing,
): Judged[] {
  const labelsOf = new Map<string, Labels>();
  for (const { series } of firings) if (!labelsOf.has(series)) labelsOf.set(series, new Map(JSON.parse(series)));
  const known = firings.map((firing) => ({ firing, labels: labelsOf.get(firing.series) ?? new Map() }));
  const inhibiting = spansByInhibition(known, inhibitions);
  const all = silences.map((one) => ({
    fits: testOf(one.matchers.map(({ name, value, isRegex, isEqual }) => ({ name, value, isRegex, isEqual }))),
    span: [Date.parse(one.startsAt) / 1000, Date.parse(one.endsAt) / 1000] as const,
    isAcknowledgement: saysAcknowledged(one),
  }));
  return known.map(({ firing, labels }): Judged => {
    const own = all.filter(({ fits }) => fits(labels));
    const sentAt = firing.from + groupWaitOf(firing.severity);
    const until = Math.min(firing.to, endSeconds);
    const fate = (): Fate => {
      if (firing.to <= sentAt) return "short";
      const inhibited = inhibiting.get(firing) ?? [];
      if (covers(inhibited, sentAt, until)) return "inhibited";
      const silenced = own.map(({ span }) => span);
      if (covers([...inhibited, ...silenced], sentAt, until)) return "silenced";
      return muted(Object.fromEntries(labels), firing.from, until) ? "muted" : "sent";
    };
    const acknowledged = own
      .filter(({ isAcknowledgement, span }) => isAcknowledgement && span[0] > firing.from && span[0] < firing.to)
      .map(({ span }) => span[0] - firing.from);
    return {
      ...firing,
      fate: fate(),
      ...(acknowledged.length > 0 && { acknowledgedAfter: Math.min(...acknowledged) }),
    };
  });
}

/** When each firing was inhibited by others, as Alertmanager inhibits. */
function spansByInhibition(
  known: readonly { firing: Firing; labels: Labels }[],
  inhibitions: readonly Inhibition[],
): ReadonlyMap<Firing, Span[]> {
  const spans = new Map<Firing, Span[]>();
  for (const { source, target, equal } of inhibitions) {
    const [isSource, isTarget] = [testOf(source.map(asApi)), testOf(target.map(asApi))];
    const keyOf = (labels: Labels) => JSON.stringify(equal.map((label) => labels.get(label) ?? ""));
    const sources = known
      .filter(({ labels }) => isSource(labels))
      .map((one) => ({ ...one, isBoth: isTarget(one.labels) }));
    if (sources.length === 0) continue;
    const byKey = grouped(sources, ({ labels }) => keyOf(labels));
    for (const { firing, labels } of known) {
      if (!isTarget(labels)) continue;
      // What is source and target does not inhibit another such one.
      const isBoth = isSource(labels);
      const own = (byKey.get(keyOf(labels)) ?? [])
        .filter((one) => one.firing.from < firing.to && one.firing.to > firing.from && !(isBoth && one.isBoth))
        .map((one): Span => [one.firing.from, one.firing.to]);
      if (own.length > 0) spans.set(firing, [...(spans.get(firing) ?? []), ...own]);
    }
  }
  return spans;
}

/** Whether some of the spans are there at any time. */
function covers(spans: readonly Span[], from: number, to: number): boolean {
  let at = from;
  for (const [start, end] of [...spans].sort(([a], [b]) => a - b)) {
    if (start > at) return false;
    at = Math.max(at, end);
    if (at >= to) return true;
  }
  return false;
}

type ApiMatcher = Silence["matchers"][number];

const asApi = ({ label, operator, value }: Matcher): ApiMatcher => ({
  name: label,
  value,
  isRegex: operator.endsWith("~"),
  isEqual: !operator.startsWith("!"),
});

/** A label that is not there is an empty one; a pattern must match all of the value. */
function testOf(matchers: readonly ApiMatcher[]): (labels: Labels) => boolean {
  const tests = matchers.map(({ name, value, isRegex, isEqual }) => {
    const pattern = isRegex ? patternOf(value) : undefined;
    return (labels: Labels) => {
      const found = labels.get(name) ?? "";
      return (pattern ? pattern.test(found) : found === value) === isEqual;
    };
  });
  return (labels) => tests.every((test) => test(labels));
}

/** RE2 knows patterns that JavaScript does not: such a one fits nothing here. */
function patternOf(value: string): RegExp {
  try {
    return new RegExp(`^(?:${value})$`);
  } catch {
    return /(?!)/;
  }
}
