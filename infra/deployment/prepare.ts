// What every deployment needs before it starts, in order: right settings, a free state, an engine, the platform's tools.
import { join } from "node:path";
import type { ListrTask } from "listr2";
import { ensureTool } from "../../components/host/tools";
import { readEnvironment } from "../../components/host/tools/environment";
import { chartsOf } from "../../components/kubernetes/charts/charts";
import { definitionOf, type Settings } from "../../components/monitoring";
import { layCharts } from "../charts/charts";
import { type Cluster, lookAtCluster } from "../cluster/cluster";
import {
  checkStackLock,
  checkState,
  chooseBackend,
  ensureEngine,
  refusePublishedSecrets,
  refusePublishedState,
} from "../engine";
import { PROJECT_DIR } from "../folders";
import { requireOwnFolder } from "../machine/own-folder";
import { type Runtime, runtimeOf } from "../machine/runtime";
import { minimumOf, toolsFor } from "../machine/tools";
import { PROJECT, readStackFile, settingsInFile } from "../settings";
import { runSteps } from "../steps";
import { accountOf } from "./aws-account";
import type { EngineCall } from "./operate";
import { checkOwnRules, checkPlainJobs } from "./promtool-checks";

export interface Prepared extends EngineCall {
  settings: Settings;
  cluster?: Cluster;
}

interface Preparation {
  quiet?: boolean;
  /** Whether the environment will be deployed, or what that would do is shown; else only that its cluster answers matters. */
  deploys?: boolean;
}

/** Throws with the remedy where something is wrong; until then nothing is deployed. */
export async function prepare(
  environment: string,
  { quiet = false, deploys = true }: Preparation = {},
): Promise<Prepared> {
  const ready: Partial<Prepared> = { environment };
  const tasks: ListrTask[] = [
    {
      title: `Settings: Pulumi.${environment}.yaml`,
      task: async () => {
        const stackFile = await readStackFile(PROJECT_DIR, environment);
        ready.settings = settingsInFile(stackFile);
        ready.backend = await chooseBackend(PROJECT_DIR, environment, readEnvironment());
        refusePublishedSecrets(environment, stackFile, ready.backend);
        const { platform } = ready.settings;
        if (deploys)
          refusePublishedState(
            environment,
            definitionOf(platform).onThisMachine(platform) !== undefined,
            ready.backend,
          );
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
      title: "Scrape jobs",
      skip: () => needed(ready.settings).scrapeConfigs.length === 0 && "the settings have no scrapeConfigs",
      task: async (_, task) => {
        task.title = `Scrape jobs: ${await checkPlainJobs(needed(ready.settings), (line) => tell(task, line))}`;
      },
    },
    {
      title: "AWS account",
      skip: () => !accountAsked(needed(ready.settings)) && "the settings allow any",
      task: async (_, task) => {
        const aws = accountAsked(needed(ready.settings));
        const account = aws && (await accountOf(aws));
        task.title = `AWS account: ${account ?? "left to the provider; the AWS CLI is not here"}`;
      },
    },
    {
      title: "Cluster",
      skip: () => noClusterYet(needed(ready.settings)),
      task: async (_, task) => {
        const cluster = await lookAtCluster(needed(onCluster(ready.settings)), { environment, deploys });
        task.title = cluster
          ? `Cluster: ${cluster.api.context} (${cluster.api.url})`
          : "Cluster: not looked at; it is reached through a proxy, or by an auth-provider";
        if (cluster) ready.cluster = cluster;
      },
    },
    {
      title: "Charts",
      skip: () => !deploys || (!onCluster(ready.settings) && "Helm deploys nothing here"),
      task: async (_, task) => {
        const settings = needed(ready.settings);
        const source = onCluster(settings)?.charts;
        const laid = await layCharts({ charts: chartsOf(settings), source, projectDir: PROJECT_DIR });
        ready.localCharts = laid !== undefined;
        task.title = laid
          ? `Charts: ${laid.charts}, of which ${laid.fetched} fetched`
          : "Charts: the provider fetches them, through the proxy";
      },
    },
    {
      title: "State",
      task: async (_, task) => {
        await requireOwnFolder(join(PROJECT_DIR, ".tocsin"));
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
        for (const name of toolsFor(needed(ready.settings))) {
          const minimum = minimumOf(name, needed(ready.settings));
          const tool = await ensureTool(name, { minimum, onProgress: (line) => tell(task, line) });
          found.push(`${name} ${tool.version}`);
        }
        task.title = `Tools: ${found.join(", ")}`;
      },
    },
  ];
  await runSteps(tasks, { quiet });
  return {
    environment,
    settings: needed(ready.settings),
    engine: needed(ready.engine),
    backend: needed(ready.backend),
    runtime: needed(ready.runtime),
    ...(ready.cluster && { cluster: ready.cluster }),
    ...(ready.localCharts && { localCharts: true }),
  };
}

/** The settings of a platform in a cluster; undefined on others. */
function onCluster(settings: Settings | undefined) {
  const { platform } = needed(settings);
  return definitionOf(platform).onCluster(platform);
}

/** Where the settings say which accounts they are for. */
function accountAsked({ platform }: Settings) {
  const aws = definitionOf(platform).aws(platform);
  return aws && aws.allowedAccountIds.length > 0 ? aws : undefined;
}

/** Why there is no cluster to look at. */
function noClusterYet({ platform }: Settings): string | false {
  const { cluster } = definitionOf(platform).onCluster(platform) ?? {};
  if (!cluster) return `there is none on the platform ${platform.kind}`;
  return cluster.eks !== undefined && "the stack creates it";
}

/** Why no tool of this machine is run. */
function toolsElsewhere({ platform }: Settings, runtime: Runtime): string | false {
  if (!definitionOf(platform).onThisMachine(platform)) return "nothing runs on this machine";
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
