// Services that answer requests: their rate, errors and duration, under whichever names they report them.
import { z } from "zod";
import { mixin, withOptions } from "../mixin";
import { alertsAt } from "./alerts";
import { dashboardOf } from "./dashboard";
import { catalogueOf } from "./metrics";
import { NAMINGS, type Naming, type NamingName } from "./naming";
import { normalOf } from "./normal";
import { recordingsOf } from "./recordings";
import { scenariosOf } from "./scenarios";

const options = z.strictObject({
  /** What its metrics are called: `app` for app_requests_total and its like, `http` for http_requests_total. */
  metrics: z.enum(["app", "http"]).default("app"),
});

const INTERVAL = "10s";

/** The metrics of requests that a service with such options shows. Throws a `ZodError` where they do not fit. */
export function requestMetricsOf(given: unknown): string[] {
  const { requests, duration }: Naming = NAMINGS[options.parse(given).metrics];
  return [requests, `${duration}_count`];
}

export const service = withOptions(options, (inUse, slowest = INTERVAL) => {
  // In the table's order, whichever service comes first in the settings.
  const chosen = new Set<NamingName>(inUse.map(({ metrics }) => metrics));
  const names = options.shape.metrics.unwrap().options.filter((name) => chosen.has(name));
  const namings: Naming[] = names.map((name) => NAMINGS[name]);
  return mixin({
    name: "service",
    catalogue: catalogueOf(namings),
    layers: { applications: 1 },
    scrapeInterval: INTERVAL,
    recordings: recordingsOf(namings),
    alerts: alertsAt(slowest),
    dashboards: [dashboardOf(namings)],
    scenarios: scenariosOf(names),
    normal: normalOf(namings),
  });
});
