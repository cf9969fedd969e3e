// The scrape job that a service has of its own for each of its mixins, because its targets are asked or discovered differently.
import type { Mixin } from "../../mixins";
import type { ScrapeJob } from "../model/monitoring";
import type { Service, Settings } from "../settings/schema";
import { ownInterval, timeoutOf } from "../targets/intervals";
import { accessOf, discoveryOf } from "./access";
import { readsNative } from "./native";

/** The name, of which no other job has one: the label `job` of the targets is the mixin's. */
export const ownJobName = (mixin: string, service: string): string => `${mixin}:${service}`;

/** What makes the job of a mixin one of a service alone. */
export function ownJob(
  mixin: Mixin,
  service: Service,
  { team }: Pick<Settings, "team">,
): Pick<ScrapeJob, "name"> & Partial<ScrapeJob> {
  const job = mixin.name;
  const interval = ownInterval(service, mixin.scrapeInterval) ?? mixin.scrapeInterval;
  const { metricsPath, host } = service;
  const access = accessOf(service) ?? (metricsPath ? { metricsPath } : undefined);
  const labels = { job, service: service.name, team: service.team ?? team, ...(host && { host }) };
  const discovery = discoveryOf(service, labels);
  return {
    name: ownJobName(mixin.name, service.name),
    interval,
    timeout: timeoutOf(interval),
    ...(access && { access }),
    ...(discovery && { discovery }),
    ...(service.spanMetrics && { spansOf: service.name }),
    // What further mixins read of the same targets stays as it was.
    ...(job === service.mixin && readsNative(service) && { nativeHistograms: true as const }),
  };
}
