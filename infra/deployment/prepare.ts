// What every deployment needs before it starts, in order: right settings, a free state, an engine, the platform's tools.
import { Listr, type ListrTask } from "listr2";
import { ensureTool } from "../../components/host/tools";
import { readEnvironment } from "../../components/host/tools/environment";
import type { Settings } from "../../components/monitoring";
import { checkStackLock, checkState, chooseBackend, ensureEngine, refusePublishedSecrets } from "../engine";
import { type Runtime, runtimeOf } from "../machine/runtime";
import { NATIVE_TOOLS } from "../machine/tools";
import { PROJECT_DIR } from "../program";
import { PROJECT, readStackFile, settingsInFile } from "../settings";
import { checkOwnRules } from "./check-rules";
import type { EngineCall } from "./operate";

export interface Prepared extends EngineCall {
  settings: Settings;
}

/** Throws with the remedy where something is wrong; until then nothing is deployed. */
export async function prepare(environment: string, { quiet = false } = {}): Promise<Prepared> {
  const ready: Partial<Prepared> = { environment };
  const tasks: ListrTask[] = [
    {
      title: `Settings: Pulumi.${environment}.yaml`,
      task: async () => {
        const stackFile = await readStackFile(PROJECT_DIR, environment);
        ready.settings = settingsInFile(stackFile);
        ready.backend = await chooseBackend(PROJECT_DIR, environment, readEnvironment());
        refusePublishedSecrets(environment, stackFile, ready.backend);
      },
    },
    {
      title: "Own rules",
      skip: () => needed(ready.settings).rules.files.length === 0 && "the settings name no rule files",
      task: async (_, task) => {
        const checked = await checkOwnRules(needed(ready.settings), PROJECT_DIR, (line) => tell(task, line));
        task.title = `Own rules: ${checked}`;
      },
    },
    {
      title: "State",
      task: async (_, task) => {
        const { stateDir, isOwn, url } = needed(ready.backend);
        task.title = `State: ${isOwn ? url : ".tocsin/state"}`;
        if (!stateDir) return;
        const state = { stateDir, project: PROJECT, stack: environment };
        await checkStackLock(state, (line) => tell(task, line));
        await checkState(state);
      },
    },
    {
      title: "Engine",
      task: async (_, task) => {
        ready.engine = await ensureEngine({
          onProgress: (line) => tell(task, line),
        });
        task.title = `Engine: Pulumi ${ready.engine.version} (${ready.engine.from})`;
      },
    },
    {
      title: "Runtime",
      task: async (_, task) => {
        ready.runtime = await runtimeOf(needed(ready.settings).platform, ready.engine);
        task.title = `Runtime: ${ready.runtime.kind} (${ready.runtime.because})`;
      },
    },
    {
      title: "Tools",
      skip: () => toolsElsewhere(needed(ready.settings), needed(ready.runtime)),
      task: async (_, task) => {
        const found: string[] = [];
        for (const name of NATIVE_TOOLS) {
          const tool = await ensureTool(name, { onProgress: (line) => tell(task, line) });
          found.push(`${name} ${tool.version}`);
        }
        task.title = `Tools: ${found.join(", ")}`;
      },
    },
  ];
  await new Listr(tasks, {
    renderer: quiet ? "silent" : process.stdout.isTTY ? "default" : "simple",
  }).run();
  return {
    environment,
    settings: needed(ready.settings),
    engine: needed(ready.engine),
    backend: needed(ready.backend),
    runtime: needed(ready.runtime),
  };
}

/** Why no tool of this machine is run. */
function toolsElsewhere({ platform }: Settings, runtime: Runtime): string | false {
  if (platform.kind !== "local") return "nothing runs on this machine";
  return runtime.kind === "docker" && "containers bring their own";
}

/** Shows a line below the step it belongs to. */
function tell(task: { output: string }, line: string): void {
  task.output = line;
}

function needed<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("A step of the preparation was left out");
  return value;
}
