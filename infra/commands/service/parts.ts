// The parts of a local environment that run as processes, by what is there of them.
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { portProblem } from "../../../components/host/ports";
import { runningPid } from "../../../components/host/provider/supervise";
import { LOOPBACK, urlOf } from "../../../components/local/parts/part";
import { definitionOf, didYouMean, type LocalPlatform } from "../../../components/monitoring";
import { PROJECT_DIR, typedFor } from "../../folders";
import { readStackFile, settingsInFile } from "../../settings";

export interface PartState {
  name: string;
  /** Absolute folder with its log and data. */
  dir: string;
  address: string | undefined;
  /** Undefined where it does not run. */
  pid: number | undefined;
  /** Whether something listens on its port. */
  listens: boolean;
}

export const NOTHING_THERE = (environment: string) =>
  `Nothing of ${environment} runs as a process here. ${typedFor("up", environment)} starts it; ` +
  `its containers are shown by: docker ps --filter label=tocsin.environment=${environment}`;

/** Throws where the environment is not on this machine. */
export async function partsOf(environment: string, projectDir = PROJECT_DIR): Promise<PartState[]> {
  const { platform } = settingsInFile(await readStackFile(projectDir, environment));
  const here = definitionOf(platform).onThisMachine(platform);
  if (!here) {
    throw new Error(`${environment} is on the platform ${platform.kind}; only parts of this machine are shown here`);
  }
  const folder = join(projectDir, ".tocsin", environment);
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const parts = names.filter((name) => existsSync(join(folder, name, "log"))).sort();
  return Promise.all(parts.map((name) => stateOf(name, join(folder, name), here.ports)));
}

async function stateOf(name: string, dir: string, ports: LocalPlatform["ports"]): Promise<PartState> {
  const pid = await runningPid(dir);
  const { shown, listening } = portsOf(name, ports);
  const problems = await Promise.all(listening.map((port) => portProblem({ host: LOOPBACK, port })));
  const listens = problems.length > 0 && problems.every((problem) => problem !== undefined);
  return { name, dir, address: shown === undefined ? undefined : urlOf(shown), pid, listens };
}

/** Ports that are named for what they are for, by the part that listens there. */
const NAMED_FOR: Readonly<Record<string, string>> = { victorialogs: "logs", vmalert: "logAlerts", jaeger: "traces" };

/** The port that people know, and those where the part itself listens. A part is named with dashes, its port without. */
export function portsOf(
  name: string,
  ports: LocalPlatform["ports"],
): { shown: number | undefined; listening: number[] } {
  const key = NAMED_FOR[name] ?? name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const byKey = new Map(Object.entries(ports));
  const shown = byKey.get(key);
  if (name === "guard") return { shown, listening: [ports.prometheus, ports.alertmanager] };
  const own = byKey.get(`${key}Direct`) ?? shown;
  return { shown, listening: own === undefined ? [] : [own] };
}

/** Throws where there is no such part, naming those that there are. */
export function partNamed(name: string, parts: readonly PartState[]): PartState {
  const found = parts.find((part) => part.name === name);
  if (found) return found;
  const names = parts.map((part) => part.name);
  throw new Error(`found the part "${name}"; there: ${names.join(", ")}.${didYouMean(name, names)}`);
}
