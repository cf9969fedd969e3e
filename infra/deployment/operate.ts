// One environment's stack through the Automation API.
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  ConcurrentUpdateError,
  type InlineProgramArgs,
  LocalWorkspace,
  type LocalWorkspaceOptions,
  PulumiCommand,
  type Stack,
  StackAlreadyExistsError,
} from "@pulumi/pulumi/automation";
import { messageOf } from "../../components/error-text";
import { readEnvironment } from "../../components/host/tools/environment";
import { homeFolder, userName } from "../../components/host/tools/user";
import type { ClusterFacts } from "../../stacks";
import type { Backend, Engine } from "../engine";
import { checkStackLock, pulumiHome } from "../engine";
import { PROJECT_DIR } from "../folders";
import type { Runtime } from "../machine/runtime";
import { program } from "../program";
import { PROJECT } from "../settings";
import { Causes } from "./events/causes";
import { Report } from "./events/report";
import { type FullLog, openLog } from "./full-log";
import { interruptible } from "./interrupt";

/** What a call to the engine needs. */
export interface EngineCall {
  environment: string;
  engine: Engine;
  backend: Backend;
  runtime: Runtime;
  cluster?: ClusterFacts;
  localCharts?: boolean;
}

/** Selects the environment's stack, and makes it where there is none. The program runs in this process. */
export async function selectStack({
  environment,
  engine,
  backend,
  runtime,
  cluster,
  localCharts,
}: EngineCall): Promise<Stack> {
  return openStack(
    { stackName: environment, projectName: PROJECT, program: () => program({ runtime, cluster, localCharts }) },
    { workDir: PROJECT_DIR, pulumiCommand: await pulumiCommand(engine), envVars: engineVariables(backend) },
  );
}

// Two that make the same stack can each find the other's lock and give up; the later one of them finds the stack.
const TRY_FOR_MS = 60_000;
const LONGEST_WAIT_MS = 500;

/**
 * Selects a stack, and makes it where there is none, also where another deployment makes it at that moment.
 * Throws with what the engine says, without its command line.
 */
export async function openStack(...args: [InlineProgramArgs, LocalWorkspaceOptions]): Promise<Stack> {
  const end = performance.now() + TRY_FOR_MS;
  for (;;) {
    try {
      return await LocalWorkspace.createOrSelectStack(...args);
    } catch (error) {
      const again = error instanceof StackAlreadyExistsError || isHeldByAnother(error);
      if (!again || performance.now() > end) throw new Causes().error(error);
      await sleep(Math.random() * LONGEST_WAIT_MS);
    }
  }
}

/** The engine writes its lock in place: another that reads it then finds half of a JSON document. */
const isHeldByAnother = (error: unknown) =>
  error instanceof ConcurrentUpdateError || /unexpected end of JSON input/.test(messageOf(error));

/** Variables for the engine beside those of this process. */
export function engineVariables(backend: Pick<Backend, "variables">): Record<string, string> {
  return {
    // The engine asks the list of the system's users where one of them is not set, and ends where that has none.
    USER: userName(),
    HOME: homeFolder(),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_HOME: pulumiHome(readEnvironment()),
    ...backend.variables,
  };
}

/** The engine as the Automation API calls it. */
export function pulumiCommand({ from, path }: Engine): Promise<PulumiCommand> {
  // What is found was checked already; a folder of ours has the executable in `bin`, as the Automation API wants it.
  return PulumiCommand.get({ skipVersionCheck: true, ...(from !== "PATH" && { root: dirname(dirname(path)) }) });
}

/** What every operation of the engine is given. */
type Operation<T> = (
  stack: Stack,
  options: { onEvent: Report["onEvent"]; onOutput: FullLog["write"]; signal: AbortSignal },
) => Promise<T>;

/** What a command prints beside what it does to resources. */
interface Beside {
  /** Lines before it. */
  printed: number;
  /** Lines about resources. */
  most: number;
}

/**
 * Has the engine work on the environment's stack; an interrupt lets it end the step it is at.
 * Throws with what went wrong and where the log is, or which other deployment is running.
 *
 * @param command Names the log.
 */
export async function operate<T>(
  call: EngineCall,
  command: string,
  print: (line: string) => void,
  operation: Operation<T>,
  beside?: Beside,
) {
  const report = new Report(print, beside?.most);
  const log = await openLog(call.environment, command);
  try {
    const result = await interruptible(
      () => selectStack(call),
      (stack, { signal, heard }) => operation(stack, { onEvent: heard(report.onEvent), onOutput: log.write, signal }),
    );
    return { result, summary: report.summary };
  } catch (error) {
    const { stateDir } = call.backend;
    if (stateDir) {
      const isFree = checkStackLock({ stateDir, project: PROJECT, stack: call.environment }, print);
      // An engine that was killed leaves its lock; what else holds it matters only where that is why the engine failed.
      await (isHeldByAnother(error) ? isFree : isFree.catch(() => undefined));
    }
    throw report.causes.error(error, log.path, report.lines + (beside?.printed ?? 0));
  } finally {
    await log.close();
  }
}
