// The OpenTelemetry Collector's configuration as a gateway: spans in, request metrics of all, the traces worth keeping out.
import { stringify } from "yaml";
import {
  bytesOf,
  certified,
  extensionsOf,
  maskStatements,
  memoryLimiter,
  type Senders,
  sending,
  sendingToExisting,
  serviceOf,
  takingFrom,
} from "../logs";
import type { ExistingTraceStore } from "../monitoring";
import { type Duration, seconds } from "../rules";
import { requestMetrics } from "./request-metrics";
import { type Sampling, tailSampling } from "./sampling";
import type { StoreAccess, TracedService } from "./types";

export interface GatewayArgs {
  services: readonly TracedService[];
  sampling: Sampling;
  /** Base URLs at which stores take OTLP, each of which gets all that is kept, or one that exists. */
  stores: readonly string[] | ExistingTraceStore;
  access?: StoreAccess | undefined;
  /** Where OTLP comes in over HTTP, as `host:port`. */
  otlp: string;
  /** Whom it takes spans from; everyone who reaches it where left out. */
  from?: Senders;
  /** Where the gateway's own metrics are. */
  metrics: { host: string; port: number };
  /** Where the metrics of requests are that spans become, as `host:port`. */
  requests: string;
  /** The folder that holds the queue. */
  storage: string;
  /** Bytes that wait on disk while the store is down. */
  queueBytes: number;
  /** Further patterns that are masked. */
  mask: readonly string[];
}

interface GatewaySettings {
  sharePercent: number;
  alwaysKeep: { errors: boolean; slowerThan: Duration };
  maxSpansPerSecond: number;
  /** In gigabytes. */
  queue: number;
  mask: readonly string[];
}

/** What the settings of traces say of a gateway, wherever it runs. */
export const saidOf = (settings: GatewaySettings): Pick<GatewayArgs, "sampling" | "queueBytes" | "mask"> => ({
  sampling: {
    sharePercent: settings.sharePercent,
    errors: settings.alwaysKeep.errors,
    slowerThan: seconds(settings.alwaysKeep.slowerThan),
    maxSpansPerSecond: settings.maxSpansPerSecond,
  },
  queueBytes: bytesOf(settings.queue),
  mask: settings.mask,
});

/** In MiB, of the heap: beyond, spans are refused, so that they are sent again. */
export const GATEWAY_MEMORY = 200;

/** The configuration as a file. */
export function gatewayConfig(args: GatewayArgs): string {
  const { processors, connectors, exporters, pipelines } = requestMetrics(args.services, args.requests);
  const toStores = storing(args);
  const from = args.from && takingFrom(args.from);
  const service = serviceOf(args);
  return stringify(
    {
      extensions: { ...extensionsOf(args), ...from?.extensions },
      receivers: { otlp: { protocols: { http: { endpoint: args.otlp, ...from?.http } } } },
      processors: {
        memory_limiter: memoryLimiter(GATEWAY_MEMORY),
        tail_sampling: tailSampling(args.sampling, args.services),
        "transform/mask": { error_mode: "silent", trace_statements: masking(args.mask) },
        ...processors,
      },
      exporters: { ...toStores, ...exporters },
      ...(connectors && { connectors }),
      service: {
        ...service,
        extensions: [...service.extensions, ...Object.keys(from?.extensions ?? {})],
        pipelines: {
          traces: {
            receivers: ["otlp"],
            processors: ["memory_limiter", "tail_sampling", "transform/mask"],
            exporters: Object.keys(toStores),
          },
          ...pipelines,
        },
      },
    },
    { lineWidth: 0, aliasDuplicateObjects: false },
  );
}

/** Of what is kept: the attributes of spans, and of their events, such as exceptions. */
const masking = (mask: readonly string[]) =>
  [
    { texts: ["span.name"], fields: ["span.attributes", "resource.attributes"] },
    { texts: [], fields: ["spanevent.attributes"] },
  ].map((where) => ({ statements: maskStatements(mask, where) }));

/** Each queue is on disk; once it is full, the newest traces are dropped for its store, and counted. */
function storing({ stores, queueBytes }: GatewayArgs) {
  if ("otlp" in stores) return { otlp_http: { endpoint: stores.otlp, ...sendingToExisting(stores, queueBytes) } };
  return Object.fromEntries(
    stores.map((store, index) => [
      stores.length > 1 ? `otlp_http/${index + 1}` : "otlp_http",
      { endpoint: store, ...certified(store), ...sending(queueBytes) },
    ]),
  );
}
