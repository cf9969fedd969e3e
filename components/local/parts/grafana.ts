// Grafana, whose configuration is all provisioned.
import { withoutPlugins } from "../../monitoring";
import { grafanaFiles } from "../grafana-files";
import { accessOf, type Layout, type LocalArgs, type Part, urlOf } from "./part";
import { keptHere, storePassword } from "./stores";

export function grafana(args: LocalArgs, layout: Layout, home: string): Part {
  const { monitoring, ports } = args;
  const { config, data, dashboards } = layout;
  const [ofLogs, ofTraces] = [
    storePassword("grafana", "logs", args, layout),
    storePassword("grafana", "traces", args, layout),
  ];
  return {
    runs: { tool: "grafana" },
    args: ["server", `--homepath=${home}`, `--config=${config("grafana", "grafana.ini")}`],
    files: grafanaFiles({
      port: ports.grafana,
      data: data("grafana"),
      provisioning: config("grafana", "provisioning"),
      dashboards,
      access: accessOf(layout),
      prometheus: urlOf(ports.prometheusDirect),
      ...(monitoring.business.series.length > 0 && { archive: urlOf(ports.archiveDirect) }),
      ...(keptHere(args).traces && { traces: urlOf(ports.tracesDirect) }),
      existing: withoutPlugins({ logs: monitoring.logs?.existing, traces: monitoring.traces?.existing }),
      passwordFiles: { logs: ofLogs.path, traces: ofTraces.path },
    }),
    secretFiles: { ...ofLogs.secretFiles, ...ofTraces.secretFiles },
    secretsFrom: { ...ofLogs.secretsFrom, ...ofTraces.secretsFrom },
    knowsPassword: true,
    port: ports.grafana,
    ready: "/api/health",
  };
}
