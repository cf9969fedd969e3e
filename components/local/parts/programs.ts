// Programs of Tocsin's own: the guard, the inbox, the sample service and the sample-metrics generator.
import { extname, join } from "node:path";
import { PASSWORD_FILE, USERNAME } from "../../host/password-files";
import type { Service } from "../../monitoring";
import { accessDir, dashboardsDir, LOOPBACK, type LocalArgs, type Part, runbooksDir, urlOf } from "./part";
import { keptHere } from "./stores";

/** A program of Tocsin's as Node loads it: TypeScript in its repository, JavaScript in its package. */
const program = (packageDir: string, name: "guard" | "service" | "generator") =>
  join(packageDir, "components", "sample", name, `main${extname(__filename)}`);

/** In front of the parts that ask for a password: what reaches them through it is for this machine, and from no other site. */
export function guard({ packageDir, dir, ports: known }: LocalArgs, guarded: Readonly<Record<string, Part>>): Part {
  const ports = Object.entries(guarded).flatMap(([name, { port, guardedBy }]) =>
    guardedBy === undefined ? [] : [{ name, port: guardedBy, behind: port }],
  );
  const [first] = ports;
  if (!first) throw new Error("A guard has something to guard");
  return {
    runs: { script: program(packageDir, "guard") },
    args: [
      `--host=${LOOPBACK}`,
      `--username=${USERNAME}`,
      `--password-file=${join(accessDir(dir), PASSWORD_FILE)}`,
      "--guard",
      ...ports.map(({ port, behind }) => `${port}=${behind}`),
      "--pages",
      `${known.prometheus}=${urlOf(known.inbox)}/prometheus`,
    ],
    port: first.port,
    guards: Object.fromEntries(ports.map(({ name, port }) => [name, port])),
    ready: "/-/guard",
    // They may have listened where it does, under other settings.
    after: Object.keys(guarded),
  };
}

export function inbox(args: LocalArgs): Part {
  const { ports, packageDir, dir } = args;
  const { traces, logs } = keptHere(args);
  return {
    // It draws dashboards, as the command line does.
    runs: { script: join(packageDir, "infra", "inbox", `main${extname(__filename)}`) },
    args: [
      `--port=${ports.inbox}`,
      `--host=${LOOPBACK}`,
      `--data=${join(dir, "inbox", "data")}`,
      `--runbooks=${runbooksDir(dir)}`,
      `--dashboards=${dashboardsDir(dir)}`,
      `--prometheus=${urlOf(ports.prometheus)}`,
      `--alertmanager=${urlOf(ports.alertmanager)}`,
      ...(traces ? [`--traces=${urlOf(ports.traces)}`] : []),
      ...(traces && logs ? [`--logs=${urlOf(ports.logs)}`] : []),
    ],
    port: ports.inbox,
    ready: "/health",
  };
}

export function sample({ ports, packageDir, traces }: LocalArgs): Part {
  return {
    runs: { script: program(packageDir, "service") },
    args: [`--port=${ports.sample}`, `--host=${LOOPBACK}`, ...(traces ? [`--spans=${urlOf(ports.spans)}`] : [])],
    port: ports.sample,
    ready: "/health",
  };
}

/** A process of this machine in every runtime, like the inbox and the sample. */
export function generator({ ports, generated, packageDir, own }: LocalArgs): Part {
  return {
    runs: { script: program(packageDir, "generator") },
    args: [
      `--port=${ports.generator}`,
      `--host=${LOOPBACK}`,
      ...(own ? [`--config=${own.config}`, `--config-version=${own.version}`] : []),
      // What is generated is an argument, so that a change restarts the process.
      ...generated.flatMap(generatedMixins).map((one) => `--generate=${JSON.stringify(one)}`),
    ],
    port: ports.generator,
    ready: "/health",
  };
}

/** The mixins of a service, of which the generator is to show healthy targets. */
function generatedMixins({ mixin, options, extraMixins }: Service) {
  return [{ mixin, options }, ...extraMixins.map((beside) => ({ mixin: beside, options: {} }))];
}
