// What runs on a monitoring server under systemd: its parts, and what brings them their configuration.

import { PEER_TIMEOUT_SECONDS, RESEND_DELAY, START_DELAY_SECONDS } from "../../prometheus";
import { cloudwatchUnit } from "../hosts/cloudwatch-exporter";
import { dataExporterUnit, nameOf } from "../hosts/data-exporters";
import { blackboxUnit, nodeExporterUnit, TEXTFILE_DIR } from "../hosts/host-setup";
import { serviceUnit, taskUnit, timerUnit } from "../machine/unit";
import { CLIENT_FILES } from "../tls/authority";
import { PORTS } from "../topology/ports";
import { logUnits } from "./log-units";
import { CLOUDWATCH, CONFIG, DATA, GATEWAY, GOSSIP, INCIDENTS, REMEDIATION, ROOT, SECRETS, WEB } from "./paths";
import { followerUnits } from "./program-units";
import type { ServerSetupArgs } from "./server-setup";
import { traceUnits } from "./trace-units";

/** Those that are started, by name; the timers start the others. */
export function unitsOf(args: ServerSetupArgs): Record<string, string> {
  const isCluster = args.peers.length > 0;
  // Also on loopback: a port forwarding leads a browser there, and any page in it.
  const secured = `--web.config.file=${WEB}/web.yml`;
  const after = ["tocsin-secrets.service", "tocsin-web.service"];
  // Beyond loopback only where another server asks.
  const listen = (port: number) => `--web.listen-address=${isCluster ? "" : "127.0.0.1"}:${port}`;
  const prometheus = (part: "prometheus" | "archive", flags: readonly string[]) =>
    serviceUnit({
      description: part === "prometheus" ? "Prometheus" : "Prometheus, the archive of business series",
      exec: [
        "/opt/tocsin/prometheus/prometheus",
        `--config.file=${CONFIG}/${part}/prometheus.yml`,
        `--storage.tsdb.path=${DATA}/${part}`,
        ...flags,
      ],
      user: "tocsin-prometheus",
      environment: { GOGC: String(args.garbagePercent) },
      writes: [`${DATA}/${part}`],
      data: `${DATA}/${part}`,
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
      // Else it lets the pages of every site read its answers, also through a port forwarding.
      `--web.cors.origin=${new URL(args.urls.prometheus).origin.replaceAll(".", "\\.")}`,
      `--${RESEND_DELAY.flag}=${RESEND_DELAY.value}`,
      // vmalert writes what fires.
      ...(args.logs ? ["--web.enable-remote-write-receiver"] : []),
      ...(args.lookback ? [`--query.lookback-delta=${args.lookback}`] : []),
      // The drill writes what it proved.
      ...(args.drillEvery ? ["--web.enable-remote-write-receiver"] : []),
      secured,
    ]),
    ...(args.archive && {
      "archive.service": prometheus("archive", [
        `--storage.tsdb.retention.time=${args.archive}`,
        `--web.listen-address=127.0.0.1:${PORTS.archive}`,
        `--web.cors.origin=https://localhost:${PORTS.archive}`,
        secured,
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
        ...clusterFlags(args.peers, args.authority === undefined ? undefined : GOSSIP),
        secured,
        ...(args.alertmanagerFlags ?? []),
      ],
      user: "tocsin-alertmanager",
      writes: [`${DATA}/alertmanager`],
      data: `${DATA}/alertmanager`,
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
      // Its maker's unit leaves it out: plugins are programs of others.
      without: ["MemoryDenyWriteExecute"],
      writes: [`${DATA}/grafana`],
      mounts: DATA,
      memory: 512,
      after: ["tocsin-secrets.service"],
    }),
    ...(args.cloudwatch && { "yace.service": cloudwatchUnit(isCluster ? "" : "127.0.0.1") }),
    ...followerUnits(args),
    ...(args.logs && logUnits(args.logs, isCluster)),
    ...(args.traces && {
      ...traceUnits(args.traces),
      ...(args.traces.volume !== undefined && {
        "tocsin-traces-volume.timer": timerUnit("Grows the traces' file system when its volume has grown", 3600),
      }),
    }),
    "node_exporter.service": nodeExporterUnit(args.networks, args.exporterOverTls),
    "blackbox_exporter.service": blackboxUnit("127.0.0.1", `${CONFIG}/blackbox/blackbox.yml`),
    ...Object.fromEntries(
      args.dataExporters.map((one) => [`${nameOf(one)}.service`, dataExporterUnit(one, "127.0.0.1")]),
    ),
    "tocsin-web.service": webUnit(),
    "tocsin-pull.timer": timerUnit("Pulls the configuration every half a minute", 25),
    "tocsin-volume.timer": timerUnit("Grows the data's file system when its volume has grown", 3600),
    // Alertmanager reads them again at each message: a secret that was changed is in force a quarter of an hour later.
    ...(args.drillEvery && {
      "tocsin-drill.timer": timerUnit("Drills the chain of alerting", args.drillEvery, SETTLED_SECONDS),
    }),
    "tocsin-secrets.timer": timerUnit("Reads secrets again", 900),
  };
}

