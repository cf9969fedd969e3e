// Logs: the store, and the collector that reads files, takes OTLP and sends both there.
import { dirname, join } from "node:path";
import { bytesOf, collectorConfig, logRuleFile, MEMORY_LIMIT, storeFlags, vmalertFlags } from "../../logs";
import { existingLogStore } from "../../monitoring";
import { seconds } from "../../rules";
import { accessOf, type Layout, LOOPBACK, type LocalArgs, type LogCollection, listen, type Part, urlOf } from "./part";
import { passwordOf, storePassword } from "./stores";

const CONFIGURATION = "collector.yml";
const RULES = "rules.yml";

export function victorialogs({ settings }: LogCollection, { ports }: LocalArgs, layout: Layout): Part {
  return {
    runs: { tool: "victorialogs" },
    args: storeFlags({
      listen: listen(ports.logsDirect),
      access: accessOf(layout),
      data: layout.data("victorialogs"),
      retention: settings.retention,
      maxDisk: bytesOf(settings.maxDisk),
    }),
    port: ports.logsDirect,
    guardedBy: ports.logs,
    ready: "/health",
  };
}

/** Its own pages are behind the password too. */
export function vmalert({ alerts, runbook }: LogCollection, args: LocalArgs, layout: Layout): Part {
  const { ports, monitoring } = args;
  const access = accessOf(layout);
  const asked = (port: number) => ({ url: urlOf(port), access });
  return {
    runs: { tool: "vmalert" },
    args: vmalertFlags({
      listen: listen(ports.logAlerts),
      access,
      rules: layout.config("vmalert", RULES),
      store: asked(ports.logsDirect),
      alertmanagers: [asked(ports.alertmanagerDirect)],
      prometheus: asked(ports.prometheusDirect),
      environment: monitoring.environment,
      pages: urlOf(ports.logs),
    }),
    files: {
      [RULES]: logRuleFile({ alerts, runbook, store: urlOf(ports.logs) }),
    },
    // It refuses a query that the store would refuse.
    checks: [{ tool: "vmalert", args: ["-dryRun", `-rule=${RULES}`] }],
    knowsPassword: true,
    port: ports.logAlerts,
    ready: "/health",
    after: ["victorialogs", "alertmanager", "prometheus"],
  };
}

export function collector({ settings, services, team }: LogCollection, args: LocalArgs, layout: Layout): Part {
  const { ports } = args;
  const { config, data } = layout;
  const existing = existingLogStore({ logs: settings });
  const { path, ...secrets } = storePassword("collector", "logs", args, layout);
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
        store: existing ?? urlOf(ports.logsDirect),
        access: existing ? passwordOf(existing, path) : accessOf(layout),
        otlp: listen(ports.otlp),
        metrics: { host: LOOPBACK, port: ports.collector },
        storage: join(data("collector"), "queue"),
        queueBytes: bytesOf(settings.queue),
        clockSkewSeconds: seconds(settings.clockSkew),
        mask: settings.mask,
      }),
    },
    checks: [{ tool: "otelcol", args: ["validate", `--config=file:${CONFIGURATION}`] }],
    ...secrets,
    reads: [...new Set(folders)],
    knowsPassword: !existing,
    port: ports.collector,
    alsoAt: { "what is sent to collector": ports.otlp },
    ready: "/metrics",
    after: existing ? [] : ["victorialogs"],
  };
}
