// What a monitoring server gets: Prometheus, Alertmanager and Grafana under systemd, their data on a volume of its own, their
// configuration from the bucket and their secrets from SSM.
import { USERNAME } from "../../host/password-files";
import { gossipConfig, webConfig } from "../../prometheus";
import { type DataExporter, releaseOf } from "../hosts/data-exporters";
import { environmentSecrets, installing, secretsUnit, unitFile } from "../hosts/host-setup";
import { installPackages, installSsmAgent, type OperatingSystem } from "../machine/operating-system";
import type { Architecture, Downloads, Release } from "../machine/releases";
import { script } from "../machine/scripts";
import type { File, Setup } from "../machine/setup";
import { CLIENT_FILES, SERVERS_NAME } from "../tls/authority";
import { authorityFile, filesOf, webConfigFile } from "../tls/exporters";
import { LOG_FOLDERS, type LogKeeping, relayFile } from "./log-units";
import { DATA, GOSSIP, ROOT, SECRETS, TRACES, WEB } from "./paths";
import { drillUnit } from "./program-units";
import { pullUnit, unitsOf, volumeUnit } from "./server-units";
import { usersFile } from "./server-users";
import { storeFile, type TraceKeeping, traceFolders } from "./trace-units";

export interface ServerSetupArgs {
  os: OperatingSystem;
  architecture: Architecture;
  downloads: Downloads;
  /** Id of the data volume. */
  volume: string;
  /** The bucket with the servers' configurations, each below its server's name. */
  bucket: string;
  server: string;
  region: string;
  /** Of the technical series: `30d`. */
  retention: string;
  /** Bytes that Prometheus' blocks take at most. */
  retentionBytes: number;
  /** By how many per cent Prometheus' heap may grow before it is collected. */
  garbagePercent: number;
  /** How far back Prometheus looks for newest values. Default: its own. */
  lookback?: string;
  /** Of the archive; without one there is none. */
  archive?: string;
  /** `host:port` of the other servers' Alertmanagers for their cluster; none for a single server. */
  peers: readonly string[];
  /** As PEM: of the authority whose certificates the servers show and ask for, where they speak TLS with each other. */
  authority?: string;
  /** Whether the node exporter asks for one as well. */
  exporterOverTls: boolean;
  /** Whether Grafana is reached from a load balancer. */
  behindLoadBalancer: boolean;
  /** Networks of the monitoring servers, in CIDR notation. */
  networks: readonly string[];
  /** URL of Grafana and of the others as people reach them. */
  urls: { prometheus: string; alertmanager: string; grafana: string };
  /** SSM parameters by the file that holds the secret. */
  secrets: Readonly<Record<string, string>>;
  dataExporters: readonly DataExporter[];
  /** Where logs are kept. */
  logs?: LogKeeping;
  /** Where traces are. */
  traces?: TraceKeeping;
  /** Seconds from one drill of the chain to the next; there are none without. */
  drillEvery?: number;
  /** Whether it asks CloudWatch. */
  cloudwatch?: boolean;
  /** Whether something adds to incidents' threads. */
  incidents?: boolean;
  /** Where something calls the hooks of remediation: whether what comes of it is added to threads. */
  remediation?: { hasThreads: boolean };
  /** Flags of Alertmanager beyond those of every server. */
  alertmanagerFlags?: readonly string[];
}

/** Who reads which secret; Alertmanager where nobody else does. */
const READERS: readonly (readonly [RegExp, string])[] = [
  [/^grafana-/, "tocsin-grafana"],
  [/^web-password$|^tls-/, "tocsin-web"],
  [/^logs-password$/, "tocsin-logs"],
  [/^traces-(store-)?password$/, "tocsin-traces"],
  [/^remote-write-token$|^scrape-/, "tocsin-prometheus"],
];

const readerOf = (file: string) => READERS.find(([is]) => is.test(file))?.[1] ?? "tocsin-alertmanager";

