// Logs: the store, and the collector that reads files, takes OTLP and sends both there.
import { dirname, join } from "node:path";
import { PASSWORD_FILE } from "../../host/password-files";
import { collectorConfig, logRuleFile, MEMORY_LIMIT } from "../../logs";
import { logAlertsIn } from "../../monitoring";
import { LOG_DELAY, seconds } from "../../rules";
import { type Layout, LOOPBACK, type LocalArgs, type LogCollection, listen, type Part, USERNAME, urlOf } from "./part";

const CONFIGURATION = "collector.yml";
const RULES = "rules.yml";
const MIB = 1024 ** 2;
const bytes = (gigabytes: number) => Math.round(gigabytes * 1e9);

/** What its metrics are is shown beside them. */
const DESCRIBED = "-metrics.exposeMetadata";

/** In bytes, for its caches: it takes 60% of the machine otherwise. */
const STORE_MEMORY = 128 * MIB;

export function victorialogs({ settings }: LogCollection, { ports }: LocalArgs, { data, access }: Layout): Part {
  return {
    runs: { tool: "victorialogs" },
    args: [
      `-storageDataPath=${data("victorialogs")}`,
      `-httpListenAddr=${listen(ports.logsDirect)}`,
      `-httpAuth.username=${USERNAME}`,
      `-httpAuth.password=file://${join(access, PASSWORD_FILE)}`,
      // Without it, the pages of every site may read its answers.
      "-http.disableCORS",
      DESCRIBED,
      `-retentionPeriod=${settings.retention}`,
      `-retention.maxDiskSpaceUsageBytes=${bytes(settings.maxDisk)}`,
      `-memory.allowedBytes=${STORE_MEMORY}`,
    ],
    port: ports.logsDirect,
    guardedBy: ports.logs,
    ready: "/health",
  };
}

/** Evaluates the alerts on logs, into the same Alertmanager as those on metrics. Its own pages are behind the password too. */
export function vmalert({ settings, runbook }: LogCollection, args: LocalArgs, { config, access }: Layout): Part {
  const { ports, monitoring } = args;
  const passwordFile = join(access, PASSWORD_FILE);
  const asking = (flag: string, port: number) => [
    `-${flag}.url=${urlOf(port)}`,
    `-${flag}.basicAuth.username=${USERNAME}`,
    `-${flag}.basicAuth.passwordFile=${passwordFile}`,
  ];
  return {
    runs: { tool: "vmalert" },
    args: [
      `-rule=${config("vmalert", RULES)}`,
      ...asking("datasource", ports.logsDirect),
      ...asking("notifier", ports.alertmanagerDirect),
      // What fires, and how many lines there are, as series beside those of all others.
      ...asking("remoteWrite", ports.prometheusDirect),
      `-httpListenAddr=${listen(ports.logAlerts)}`,
      `-httpAuth.username=${USERNAME}`,
      `-httpAuth.password=file://${passwordFile}`,
      "-http.disableCORS",
      DESCRIBED,
      `-rule.evalDelay=${LOG_DELAY}`,
      `-external.label=environment=${monitoring.environment}`,
      // What an alert's link to its query leads to.
      `-external.url=${urlOf(ports.logs)}`,
      "-external.alert.source=select/vmui/#/?query={{.Expr|queryEscape}}",
    ],
    files: {
      [RULES]: logRuleFile({ alerts: logAlertsIn(settings), runbook, store: urlOf(ports.logs) }),
    },
    // It refuses a query that the store would refuse.
    checks: [{ tool: "vmalert", args: ["-dryRun", `-rule=${RULES}`] }],
    knowsPassword: true,
    port: ports.logAlerts,
    ready: "/health",
    after: ["victorialogs", "alertmanager", "prometheus"],
  };
}

export function collector(
  { settings, services, team }: LogCollection,
  { ports }: LocalArgs,
  { config, data, access }: Layout,
): Part {
  const folders = services.flatMap(({ files }) => files).map((file) => dirname(file));
  return {
    runs: { tool: "otelcol" },
    args: [`--config=file:${config("collector", CONFIGURATION)}`],
    // Go's garbage collector keeps it below; what it reads ahead is beside that.
    environment: { GOMEMLIMIT: `${MEMORY_LIMIT}MiB` },
    files: {
      [CONFIGURATION]: collectorConfig({
        services,
        team,
        store: urlOf(ports.logsDirect),
        access: { username: USERNAME, passwordFile: join(access, PASSWORD_FILE) },
        otlp: listen(ports.otlp),
        metrics: { host: LOOPBACK, port: ports.collector },
        storage: join(data("collector"), "queue"),
        queueBytes: bytes(settings.queue),
        clockSkewSeconds: seconds(settings.clockSkew),
        mask: settings.mask,
      }),
    },
    checks: [{ tool: "otelcol", args: ["validate", `--config=file:${CONFIGURATION}`] }],
    reads: [...new Set(folders)],
    knowsPassword: true,
    port: ports.collector,
    alsoAt: { "what is sent to collector": ports.otlp },
    ready: "/metrics",
    after: ["victorialogs"],
  };
}
