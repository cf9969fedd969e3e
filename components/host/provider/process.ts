// A process of this machine as a resource.
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { portProblem } from "../ports";
import { ensureTool } from "../tools";
import { run } from "../tools/commands";
import { readEnvironment } from "../tools/environment";
import { authorization } from "./authorization";
import { currentVersion, forgetOthers, hashOf, isCurrent, makeCurrent, writeVersion } from "./config-folder";
import { configurationOf } from "./configuration";
import type { Kind } from "./kind";
import { limitLog } from "./log";
import { reloadBySignal, toProcess } from "./reload";
import { type ProcessInputs, type ProcessOutputs, processInputs, processOutputs } from "./schemas";
import { alone, endOfLog, runningPid, STARTED, start, stop } from "./supervise";
import { hasUnknown } from "./values";

const CHECK_TIMEOUT_SECONDS = 60;
const PORT_FREE_WITHIN_MS = 5_000;

export const hostProcess: Kind = {
  async check(news) {
    if (hasUnknown(news)) return [];
    const parsed = processInputs.safeParse(news);
    return (parsed.error?.issues ?? []).map((issue) => ({ property: issue.path.join("."), reason: issue.message }));
  },

  async diff(olds, news) {
    const state = processOutputs.safeParse(olds).data;
    const [before, after] = [processInputs.parse(olds), processInputs.parse(news)];
    const replaces = before.dir === after.dir ? [] : ["dir"];
    const { files, version } = await configurationOf(after);
    const same =
      state?.spec === specOf(after) &&
      state.config === version &&
      (await isCurrent(configOf(after), files, version)) &&
      (await runningPid(after.dir)) === state.pid;
    return { changes: !same || replaces.length > 0, replaces };
  },

  async apply(news, olds): Promise<ProcessOutputs> {
    const inputs = processInputs.parse(news);
    const root = configOf(inputs);
    await mkdir(root, { recursive: true, mode: 0o700 });
    const before = await currentVersion(root);
    const { files, version } = await configurationOf(inputs);
    if (!(await isCurrent(root, files, version))) {
      await checkConfig(inputs, await writeVersion(root, files, version));
      await makeCurrent(root, version);
    }
    const state = processOutputs.safeParse(olds).data;
    const pid = await runningPid(inputs.dir);
    const keep =
      pid !== undefined && state?.spec === specOf(inputs) && (inputs.reload !== undefined || before === version);
    const outputs = keep ? { ...state, pid } : await restart(inputs);
    if (keep && (before !== version || state.config !== version)) await reload(inputs, pid, before);
    await forgetOthers(root, [version]);
    return { ...outputs, config: version };
  },

  async observe(state) {
    const inputs = processInputs.parse(state);
    // Every deployment looks at each part, also where nothing changes.
    await limitLog(inputs.dir);
    const pid = await runningPid(inputs.dir);
    const config = await currentVersion(configOf(inputs));
    // A dead process is still this resource: its data is there, and the next update starts it again.
    return pid === undefined && config === undefined ? undefined : { pid: pid ?? 0, config: config ?? "" };
  },

  async remove(state) {
    const { dir } = processInputs.parse(state);
    await alone(dir, async () => {
      await stop(dir);
      await rm(join(dir, STARTED), { force: true });
      await rm(join(dir, "config"), { recursive: true, force: true });
    });
  },
};

const configOf = ({ dir }: ProcessInputs) => join(dir, "config");

/** A hash of everything that only a restart changes. */
const specOf = ({ command, args, environment, listen }: ProcessInputs) =>
  hashOf({ command, args, environment, listen });

const restart = (inputs: ProcessInputs): Promise<Started> => alone(inputs.dir, () => restarted(inputs));

type Started = Omit<ProcessOutputs, "config">;

async function restarted(inputs: ProcessInputs): Promise<Started> {
  const stopped = await stop(inputs.dir);
  await portFree(inputs.listen, stopped ? PORT_FREE_WITHIN_MS : 0);
  const { path, args, version } = await commandOf(inputs.command);
  const pid = await start({
    dir: inputs.dir,
    command: path,
    args: [...args, ...inputs.args],
    environment: inputs.environment,
    readyUrl: inputs.readyUrl,
    ...(inputs.access && { access: inputs.access }),
  });
  return { pid, version, spec: specOf(inputs) };
}

/** A process is gone for its parent some milliseconds before its last thread has closed its port. */
async function portFree(listen: ProcessInputs["listen"], withinMs: number): Promise<void> {
  const deadline = performance.now() + withinMs;
  for (let busy = await portProblem(listen); busy; busy = await portProblem(listen)) {
    if (performance.now() >= deadline) throw new Error(busy);
    await sleep(50);
  }
}

async function commandOf(
  command: ProcessInputs["command"],
): Promise<{ path: string; args: string[]; version: string }> {
  if ("script" in command) {
    const loader = command.script.endsWith(".ts") ? ["--import", pathToFileURL(require.resolve("tsx")).href] : [];
    return {
      path: process.execPath,
      args: [...loader, command.script],
      version: `Node.js ${process.version}`,
    };
  }
  const tool = await ensureTool(command.tool, {
    minimum: command.minimum,
    onProgress: (line) => console.error(line),
  });
  return { path: tool.path, args: [], version: `${tool.version} (${tool.from})` };
}

/** Throws with the validator's words when the new files are not right; what runs is not touched then. */
async function checkConfig(inputs: ProcessInputs, folder: string): Promise<void> {
  for (const { tool, minimum, args } of inputs.checks) {
    const { path } = await ensureTool(tool, { minimum, onProgress: (line) => console.error(line) });
    const result = await run(path, args, {
      environment: readEnvironment(),
      timeoutSeconds: CHECK_TIMEOUT_SECONDS,
      cwd: folder,
    });
    if (!result.ok) {
      await rm(folder, { recursive: true, force: true });
      throw new Error(`${tool} refuses the new configuration; the running one stays.\n${result.output.trim()}`);
    }
  }
}

/** Has the process read its configuration again; on failure the version before becomes current again. */
async function reload(
  { reload: metrics, dir, access }: ProcessInputs,
  pid: number,
  before: string | undefined,
): Promise<void> {
  if (!metrics) return;
  const problem = await reloadBySignal(toProcess(pid), metrics, await authorization(access));
  if (!problem) return;
  if (before) await makeCurrent(join(dir, "config"), before);
  throw new Error(
    `${problem}; the configuration before stays. The end of ${join(dir, "log")}:\n${await endOfLog(dir)}`,
  );
}
