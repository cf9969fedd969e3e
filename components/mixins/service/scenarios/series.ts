// Series of a service for scenarios, under the names of a naming.
import type { Scenario } from "../../../rules";
import { fixedLabels, type Naming } from "../naming";
import { statusText } from "../normal";

export type Given = Readonly<Record<string, string>>;

/** So many events a second for so many seconds. */
export type Phase = readonly [perSecond: number, seconds: number];

export const SERVICE = 'service="shop",team="sales"';
export const TARGET = `job="service",instance="shop-1:8080",${SERVICE}`;

export const quietAt = (...times: string[]): Scenario["expect"] => Object.fromEntries(times.map((at) => [at, "quiet"]));

/** Seconds between two samples, as services are scraped. */
const SCRAPE = 10;

/** The values of a counter as services are scraped, phase by phase. */
export const counter = (...phases: Phase[]): string => counterEvery(SCRAPE, phases);

/** The values of a counter at so many seconds a sample. It appears with its first event, unless it is there `fromZero`. */
export function counterEvery(interval: number, phases: readonly Phase[], fromZero = false): string {
  let total = 0;
  const values = phases.map(([perSecond, seconds]) => {
    const samples = seconds / interval;
    const step = Number((perSecond * interval).toFixed(6));
    const first = Number((total + step).toFixed(6));
    total = Number((total + step * samples).toFixed(6));
    return total === 0 && !fromZero ? `_x${samples}` : `${first}+${step}x${samples - 1}`;
  });
  return values.join(" ");
}

/** Requests to one route, by status: the values of each counter. */
export const answers = (naming: Naming, byStatus: Readonly<Record<string, string>>, route = "/orders"): Given =>
  Object.fromEntries(
    Object.entries(byStatus).map(([status, values]) => [
      `${naming.requests}{${labelsOf(naming, naming.requestLabels, { route, status })},${TARGET}}`,
      values,
    ]),
  );

/** As a target of the naming writes them. */
function labelsOf(
  naming: Naming,
  labels: readonly string[],
  { route, status }: { route: string; status: string },
): string {
  const textOf = (label: string) => {
    if (label === naming.endpoint) return route;
    if (label === naming.status) return statusText(naming, status);
    return fixedLabels(naming)[label] ?? "GET";
  };
  return labels.map((label) => `${label}="${textOf(label)}"`).join(",");
}

const BUCKETS = ["0.5", "1", "2.5", "5", "+Inf"];

/** So many requests a second for so many seconds, all of which end in the bucket with this upper bound. */
export type TimedPhase = readonly [upperBound: string, perSecond: number, seconds: number];

/** The requests to one route and their durations. */
export function timed(naming: Naming, route: string, phases: readonly TimedPhase[]): Given {
  const labels = labelsOf(naming, naming.durationLabels, { route, status: "200" });
  const buckets = BUCKETS.map((bound, index) => {
    const counted = phases.map(
      ([upper, perSecond, seconds]): Phase => [BUCKETS.indexOf(upper) <= index ? perSecond : 0, seconds],
    );
    const le = naming.milliseconds && bound !== "+Inf" ? String(Number(bound) * 1000) : bound;
    return [`${naming.duration}_bucket{le="${le}",${labels},${TARGET}}`, counterEvery(SCRAPE, counted, true)];
  });
  const answered = counterEvery(
    SCRAPE,
    phases.map(([, perSecond, seconds]) => [perSecond, seconds]),
  );
  return { ...Object.fromEntries(buckets), ...answers(naming, { 200: answered }, route) };
}

export const inFlight = (naming: Naming, values: string): Given => ({ [`${naming.inFlight}{${TARGET}}`]: values });