/** After as long, a server that starts has its configuration, and its Prometheus has evaluated what it scrapes. */
const SETTLED_SECONDS = 600;

/**
 * A single Alertmanager is no cluster. One of several that starts leaves notifying to the others until it has their log of what was
 * sent and every alert that fires.
 *
 * @param tlsConfig Path of the file that says how they speak TLS with each other; without it they do not.
 */
export function clusterFlags(peers: readonly string[], tlsConfig?: string): string[] {
  if (peers.length === 0) return ["--cluster.listen-address="];
  return [
    `--cluster.listen-address=0.0.0.0:${PORTS.cluster}`,
    `--cluster.peer-timeout=${PEER_TIMEOUT_SECONDS}s`,
    `--dispatch.start-delay=${START_DELAY_SECONDS}s`,
    ...(tlsConfig ? [`--cluster.tls-config=${tlsConfig}`] : []),
    ...peers.map((peer) => `--cluster.peer=${peer}`),
  ];
}

export function pullUnit({
  bucket,
  server,
  region,
  logs,
  traces,
  incidents,
  remediation,
  authority,
  cloudwatch,
}: ServerSetupArgs): string {
  const reloads = [
    `prometheus.service=https://127.0.0.1:${PORTS.prometheus}/metrics`,
    `alertmanager.service=https://127.0.0.1:${PORTS.alertmanager}/metrics`,
    `blackbox_exporter.service=http://127.0.0.1:${PORTS.blackbox}/metrics`,
    ...(logs ? [`vmalert.service=https://127.0.0.1:${PORTS.logAlerts}/metrics`] : []),
  ];
  const restarts = [
    ...(traces ? [`tocsin-gateway.service=${GATEWAY}`] : []),
    ...(cloudwatch ? [`yace.service=${CLOUDWATCH}`] : []),
    ...(incidents ? Object.values(INCIDENTS).map((file) => `incidents.service=${file}`) : []),
    ...(remediation ? Object.values(REMEDIATION).map((file) => `remediation.service=${file}`) : []),
  ];
  const tools = [
    ...["prometheus", "alertmanager", "blackbox_exporter"],
    ...(logs ? ["vmalert"] : []),
    ...(traces ? ["otelcol"] : []),
  ].map((release) => `/opt/tocsin/${release}`);
  return taskUnit({
    description: "Pulls the configuration",
    exec: ["/usr/local/sbin/tocsin-pull"],
    environment: {
      SOURCE: `s3://${bucket}/${server}`,
      ROOT,
      METRICS: `${TEXTFILE_DIR}/delivery.prom`,
      RELOAD: reloads.join(" "),
      ...(restarts.length > 0 && { RESTART: restarts.join(" ") }),
      ...(authority !== undefined && { ENDING: `${SECRETS}/${CLIENT_FILES.certificate}` }),
      CURL: `${WEB}/curl`,
      AWS_DEFAULT_REGION: region,
      PATH: [...tools, "/usr/local/bin", "/usr/bin", "/bin"].join(":"),
    },
    writes: [ROOT, TEXTFILE_DIR],
  });
}

/** @param what Such as `The data volume`. */
export function volumeUnit(what: string, volume: string, folder: string): string {
  return taskUnit({
    description: `${what}, mounted and as large as it is`,
    exec: ["/usr/local/sbin/tocsin-volume", volume, folder],
    writes: [folder],
  });
}

function webUnit(): string {
  return taskUnit({
    description: "Certificate and password of this server's parts",
    exec: ["/usr/local/sbin/tocsin-web"],
    writes: ["/run"],
    retries: true,
    after: ["tocsin-secrets.service"],
    // Files of another group, below folders of other modes.
    capabilities: ["CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER"],
  });
}
