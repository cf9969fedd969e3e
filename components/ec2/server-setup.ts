// What a monitoring server gets: Prometheus, Alertmanager and Grafana under systemd, their data on a volume of its own, their
// configuration from the bucket and their secrets from SSM.
import { webConfig } from "../prometheus";
import { type DataExporter, dataExporterUnit, nameOf, releaseOf } from "./data-exporters";
import {
  blackboxUnit,
  environmentSecrets,
  installing,
  nodeExporterUnit,
  secretsUnit,
  TEXTFILE_DIR,
  unitFile,
} from "./host-setup";
import { installPackages, installSsmAgent, type OperatingSystem } from "./operating-system";
import { CONFIG, DATA, ROOT, WEB } from "./paths";
import { PORTS } from "./ports";
import type { Architecture, Downloads, Release } from "./releases";
import { script } from "./scripts";
import type { Setup } from "./setup";
import { serviceUnit, taskUnit, timerUnit } from "./unit";

export interface ServerSetupArgs {
  os: OperatingSystem;
  architecture: Architecture;
  downloads: Downloads;
  /** Id of the data volume. */
  volume: string;
  /** `s3://bucket/server`. */
  source: string;
  region: string;
  /** Of the technical series: `30d`. */
  retention: string;
  /** Bytes that Prometheus' blocks take at most. */
  retentionBytes: number;
  /** Of the archive; without one there is none. */
  archive?: string;
  /** `host:port` of the other servers' Alertmanagers for their cluster; none for a single server. */
  peers: readonly string[];
  /** Whether Grafana is reached from a load balancer. */
  behindLoadBalancer: boolean;
  /** Networks of the monitoring servers, in CIDR notation. */
  networks: readonly string[];
  /** URL of Grafana and of the others as people reach them. */
  urls: { prometheus: string; alertmanager: string; grafana: string };
  /** SSM parameters by the file that holds the secret. */
  secrets: Readonly<Record<string, string>>;
  dataExporters: readonly DataExporter[];
}

/** Users with fixed numbers, because what they own outlives the machine. */
const USERS = { prometheus: 941, alertmanager: 942, grafana: 943 } as const;

/** Who reads which secret. */
const READERS: Readonly<Record<string, string>> = {
  "grafana-admin": "tocsin-grafana",
  "web-password": "tocsin-web",
  "remote-write-token": "tocsin-prometheus",
};

