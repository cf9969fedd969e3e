// The OpenTelemetry Collector's configuration: files and OTLP in, one form of line, nothing secret in it, the log store out.
import { stringify } from "yaml";
import type { ExistingLogStore } from "../monitoring";
import {
  certified,
  extensionsOf,
  memoryLimiter,
  STORAGE,
  sending,
  sendingToExisting,
  serviceOf,
} from "./collector-parts";
import { maskStatements } from "./masking";
import { labelling, normalising, STREAM_FIELDS } from "./normalising";
import { attribute, ofResource, set, text } from "./ottl";
import type { LoggingService } from "./types";

/** Of one collector, whatever it reads. */
export interface CollectingArgs {
  /** The owner of what comes from a service that the settings do not have. */
  team: string;
  /** Base URL of VictoriaLogs, or a store that exists. */
  store: string | ExistingLogStore;
  /** In place of the store: collectors that pass everything on to theirs, by their base URLs. Each gets all. */
  relays?: readonly string[];
  /** The store's user, and the file with the password. */
  access?: { username: string; passwordFile: string } | undefined;
  /** Where OTLP comes in over HTTP, as `host:port`. */
  otlp: string;
  /** Where the collector's own metrics are. */
  metrics: { host: string; port: number };
  /** The folder that holds the queue and how far each file was read. */
  storage: string;
  /** Bytes that wait on disk while the store is down. */
  queueBytes: number;
  /** How far a line's own time may be from the clock. */
  clockSkewSeconds: number;
  /** Further patterns that are masked. */
  mask: readonly string[];
}

export interface CollectorArgs extends CollectingArgs {
  services: readonly LoggingService[];
}

/** In MiB, of the heap: beyond, files wait and what comes as OTLP is refused, so that it is sent again. */
export const MEMORY_LIMIT = 160;

/** The configuration as a file. */
export function collectorConfig(args: CollectorArgs): string {
  const withFiles = args.services.filter(({ files }) => files.length > 0);
  return collecting(args, {
    receivers: Object.fromEntries(withFiles.map((service) => [`file_log/${service.name}`, filelog(service)])),
    processors: { "transform/label": transform(labelling(args.services, args.team)) },
    pipelines: {
      ...(withFiles.length > 0 && {
        "logs/files": { receivers: withFiles.map(({ name }) => `file_log/${name}`), processors: [] },
      }),
      "logs/otlp": { receivers: ["otlp"], processors: ["transform/label"] },
    },
  });
}

/** What one collector has of its own. */
interface Reading {
  /** Beside OTLP. */
  receivers: Readonly<Record<string, object>>;
  /** Those that say whose a line is. */
  processors: Readonly<Record<string, object>>;
  /** Each runs those of `processors` that it names, and then what all lines go through. */
  pipelines: Readonly<Record<string, { receivers: readonly string[]; processors: readonly string[] }>>;
}

/** The configuration of a collector of logs: whatever it reads becomes one form of line, with nothing secret in it. */
export function collecting(args: CollectingArgs, { receivers, processors, pipelines }: Reading): string {
  const naming =
    !args.relays && typeof args.store !== "string" ? { "transform/name": transform(namedFor(args.store)) } : {};
  const common = ["transform/normalise", "transform/mask", ...Object.keys(naming)];
  const exporters = args.relays ? relaying(args.relays, args.queueBytes) : { otlp_http: exporter(args) };
  return stringify(
    {
      extensions: extensionsOf(args),
      receivers: { ...receivers, otlp: { protocols: { http: { endpoint: args.otlp } } } },
      processors: {
        memory_limiter: memoryLimiter(MEMORY_LIMIT),
        ...processors,
        "transform/normalise": transform(normalising(args.clockSkewSeconds)),
        "transform/mask": transform(maskStatements(args.mask)),
        ...naming,
      },
      exporters,
      service: {
        ...serviceOf(args),
        pipelines: Object.fromEntries(
          Object.entries(pipelines).map(([name, own]) => [
            name,
            {
              receivers: own.receivers,
              processors: ["memory_limiter", ...own.processors, ...common],
              exporters: Object.keys(exporters),
            },
          ]),
        ),
      },
    },
    { lineWidth: 0, aliasDuplicateObjects: false },
  );
}

/** A longer line becomes several. */
export const LONGEST_LINE = "128KiB";

/** What is there before the first start is collected too; later ones go on where the last one stopped. */
export const FROM_FILES = {
  start_at: "beginning",
  storage: STORAGE,
  include_file_name: false,
  include_file_path: true,
  // A longer line becomes several.
  max_log_size: "128KiB",
  retry_on_failure: { enabled: true, max_elapsed_time: "0" },
};

const filelog = ({ name, team, host, files }: LoggingService) => ({
  include: files,
  ...FROM_FILES,
  resource: { service: name, team, ...(host && { host }) },
});

/** A statement that a line does not fit is no error. */
export const transform = (statements: readonly string[]) => ({
  error_mode: "silent",
  log_statements: [{ statements }],
});

/** One that is down for long keeps none of the others waiting: what its queue cannot hold is dropped for it, and counted. */
const relaying = (relays: readonly string[], queueBytes: number) =>
  Object.fromEntries(
    relays.map((relay, index) => [
      `otlp_http/${index + 1}`,
      {
        logs_endpoint: `${relay}/v1/logs`,
        ...certified(relay),
        ...sending(queueBytes, relays.length > 1 ? {} : { block_on_overflow: true }),
      },
    ]),
  );

/** Other stores find by OpenTelemetry's names, which files and pods do not give; Loki has a trace's id as it is. */
const namedFor = ({ kind }: ExistingLogStore): string[] => [
  set(ofResource("service.name"), ofResource("service")),
  set(ofResource("host.name"), ofResource("host"), `${ofResource("host")} != nil`),
  ...(kind === "loki" ? [] : ["trace_id", "span_id"]).flatMap((id) => [
    set(`log.${id}.string`, attribute(id), `${attribute(id)} != nil`),
    `delete_key(log.attributes, ${text(id)}) where log.${id}.string == ${attribute(id)}`,
  ]),
];

/** The queue is on disk; where it is full, what writes to it waits. */
export function exporter({ store, queueBytes }: Pick<CollectingArgs, "store" | "queueBytes">) {
  const full = { block_on_overflow: true } as const;
  if (typeof store !== "string")
    return {
      logs_endpoint: store.takes,
      ...sendingToExisting(store, queueBytes, full),
      // Data Prepper takes what is compressed only where its own settings say so.
      ...(store.kind === "opensearch" && { compression: "none" }),
    };
  return {
    logs_endpoint: `${store}/insert/opentelemetry/v1/logs`,
    ...certified(store),
    headers: {
      "VL-Stream-Fields": STREAM_FIELDS.join(","),
      // The field `level` says it.
      "VL-Ignore-Fields": "severity_number,severity_text",
    },
    ...sending(queueBytes, full),
  };
}
