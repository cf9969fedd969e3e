// Services that answer requests: their rate, errors and duration, under whichever names they report them.
import { mixin, type OverviewColumn, type ServiceMixin, withOptions } from "../mixin";
import { alertsAt } from "./alerts";
import { dashboardOf } from "./dashboard";
import { catalogueOf } from "./metrics";
import { countedBy } from "./naming";
import { NAMINGS } from "./namings";
import { normalOf } from "./normal";
import { boundsOf, type Named, namedBy, options } from "./options";
import { recordingsOf } from "./recordings";
import { scenariosOf } from "./scenarios";

const INTERVAL = "10s";

/** The counters of requests that a service with such options shows. Throws a `ZodError` where they do not fit. */
function countersOf(given: unknown): string[] {
  const { naming } = namedBy(options.parse(given));
  return [...new Set([countedBy(naming), naming.native ? naming.duration : `${naming.duration}_count`])];
}

const TABLE = Object.keys(NAMINGS);

/** Each once, in the table's order and then by name, whichever service comes first in the settings. */
function chosenBy(inUse: readonly Named[]): Named[] {
  const placeOf = ({ name, naming }: Named) => {
    const place = Object.values(NAMINGS).findIndex((known) => JSON.stringify(known) === JSON.stringify(naming));
    return place < 0 ? [TABLE.length, name, JSON.stringify(naming)] : [place, "", ""];
  };
  const once = [...new Map(inUse.map((one) => [JSON.stringify(one.naming), one])).values()];
  const sorted = once.map((one) => ({ one, at: placeOf(one) }));
  return sorted
    .sort((a, b) => Number(a.at[0]) - Number(b.at[0]) || (String(a.at.slice(1)) < String(b.at.slice(1)) ? -1 : 1))
    .map(({ one }) => one);
}

const overview: readonly OverviewColumn[] = [
  { title: "Requests", unit: "requestsPerSecond", query: (of) => `service:http_requests:rate5m{${of}}` },
  { title: "Errors", unit: "ratio", query: (of) => `service:http_errors:ratio_rate5m{${of}}` },
  { title: "p95", unit: "seconds", query: (of) => `service:http_request_duration_seconds:p95_rate1m{${of}}` },
];

const built = withOptions(options, (inUse, slowest = INTERVAL) => {
  const named = chosenBy(inUse.map(namedBy));
  const namings = named.map(({ naming }) => naming);
  const hasInFlight = namings.some(({ inFlight }) => inFlight);
  return mixin({
    name: "service",
    catalogue: catalogueOf(namings),
    layers: { applications: 1 },
    scrapeInterval: INTERVAL,
    recordings: recordingsOf(namings),
    alerts: alertsAt(slowest).filter(({ name }) => hasInFlight || name !== "ServiceSaturated"),
    dashboards: [dashboardOf(namings)],
    scenarios: scenariosOf(named),
    normal: normalOf(namings),
    overview,
  });
});

export const service: ServiceMixin = {
  ...built,
  bounds: (given) => boundsOf(options.parse(given)),
  isNative: (given) => options.parse(given).histograms === "native",
  measures: { kinds: ["availability", "latency"], counters: countersOf },
};
