// Collectors of hosts: an agent on each, which reads files and the journal, and a relay beside each store, which takes what agents send.
import { stringify } from "yaml";
import type { ExistingLogStore } from "../monitoring";
import { type CollectingArgs, collecting, exporter, FROM_FILES, transform } from "./collector";
import { extensionsOf, memoryLimiter, type Senders, STORAGE, serviceOf, takingFrom } from "./collector-parts";
import { labelling } from "./normalising";
import { ofResource, set } from "./ottl";
import type { HostService } from "./types";

export interface HostCollectorArgs extends Omit<CollectingArgs, "store" | "relays"> {
  services: readonly HostService[];
  /** Base URLs of the relays, each of which gets all, or a store that exists. */
  to: { relays: readonly string[] } | { store: ExistingLogStore };
  /** The file that holds the host's own name, which is read when the agent starts. */
  hostFile: string;
}

/** The configuration of a host's agent: the same on every host, which reads what is there. */
export function hostCollectorConfig({ services, hostFile, to, ...args }: HostCollectorArgs): string {
  const host = `\${file:${hostFile}}`;
  const withFiles = services.filter(({ files }) => files.length > 0);
  const withJournal = services.filter((service) => matchesOf(service).length > 0);
  const resource = ({ name: service, team }: HostService) => ({ service, team, host });
  const pipeline = (of: readonly HostService[], kind: string, processors: readonly string[]) => ({
    ...(of.length > 0 && {
      [`logs/${kind}`]: { receivers: of.map(({ name }) => `${kind}/${name}`), processors },
    }),
  });
  return collecting(
    // What passes lines on knows the store.
    { ...args, store: "", ...to },
    {
      receivers: {
        ...named(withFiles, "file_log", (one) => ({ include: one.files, ...FROM_FILES, resource: resource(one) })),
        ...named(withJournal, "journald", (one) => ({
          matches: matchesOf(one),
          storage: STORAGE,
          resource: resource(one),
          retry_on_failure: FROM_FILES.retry_on_failure,
        })),
      },
      processors: {
        "transform/label": transform([
          ...labelling(
            services.map(({ name, team }) => ({ name, team })),
            args.team,
          ),
          set(ofResource("host"), `"${host}"`, `${ofResource("host")} == nil`),
        ]),
        ...(withJournal.length > 0 && { "transform/journal": transform(JOURNAL) }),
      },
      pipelines: {
        ...pipeline(withFiles, "file_log", []),
        ...pipeline(withJournal, "journald", ["transform/journal"]),
        "logs/otlp": { receivers: ["otlp"], processors: ["transform/label"] },
      },
    },
  );
}

const named = (services: readonly HostService[], kind: string, receiver: (service: HostService) => object) =>
  Object.fromEntries(services.map((service) => [`${kind}/${service.name}`, receiver(service)]));

/** Entries that have any of these; Docker's log driver journald names the container. */
const matchesOf = ({ journald, container }: HostService) => [
  ...journald.map((unit) => (unit === "kernel" ? { _TRANSPORT: "kernel" } : { _SYSTEMD_UNIT: unit })),
  ...(container ? [{ CONTAINER_NAME: container }] : []),
];

/** OpenTelemetry's numbers for the priorities of syslog, from 0. */
const SEVERITIES = [21, 21, 21, 17, 13, 9, 9, 5];

/** An entry of the journal as a line: its message, its priority, and who wrote it. */
const JOURNAL: readonly string[] = [
  ...SEVERITIES.map((severity, priority) =>
    set("log.severity_number", String(severity), `String(log.body["PRIORITY"]) == "${priority}"`),
  ),
  set('log.attributes["unit"]', 'log.body["_SYSTEMD_UNIT"]', 'log.body["_SYSTEMD_UNIT"] != nil'),
  set('log.attributes["identifier"]', 'log.body["SYSLOG_IDENTIFIER"]', 'log.body["SYSLOG_IDENTIFIER"] != nil'),
  set("log.body", 'log.body["MESSAGE"]', 'IsMap(log.body) and log.body["MESSAGE"] != nil'),
];

export interface RelayArgs
  extends Senders,
    Pick<CollectingArgs, "access" | "otlp" | "metrics" | "storage" | "queueBytes"> {
  /** Base URL of VictoriaLogs. */
  store: string;
}

/** In MiB, of the heap: beyond, agents are refused, and send again. */
export const RELAY_MEMORY = 160;

/** The configuration of a relay: those who send know a password that reads nothing. */
export function relayConfig(args: RelayArgs): string {
  const service = serviceOf(args);
  const { extensions, http } = takingFrom(args);
  return stringify(
    {
      extensions: { ...extensionsOf(args), ...extensions },
      receivers: { otlp: { protocols: { http: { endpoint: args.otlp, ...http } } } },
      processors: { memory_limiter: memoryLimiter(RELAY_MEMORY) },
      exporters: { otlp_http: exporter(args) },
      service: {
        ...service,
        extensions: [...service.extensions, ...Object.keys(extensions)],
        pipelines: { logs: { receivers: ["otlp"], processors: ["memory_limiter"], exporters: ["otlp_http"] } },
      },
    },
    { lineWidth: 0, aliasDuplicateObjects: false },
  );
}
