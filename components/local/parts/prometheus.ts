// Prometheus, and the second one that keeps business series for years.
import { dirname } from "node:path";
import { archiveConfig, prometheusConfig, prometheusEnvironment, RESEND_DELAY, ruleFile } from "../../prometheus";
import { accessOf, asksForPassword, type Layout, type LocalArgs, listen, type Part, secretsFrom, urlOf } from "./part";
import { keptHere } from "./stores";

/** Without it, Prometheus lets the pages of every site read its answers. A regular expression for the whole origin. */
const ownPagesOnly = (url: string) => `--web.cors.origin=${url.replaceAll(".", "\\.")}`;

export function prometheus(args: LocalArgs, layout: Layout): Part {
  const { monitoring, ports, scrapeCredentials = {}, credentialFiles, traces, minimum } = args;
  const { config, data } = layout;
  const newEnough = { minimum: minimum.prometheus };
  return {
    runs: { tool: "prometheus", ...newEnough },
    args: [
      `--config.file=${config("prometheus", "prometheus.yml")}`,
      `--storage.tsdb.path=${data("prometheus")}`,
      `--storage.tsdb.retention.time=${monitoring.retention}`,
      `--web.listen-address=${listen(ports.prometheusDirect)}`,
      asksForPassword(layout),
      `--web.external-url=${urlOf(ports.prometheus)}`,
      ownPagesOnly(urlOf(ports.prometheus)),
      `--${RESEND_DELAY.flag}=${RESEND_DELAY.value}`,
      // Whoever evaluates alerts on logs writes them, and the drill what it proved.
      ...(keptHere(args).logs || monitoring.notifications.drill ? ["--web.enable-remote-write-receiver"] : []),
      // The traces of requests that a bucket has counted.
      ...(traces ? ["--enable-feature=exemplar-storage"] : []),
      ...(monitoring.lookback ? [`--query.lookback-delta=${monitoring.lookback}`] : []),
    ],
    environment: prometheusEnvironment(monitoring.forecast.expected),
    files: {
      "prometheus.yml": prometheusConfig(monitoring, {
        alertmanagers: [listen(ports.alertmanagerDirect)],
        access: accessOf(layout),
        ruleFiles: ["rules/*.yml"],
        ...(monitoring.business.series.length > 0 && { archive: urlOf(ports.archiveDirect) }),
      }),
      ...Object.fromEntries(monitoring.groups.map((group) => [`rules/${group.name}.yml`, ruleFile(group)])),
    },
    ...(Object.keys(scrapeCredentials).length > 0 && {
      secretFiles: Object.fromEntries(
        Object.entries(scrapeCredentials).map(([file, content]) => [`secrets/${file}`, content]),
      ),
    }),
    ...secretsFrom(credentialFiles?.scrape),
    reads: monitoring.jobs.flatMap(({ discovery }) => (discovery?.kind === "file" ? discovery.files.map(dirname) : [])),
    checks: [{ tool: "promtool", ...newEnough, args: ["check", "config", "prometheus.yml"] }],
    port: ports.prometheusDirect,
    guardedBy: ports.prometheus,
    ready: "/-/ready",
    reload: "/metrics",
    // What cannot be sent is sent again only later.
    after: ["alertmanager"],
  };
}

/** Longer than anyone will ask. */
const FOREVER = "100y";

/** A second Prometheus, for the series that are kept for years. */
export function archive({ monitoring, ports }: LocalArgs, layout: Layout): Part {
  const { config, data } = layout;
  const { retention } = monitoring.business;
  return {
    runs: { tool: "prometheus" },
    args: [
      `--config.file=${config("archive", "prometheus.yml")}`,
      `--storage.tsdb.path=${data("archive")}`,
      `--storage.tsdb.retention.time=${retention === "forever" ? FOREVER : retention}`,
      `--web.listen-address=${listen(ports.archiveDirect)}`,
      asksForPassword(layout),
      `--web.external-url=${urlOf(ports.archive)}`,
      ownPagesOnly(urlOf(ports.archive)),
      "--web.enable-remote-write-receiver",
    ],
    environment: prometheusEnvironment(monitoring.forecast.expected),
    files: { "prometheus.yml": archiveConfig() },
    checks: [{ tool: "promtool", args: ["check", "config", "prometheus.yml"] }],
    port: ports.archiveDirect,
    guardedBy: ports.archive,
    ready: "/-/ready",
    reload: "/metrics",
  };
}
