// Ports of a local environment that no other one has.
import { readdir } from "node:fs/promises";
import { definitionOf, type LocalPlatform, settingsSchema } from "../../../components/monitoring";
import { readStackFile, settingsInFile } from "../../settings";

type Ports = LocalPlatform["ports"];

/** Environments lie so far apart: 9090, 9190, 9290 … */
const STEP = 100;

const HIGHEST = 65_535;

/** The usual ports, moved by as many hundreds as it takes. Throws where there are no more. */
export async function freeLocalPorts(projectDir: string): Promise<Ports> {
  const taken = new Set((await otherPorts(projectDir)).flatMap((ports) => Object.values(ports)));
  for (let offset = 0; ; offset += STEP) {
    const ports = moved(usualPorts(), offset);
    const all = Object.values(ports);
    if (Math.max(...all) > HIGHEST) throw new Error("every port is taken by another environment; remove one");
    if (!all.some((port) => taken.has(port))) return ports;
  }
}

function usualPorts(): Ports {
  const { platform } = settingsSchema.parse({});
  const here = definitionOf(platform).onThisMachine(platform);
  if (!here) throw new Error("The default platform is not local");
  return here.ports;
}

const moved = (ports: Ports, offset: number): Ports => ({
  prometheus: ports.prometheus + offset,
  archive: ports.archive + offset,
  alertmanager: ports.alertmanager + offset,
  nodeExporter: ports.nodeExporter + offset,
  blackboxExporter: ports.blackboxExporter + offset,
  sample: ports.sample + offset,
  generator: ports.generator + offset,
  inbox: ports.inbox + offset,
  grafana: ports.grafana + offset,
  cadvisor: ports.cadvisor + offset,
  prometheusDirect: ports.prometheusDirect + offset,
  archiveDirect: ports.archiveDirect + offset,
  alertmanagerDirect: ports.alertmanagerDirect + offset,
  drill: ports.drill + offset,
  incidents: ports.incidents + offset,
  remediation: ports.remediation + offset,
  logs: ports.logs + offset,
  logsDirect: ports.logsDirect + offset,
  logAlerts: ports.logAlerts + offset,
  collector: ports.collector + offset,
  otlp: ports.otlp + offset,
  traces: ports.traces + offset,
  tracesDirect: ports.tracesDirect + offset,
  tracesIn: ports.tracesIn + offset,
  traceMetrics: ports.traceMetrics + offset,
  gateway: ports.gateway + offset,
  spans: ports.spans + offset,
  spanMetrics: ports.spanMetrics + offset,
});

async function otherPorts(projectDir: string): Promise<Ports[]> {
  const names = (await readdir(projectDir)).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
  const found = await Promise.all(names.map((name) => portsOf(projectDir, name)));
  return found.flatMap((ports) => ports ?? []);
}

/** Undefined for another platform, and for a file with mistakes: whoever deploys it is shown them then. */
async function portsOf(projectDir: string, name: string): Promise<Ports | undefined> {
  try {
    const { platform } = settingsInFile(await readStackFile(projectDir, name));
    return definitionOf(platform).onThisMachine(platform)?.ports;
  } catch {
    return undefined;
  }
}
