// A healthy service: forty requests a second on four routes, one in two thousand of which fails.
import { about, type Normal, observed, traffic } from "../../rules";
import type { Naming } from "./naming";

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

function targetOf({ requests, duration, durationLabels, inFlight, errors, endpoint, status }: Naming): Normal {
  const answers = ROUTES.flatMap(({ method, route, perSecond, median }) =>
    STATUSES.map(([code, share]) => ({
      labels: { method, [endpoint]: route, [status]: code },
      perSecond: perSecond * share,
      median,
    })),
  );
  // A naming without the status in its durations counts those of all answers together.
  const timed = durationLabels.includes(status)
    ? answers
    : ROUTES.map(({ method, route, perSecond, median }) => ({
        labels: { method, [endpoint]: route },
        perSecond,
        median,
      }));
  return {
    [requests]: answers.map(({ labels, perSecond }) => [labels, traffic(perSecond)] as const),
    [duration]: timed.map(({ labels, perSecond, median }) => [labels, observed({ perSecond, median })] as const),
    // Little's law: forty a second that take 70 ms each.
    [inFlight]: about(3),
    ...(errors && {
      [errors.metric]: PER_ROUTE.flatMap(({ route, perSecond }) =>
        REASONS.map(
          ([reason, share]) =>
            [{ [endpoint]: route, [errors.reason]: reason }, traffic(perSecond * failed * share)] as const,
        ),
      ),
    }),
  };
}