export function serverSetup(args: ServerSetupArgs): Setup {
  const units = unitsOf(args);
  const tracesVolume = args.traces?.volume;
  const secrets = [
    ...Object.entries(args.secrets).map(([file, parameter]) => `${readerOf(file)}:${file}=${parameter}`),
    ...environmentSecrets(args.dataExporters),
  ];
  const releases: Release[] = [
    "prometheus",
    "alertmanager",
    "grafana",
    "node_exporter",
    "blackbox_exporter",
    ...(args.logs ? (["victorialogs", "vmalert", "otelcol"] as const) : []),
    ...(tracesVolume === undefined ? [] : (["jaeger"] as const)),
    ...(args.traces ? (["otelcol"] as const) : []),
    ...(args.cloudwatch ? (["yace"] as const) : []),
    ...args.dataExporters.map(releaseOf),
  ];
  return {
    files: [
      script("install"),
      script("volume"),
      script("secrets"),
      script("set-aside"),
      script("pull"),
      script("web"),
      { path: `${ROOT}/web.yml`, content: WEB_TEMPLATE },
      ...(args.logs ? [relayFile(args.logs, args.peers.length > 0)] : []),
      ...(args.traces && tracesVolume !== undefined ? [storeFile(args.traces, args.peers.length > 0)] : []),
      ...(args.authority === undefined ? [] : tlsFiles(args.authority, args)),
      usersFile({ logs: args.logs !== undefined, traces: args.traces !== undefined }),
      unitFile("tocsin-secrets.service", secretsUnit(secrets, args.region)),
      ...Object.entries(units).map(([name, content]) => unitFile(name, content)),
      unitFile("tocsin-pull.service", pullUnit(args)),
      unitFile("tocsin-volume.service", volumeUnit("The data volume", args.volume, DATA)),
      ...(tracesVolume === undefined
        ? []
        : [unitFile("tocsin-traces-volume.service", volumeUnit("The volume of traces", tracesVolume, TRACES))]),
      ...(args.drillEvery ? [unitFile("tocsin-drill.service", drillUnit(args.drillEvery))] : []),
    ],
    commands: [
      ...installPackages(args.os, [
        "aws",
        "htpasswd",
        ...(args.drillEvery || args.incidents || args.remediation ? (["node"] as const) : []),
      ]),
      ...installSsmAgent(args.os),
      "systemd-sysusers",
      `tocsin-volume ${args.volume} ${DATA}`,
      ...["prometheus", "archive", "alertmanager", "grafana"].map(
        (part) => `install -d -o tocsin-${part === "archive" ? "prometheus" : part} -m 750 ${DATA}/${part}`,
      ),
      ...followers(args).map((one) => `install -d -o tocsin-alertmanager -m 750 ${DATA}/${one}`),
      ...(args.logs ? LOG_FOLDERS.map((folder) => `install -d -o tocsin-logs -m 750 ${DATA}/${folder}`) : []),
      ...(args.traces
        ? [
            ...(tracesVolume === undefined ? [] : [`tocsin-volume ${tracesVolume} ${TRACES}`]),
            ...traceFolders(args.traces).map((folder) => `install -d -o tocsin-traces -m 750 ${folder}`),
          ]
        : []),
      ...installing(
        releases.map((release) => ({ release })),
        args,
      ),
      "systemctl daemon-reload",
      // What they need comes with the first pull; until then they are started again and again.
      `systemctl enable --now --no-block ${Object.keys(units).join(" ")}`,
    ],
  };
}

/** Programs that Alertmanager sends groups to. */
const followers = (args: ServerSetupArgs) => (["incidents", "remediation"] as const).filter((one) => args[one]);

const tlsFiles = (authority: string, { peers, exporterOverTls }: ServerSetupArgs): File[] => [
  authorityFile(authority),
  ...(peers.length > 0 ? [{ path: GOSSIP, content: gossipOf(filesOf("").authority) }] : []),
  ...(exporterOverTls ? [webConfigFile("node_exporter")] : []),
];

/** @param authority Absolute path. */
const gossipOf = (authority: string) =>
  gossipConfig(
    { certificate: `${SECRETS}/${CLIENT_FILES.certificate}`, key: `${SECRETS}/${CLIENT_FILES.key}`, authority },
    SERVERS_NAME,
  );

const WEB_TEMPLATE = webConfig({
  username: USERNAME,
  passwordHash: "@PASSWORD_HASH@",
  certificate: `${WEB}/tls.crt`,
  key: `${WEB}/tls.key`,
});
