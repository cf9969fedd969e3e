// The OpenTelemetry Collector's configuration as a gateway: spans in, request metrics of all, the traces worth keeping out.
import { stringify } from "yaml";
import { bytesOf, extensionsOf, maskStatements, memoryLimiter, sending, serviceOf } from "../logs";
import { type Duration, seconds } from "../rules";
import { requestMetrics } from "./request-metrics";
import { type Sampling, tailSampling } from "./sampling";
import type { StoreAccess, TracedService } from "./types";

export interface GatewayArgs {
  services: readonly TracedService[];
  sampling: Sampling;
  /** Base URL at which the store takes OTLP. */
  store: string;
  access: StoreAccess;
  /** Where OTLP comes in over HTTP, as `host:port`. */
  otlp: string;
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
  return stringify(
    {
      extensions: extensionsOf(args),
      receivers: { otlp: { protocols: { http: { endpoint: args.otlp } } } },
      processors: {
        memory_limiter: memoryLimiter(GATEWAY_MEMORY),
        tail_sampling: tailSampling(args.sampling, args.services),
        "transform/mask": { error_mode: "silent", trace_statements: masking(args.mask) },
        ...processors,
      },
      exporters: { otlp_http: exporter(args), ...exporters },
      ...(connectors && { connectors }),
      service: {
        ...serviceOf(args),
        pipelines: {
          traces: {
            receivers: ["otlp"],
            processors: ["memory_limiter", "tail_sampling", "transform/mask"],
            exporters: ["otlp_http"],
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

/** The queue is on disk; once it is full, the newest traces are dropped, and counted. */
const exporter = ({ store, queueBytes }: GatewayArgs) => ({
  endpoint: store,
  ...sending(queueBytes),
});