export function serverSetup(args: ServerSetupArgs): Setup {
  const units = unitsOf(args);
  const isCluster = args.peers.length > 0;
  const secrets = [
    ...Object.entries(args.secrets).map(
      ([file, parameter]) => `${READERS[file] ?? "tocsin-alertmanager"}:${file}=${parameter}`,
    ),
    ...environmentSecrets(args.dataExporters),
  ];
  const releases: Release[] = [
    "prometheus",
    "alertmanager",
    "grafana",
    "node_exporter",
    "blackbox_exporter",
    ...args.dataExporters.map(releaseOf),
  ];
  return {
    files: [
      script("install"),
      script("volume"),
      script("secrets"),
      script("pull"),
      ...(isCluster ? [script("web"), { path: `${ROOT}/web.yml`, content: WEB_TEMPLATE }] : []),
      { path: "/etc/sysusers.d/tocsin.conf", content: sysusers() },
      unitFile("tocsin-secrets.service", secretsUnit(secrets, args.region)),
      ...Object.entries(units).map(([name, content]) => unitFile(name, content)),
      unitFile("tocsin-pull.service", pullUnit(args)),
    ],
    commands: [
      ...installPackages(args.os, ["aws", ...(isCluster ? (["htpasswd"] as const) : [])]),
      ...installSsmAgent(args.os, args.architecture),
      "systemd-sysusers",
      `tocsin-volume ${args.volume} ${DATA}`,
      ...["prometheus", "archive", "alertmanager", "grafana"].map(
        (part) => `install -d -o tocsin-${part === "archive" ? "prometheus" : part} -m 750 ${DATA}/${part}`,
      ),
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

function unitsOf(args: ServerSetupArgs): Record<string, string> {
  const isCluster = args.peers.length > 0;
  const secured = isCluster ? [`--web.config.file=${WEB}/web.yml`] : [];
  const after = ["tocsin-secrets.service", ...(isCluster ? ["tocsin-web.service"] : [])];
  // Beyond loopback only where another server asks, and then with TLS and a password.
  const listen = (port: number) => `--web.listen-address=${isCluster ? "" : "127.0.0.1"}:${port}`;
  const prometheus = (part: "prometheus" | "archive", flags: readonly string[]) =>
    serviceUnit({
      description: part === "prometheus" ? "Prometheus" : "Prometheus, the archive of business series",
      exec: [
        "/opt/tocsin/prometheus/prometheus",
        `--config.file=${CONFIG}/${part}/prometheus.yml`,
        `--storage.tsdb.path=${DATA}/${part}`,
        "--web.enable-lifecycle",
        ...flags,
      ],
      user: "tocsin-prometheus",
      writes: [`${DATA}/${part}`],
      mounts: DATA,
      after,
    });
  return {
    "prometheus.service": prometheus("prometheus", [
      `--storage.tsdb.retention.time=${args.retention}`,
      // A disk that is full would end it; older blocks go first.
      `--storage.tsdb.retention.size=${args.retentionBytes}B`,
      listen(PORTS.prometheus),
      `--web.external-url=${args.urls.prometheus}`,
      "--rules.alert.resend-delay=15s",
      ...secured,
    ]),
    ...(args.archive && {
      "archive.service": prometheus("archive", [
        `--storage.tsdb.retention.time=${args.archive}`,
        `--web.listen-address=127.0.0.1:${PORTS.archive}`,
        "--web.enable-remote-write-receiver",
      ]),
    }),
    "alertmanager.service": serviceUnit({
      description: "Alertmanager",
      exec: [
        "/opt/tocsin/alertmanager/alertmanager",
        `--config.file=${CONFIG}/alertmanager/alertmanager.yml`,
        `--storage.path=${DATA}/alertmanager`,
        listen(PORTS.alertmanager),
        `--web.external-url=${args.urls.alertmanager}`,
        ...clusterFlags(args.peers),
        ...secured,
      ],
      user: "tocsin-alertmanager",
      writes: [`${DATA}/alertmanager`],
      mounts: DATA,
      memory: 256,
      after,
    }),
    "grafana.service": serviceUnit({
      description: "Grafana",
      exec: [
        "/opt/tocsin/grafana/bin/grafana",
        "server",
        "--homepath=/opt/tocsin/grafana",
        `--config=${CONFIG}/grafana/grafana.ini`,
      ],
      user: "tocsin-grafana",
      writes: [`${DATA}/grafana`],
      mounts: DATA,
      memory: 512,
      after: ["tocsin-secrets.service"],
    }),
    "node_exporter.service": nodeExporterUnit(args.networks),
    "blackbox_exporter.service": blackboxUnit("127.0.0.1", `${CONFIG}/blackbox/blackbox.yml`),
    ...Object.fromEntries(
      args.dataExporters.map((one) => [`${nameOf(one)}.service`, dataExporterUnit(one, "127.0.0.1")]),
    ),
    ...(isCluster && { "tocsin-web.service": webUnit() }),
    "tocsin-pull.timer": timerUnit("Pulls the configuration every half a minute", 25),
    // Alertmanager reads them anew at each message: a secret that was changed is in force a quarter of an hour later.
    "tocsin-secrets.timer": timerUnit("Reads secrets again", 900),
  };
}

/** A single Alertmanager is no cluster. */
export function clusterFlags(peers: readonly string[]): string[] {
  if (peers.length === 0) return ["--cluster.listen-address="];
  return [`--cluster.listen-address=0.0.0.0:${PORTS.cluster}`, ...peers.map((peer) => `--cluster.peer=${peer}`)];
}

function pullUnit({ source, region, peers }: ServerSetupArgs): string {
  const scheme = peers.length > 0 ? "https" : "http";
  const reloads = [
    `${scheme}://127.0.0.1:${PORTS.prometheus}/-/reload`,
    `${scheme}://127.0.0.1:${PORTS.alertmanager}/-/reload`,
    `http://127.0.0.1:${PORTS.blackbox}/-/reload`,
  ];
  const tools = ["prometheus", "alertmanager", "blackbox_exporter"].map((release) => `/opt/tocsin/${release}`);
  return taskUnit({
    description: "Pulls the configuration",
    exec: ["/usr/local/sbin/tocsin-pull"],
    environment: {
      SOURCE: source,
      ROOT,
      METRICS: `${TEXTFILE_DIR}/delivery.prom`,
      RELOAD: reloads.join(" "),
      ...(peers.length > 0 && { CURL: `${WEB}/curl` }),
      AWS_DEFAULT_REGION: region,
      PATH: [...tools, "/usr/local/bin", "/usr/bin", "/bin"].join(":"),
    },
    writes: [ROOT, TEXTFILE_DIR],
  });
}

function webUnit(): string {
  return taskUnit({
    description: "Certificate and password of this server's parts",
    exec: ["/usr/local/sbin/tocsin-web"],
    writes: ["/run"],
    retries: true,
    after: ["tocsin-secrets.service"],
  });
}

const WEB_TEMPLATE = webConfig({
  username: "tocsin",
  passwordHash: "@PASSWORD_HASH@",
  certificate: `${WEB}/tls.crt`,
  key: `${WEB}/tls.key`,
});

function sysusers(): string {
  const users = Object.entries(USERS).map(([part, id]) => `u tocsin-${part} ${id} "${part}" ${DATA}/${part}`);
  const readers = Object.keys(USERS).map((part) => `m tocsin-${part} tocsin-web`);
  return [...users, "g tocsin-web 944", ...readers, ""].join("\n");
}
