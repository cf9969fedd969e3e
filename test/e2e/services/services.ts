// Real services in four languages, each with the metrics that its library writes: one process, listening on a port for each of the
// scrape intervals.
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { goProgram, type Had, nodeWith } from "../../support/machine/languages";
import { pythonWith } from "../../support/machine/python";

/** How a service is started: its ports follow. */
interface Command {
  command: string;
  args: readonly string[];
}

export interface RealService {
  name: string;
  /** The options of the mixin service. */
  options: object;
  /** What it measures requests under way with is left out by some libraries. */
  hasInFlight: boolean;
  command: () => Promise<Command | { missing: string }>;
}

const here = (file: string) => join(__dirname, file);

const EXPRESS = ["express@5.1.0", "express-prom-bundle@8.0.0", "prom-client@15.1.3"];

const OPENTELEMETRY = [
  "@opentelemetry/api@1.9.0",
  ...["context-async-hooks", "core", "sdk-metrics"].map((name) => `@opentelemetry/${name}@2.12.1`),
  ...["exporter-prometheus", "instrumentation", "instrumentation-http"].map((name) => `@opentelemetry/${name}@0.223.0`),
];

const started = (had: Had, command: (path: string) => Command) => ("path" in had ? command(had.path) : had);

/** Copied beside its packages: where it lies here, this project's own versions would be found first. */
async function node(file: string, cached: string, packages: readonly string[]) {
  const had = await nodeWith(cached, packages);
  if ("path" in had) await copyFile(here(file), join(had.path, file));
  return started(had, (path) => ({ command: process.execPath, args: [join(path, file)] }));
}

export const REAL_SERVICES: readonly RealService[] = [
  {
    name: "prom-client",
    options: { metrics: "prom-client" },
    hasInFlight: false,
    command: () => node("prom-client.cjs", "express-prom-bundle-8.0.0", EXPRESS),
  },
  {
    name: "opentelemetry-js",
    options: { metrics: "opentelemetry-js" },
    hasInFlight: false,
    command: () => node("opentelemetry-js.cjs", "opentelemetry-0.223.0", OPENTELEMETRY),
  },
  {
    name: "python",
    options: {
      metrics: {
        requests: "shop_requests_total",
        duration: "shop_request_seconds",
        inFlight: "shop_requests_active",
        labels: { endpoint: "route", status: "code" },
      },
    },
    hasInFlight: true,
    command: async () => {
      const python = await pythonWith("prometheus-client");
      return python ? { command: python, args: [here("python.py")] } : { missing: "prometheus_client 0.22.1" };
    },
  },
  {
    name: "promhttp",
    options: { metrics: { naming: "promhttp", inFlight: "in_flight_requests" } },
    hasInFlight: true,
    command: async () =>
      started(await goProgram("promhttp-1.23.2", here("promhttp")), (path) => ({ command: path, args: [] })),
  },
];
