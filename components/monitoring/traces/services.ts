// What the settings say of a service's spans: which requests are slow, and whether they are its metrics.
import { SERVICE_MIXINS } from "../../mixins";
import { seconds } from "../../rules";
import type { Service } from "../settings/schema";
import type { Traces } from "./settings";

/** What spans become counts requests by this. */
const COUNTER = "http_server_request_duration_seconds_count";

/** Whether the service's mixin reads what spans become. */
export const readsSpanMetrics = ({ mixin, options }: Service): boolean =>
  SERVICE_MIXINS[mixin]?.measures?.counters(options).includes(COUNTER) ?? false;

/** In seconds: the tightest bound of its objectives for latency, else that of the settings. */
export const slowerThan = ({ slos }: Service, { alwaysKeep }: Pick<Traces, "alwaysKeep">): number => {
  const bounds = slos.flatMap((slo) => (slo.kind === "latency" ? [seconds(slo.below)] : []));
  return bounds.length > 0 ? Math.min(...bounds) : seconds(alwaysKeep.slowerThan);
};

/** In seconds: the bounds of the histogram that its spans become; undefined where they become none. */
export const spanBuckets = ({ spanMetrics, mixin, options }: Service): readonly number[] | undefined =>
  spanMetrics ? SERVICE_MIXINS[mixin]?.bounds?.(options) : undefined;
