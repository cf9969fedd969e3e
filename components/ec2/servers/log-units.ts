// What keeps logs on a monitoring server: the store, what alerts on its lines, and the relay that takes them from hosts.
import { bytesOf, logRuleFile, MEMORY_LIMIT, relayConfig, storeFlags, vmalertFlags } from "../../logs";
import { type Logs, logAlertsIn, runbookUrl } from "../../monitoring";
import type { File } from "../machine/setup";
import { serviceUnit } from "../machine/unit";
import { type Ec2Settings, grafanaUrl } from "../topology/endpoints";
import { AGENT, LOGS_URL } from "../topology/logs";
import { PORTS } from "../topology/ports";
import { ACCESS, CONFIG, DATA, LOG_RULES, ROOT, SECRETS, WEB } from "./paths";

export interface LogKeeping {
  settings: Logs;
  environment: string;
  /** `host:port` of every server's Alertmanager. */
  alertmanagers: readonly string[];
}

const USER = "tocsin-logs";
const RELAY = `${ROOT}/relay.yml`;

/** As in `web.yml`. */
const TLS = { certificate: `${WEB}/tls.crt`, key: `${WEB}/tls.key` };
const STORE = `https://127.0.0.1:${PORTS.logs}`;

/** Folders of the data volume. */
export const LOG_FOLDERS = ["victorialogs", "relay"] as const;

/** @param isCluster Whether another server watches these. */
export function logUnits({ settings, environment, alertmanagers }: LogKeeping, isCluster: boolean) {
  const host = isCluster ? "" : "127.0.0.1";
  const common = { user: USER, mounts: DATA, after: ["tocsin-secrets.service", "tocsin-web.service"] };
  const folder = (name: (typeof LOG_FOLDERS)[number]) => `${DATA}/${name}`;
  return {
    "victorialogs.service": serviceUnit({
      ...common,
      description: "VictoriaLogs",
      exec: [
        "/opt/tocsin/victorialogs/victoria-logs-prod",
        ...storeFlags({
          listen: `${host}:${PORTS.logs}`,
          access: ACCESS,
          tls: TLS,
          data: folder("victorialogs"),
          retention: settings.retention,
          maxDisk: bytesOf(settings.maxDisk),
        }),
      ],
      writes: [folder("victorialogs")],
      memory: 512,
    }),
    "vmalert.service": serviceUnit({
      ...common,
      description: "vmalert, which evaluates alerts on logs",
      exec: [
        "/opt/tocsin/vmalert/vmalert-prod",
        ...vmalertFlags({
          listen: `${host}:${PORTS.logAlerts}`,
          access: ACCESS,
          tls: TLS,
          rules: `${CONFIG}/${LOG_RULES}`,
          store: { url: STORE, access: ACCESS },
          alertmanagers: alertmanagers.map((one) => ({ url: `https://${one}`, access: ACCESS })),
          prometheus: { url: `https://127.0.0.1:${PORTS.prometheus}`, access: ACCESS },
          environment,
          pages: LOGS_URL,
        }),
      ],
      memory: 192,
    }),
    "tocsin-relay.service": serviceUnit({
      ...common,
      description: "OpenTelemetry Collector, which takes lines from hosts",
      exec: ["/opt/tocsin/otelcol/otelcol-contrib", `--config=file:${RELAY}`],
      environment: { GOMEMLIMIT: `${MEMORY_LIMIT}MiB` },
      writes: [folder("relay")],
      memory: 400,
    }),
  };
}

/** Part of the setup: nothing in it follows from what is collected. */
export const relayFile = ({ settings }: LogKeeping, isCluster: boolean): File => ({
  path: RELAY,
  content: relayConfig({
    store: STORE,
    access: ACCESS,
    agents: { username: AGENT, passwordFile: `${SECRETS}/logs-password` },
    otlp: `0.0.0.0:${PORTS.logsIn}`,
    tls: TLS,
    metrics: { host: isCluster ? "0.0.0.0" : "127.0.0.1", port: PORTS.collector },
    storage: `${DATA}/relay/queue`,
    queueBytes: bytesOf(settings.queue),
  }),
});

/** The rules of vmalert. */
export const logRulesOf = (settings: Ec2Settings, logs: Logs): string =>
  logRuleFile({
    alerts: logAlertsIn(logs, settings.alerts),
    runbook: settings.links.runbook ?? runbookUrl(grafanaUrl(settings.platform)),
    store: LOGS_URL,
  });
