// A healthy service: forty requests a second on four routes, one in two thousand of which fails.
import { about, DEFAULT_BUCKETS, type Normal, observed, traffic } from "../../rules";
import { fixedLabels, type Naming } from "./naming";

/** Requests to one route: how many a second, and the duration that half of them do not exceed. */
interface Route {
  method: string;
  route: string;
  perSecond: number;
  median: number;
}

const ROUTES: readonly Route[] = [
  { method: "GET", route: "/api/users", perSecond: 20, median: 0.03 },
  { method: "GET", route: "/api/orders", perSecond: 12, median: 0.06 },
  { method: "POST", route: "/api/orders", perSecond: 6, median: 0.12 },
  { method: "GET", route: "/health", perSecond: 2, median: 0.002 },
];

/** Requests a second to each route, whatever their method. */
const PER_ROUTE = [...new Set(ROUTES.map(({ route }) => route))].map((route) => ({
  route,
  perSecond: ROUTES.filter((one) => one.route === route).reduce((sum, { perSecond }) => sum + perSecond, 0),
}));

/** What share of the requests to a route gets each status. */
const STATUSES: readonly (readonly [status: string, share: number])[] = [
  ["200", 0.985],
  ["404", 0.0145],
  ["500", 0.0005],
];

/** What share of the failures has each reason. */
const REASONS: readonly (readonly [reason: string, share: number])[] = [
  ["timeout", 0.7],
  ["database", 0.3],
];

const failed = STATUSES.filter(([status]) => status.startsWith("5")).reduce((sum, [, share]) => sum + share, 0);

/** A target for each naming in use. */
export const normalOf = (namings: readonly Naming[]): readonly Normal[] => namings.map(targetOf);

function targetOf(naming: Naming): Normal {
  const { requests, requestLabels, duration, durationLabels, milliseconds, inFlight, errors, endpoint } = naming;
  const answers = ROUTES.flatMap(({ method, route, perSecond, median }) =>
    STATUSES.map(([code, share]) => ({
      labels: labelled(naming, { method, route, code }),
      perSecond: perSecond * share,
      median,
    })),
  );
  // A naming without the status in its durations counts those of all answers together.
  const timed = durationLabels.includes(naming.status)
    ? answers
    : ROUTES.map(({ method, route, perSecond, median }) => ({
        labels: labelled(naming, { method, route }),
        perSecond,
        median,
      }));
  const inUnit = (seconds: number) => (milliseconds ? seconds * 1000 : seconds);
  const among = (labels: Labelled, names: readonly string[]) =>
    Object.fromEntries(Object.entries(labels).filter(([name]) => names.includes(name)));
  return {
    ...(requests !== `${duration}_count` && {
      [requests]: summed(answers.map((one) => ({ ...one, labels: among(one.labels, requestLabels) }))).map(
        ({ labels, perSecond }) => [labels, traffic(perSecond)] as const,
      ),
    }),
    [duration]: summed(timed.map((one) => ({ ...one, labels: among(one.labels, durationLabels) }))).map(
      ({ labels, perSecond, median }) =>
        [
          labels,
          observed({
            perSecond,
            median: inUnit(median),
            ...(milliseconds && { bounds: DEFAULT_BUCKETS.map(inUnit) }),
          }),
        ] as const,
    ),
    // Little's law: forty a second that take 70 ms each.
    ...(inFlight && { [inFlight]: about(3) }),
    ...(errors &&
      endpoint && {
        [errors.metric]: PER_ROUTE.flatMap(({ route, perSecond }) =>
          REASONS.map(
            ([reason, share]) =>
              [{ [endpoint]: route, [errors.reason]: reason }, traffic(perSecond * failed * share)] as const,
          ),
        ),
      }),
  };
}

type Labelled = Readonly<Record<string, string>>;

/** Labels of a naming; those that it has beside method, route and status have one value. */
function labelled(naming: Naming, { method, route, code }: { method: string; route: string; code?: string }): Labelled {
  const { requestLabels, durationLabels, endpoint, status } = naming;
  const all = [...new Set([...requestLabels, ...durationLabels])];
  const fixed = fixedLabels(naming);
  return Object.fromEntries(
    all.flatMap((label): [string, string][] => {
      if (label === status) return code === undefined ? [] : [[label, statusText(naming, code)]];
      if (label === endpoint) return [[label, route]];
      return [[label, fixed[label] ?? (/method/.test(label) ? method : "any")]];
    }),
  );
}

const GRPC: Readonly<Record<string, string>> = { "200": "OK", "404": "NotFound", "500": "Internal" };

/** A status as the naming writes it. */
export function statusText({ statuses = "codes" }: Naming, code: string): string {
  return { codes: code, classes: code.slice(0, 1), grpc: GRPC[code] ?? "Unknown" }[statuses];
}

/** Those with the same labels as one, with the median of the first. */
function summed<T extends { labels: Labelled; perSecond: number }>(all: readonly T[]): T[] {
  const found = new Map<string, T>();
  for (const one of all) {
    const key = JSON.stringify(one.labels);
    const before = found.get(key);
    found.set(key, before ? { ...before, perSecond: before.perSecond + one.perSecond } : one);
  }
  return [...found.values()];
}
