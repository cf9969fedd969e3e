// The parts of a local environment, whichever runtime runs them: a table with a row for each.
// Each says what it runs, its configuration, and how that is checked and reloaded, and how the part is known to be ready.
import { join } from "node:path";
import { blackboxConfig } from "../../prometheus";
import { alertmanager } from "./alertmanager";
import { drill } from "./drill";
import { grafana } from "./grafana";
import { incidents } from "./incidents";
import { collector, victorialogs, vmalert } from "./logs";
import { type Layout, LOOPBACK, type LocalArgs, listen, type Part, SCRAPING_PART, urlOf } from "./part";
import { generator, guard, inbox, sample } from "./programs";
import { archive, prometheus } from "./prometheus";
import { remediation } from "./remediation";
import { keptHere } from "./stores";
import { gateway, jaeger } from "./traces";

/**
 * What distributions build other defaults for. Debian's build reads text files from a folder that only its package makes, which
 * is an error, and an alert, without the package; here nobody writes any.
 */
export const NODE_EXPORTER_FLAGS = ["--collector.textfile.directory="];

/** All parts by name, which is also the name of their folder. */
export function localParts(args: LocalArgs, layout: Layout): Record<string, Part> {
  const continuous = drill(args);
  const following = incidents(args);
  const calling = remediation(args);
  const { logs: logStore, traces: traceStore } = keptHere(args);
  const guarded = {
    alertmanager: alertmanager(args, layout),
    ...(args.monitoring.business.series.length > 0 && { archive: archive(args, layout) }),
    ...(logStore && { victorialogs: victorialogs(logStore, args, layout) }),
    ...(traceStore && { jaeger: jaeger(traceStore, args, layout) }),
    [SCRAPING_PART]: prometheus(args, layout),
  };
  return {
    ...guarded,
    guard: guard(args, guarded),
    "node-exporter": {
      runs: { tool: "node-exporter" },
      args: [`--web.listen-address=${listen(args.ports.nodeExporter)}`, ...NODE_EXPORTER_FLAGS],
      port: args.ports.nodeExporter,
      ready: "/",
    },
    "blackbox-exporter": {
      runs: { tool: "blackbox-exporter", minimum: args.minimum.blackbox },
      args: [
        `--config.file=${layout.config("blackbox-exporter", "blackbox.yml")}`,
        `--web.listen-address=${listen(args.ports.blackboxExporter)}`,
      ],
      files: { "blackbox.yml": blackboxConfig(args.monitoring.jobs) },
      checks: [
        {
          tool: "blackbox-exporter",
          minimum: args.minimum.blackbox,
          args: ["--config.check", "--config.file=blackbox.yml"],
        },
      ],
      port: args.ports.blackboxExporter,
      ready: "/",
      reload: "/metrics",
    },
    inbox: inbox(args),
    ...(args.sample && { sample: sample(args), generator: generator(args) }),
    ...(continuous && { drill: continuous }),
    ...(following && { incidents: following }),
    ...(calling && { remediation: calling }),
    ...(logStore && { vmalert: vmalert(logStore, args, layout) }),
    ...(args.logs && { collector: collector(args.logs, args, layout) }),
    ...(args.traces && { gateway: gateway(args.traces, args, layout) }),
    ...(args.grafanaHome && { grafana: grafana(args, layout, args.grafanaHome) }),
  };
}

/** The address of each part's page, by part. */
export function addressesOf(parts: Record<string, Part>): Record<string, string> {
  // The guard's is that of what it guards.
  const shown = Object.entries(parts).filter(([, { guards }]) => !guards);
  return Object.fromEntries(shown.map(([name, { port, guardedBy }]) => [name, urlOf(guardedBy ?? port)]));
}

/**
 * Where parts listen as processes below `dir`, by part.
 * @param containerOf The name of the container that a part is; without, all are processes.
 */
export function listenersOf(
  parts: Record<string, Part>,
  dir: string,
  containerOf: (part: string) => string | undefined = () => undefined,
) {
  return Object.fromEntries(
    Object.entries(parts).flatMap(([name, { port, guards, alsoAt }]) =>
      Object.entries(guards ?? { [name]: port, ...alsoAt }).map(([listener, each]) => [
        guards ? `${name} of ${listener}` : listener,
        { dir: join(dir, name), host: LOOPBACK, port: each, container: containerOf(name) },
      ]),
    ),
  );
}

export {
  accessDir,
  dashboardsDir,
  type Layout,
  LOOPBACK,
  type LocalArgs,
  type LogCollection,
  type Part,
  runbookFiles,
  type TraceTaking,
  urlOf,
} from "./part";
