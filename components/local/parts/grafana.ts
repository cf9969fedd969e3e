// Grafana, whose configuration is all provisioned.
import { grafanaFiles } from "../grafana-files";
import { accessOf, type Layout, type LocalArgs, type Part, urlOf } from "./part";

export function grafana({ monitoring, ports, traces }: LocalArgs, layout: Layout, home: string): Part {
  const { config, data, dashboards } = layout;
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
      ...(traces && { traces: urlOf(ports.tracesDirect) }),
    }),
    knowsPassword: true,
    port: ports.grafana,
    ready: "/api/health",
  };
}
