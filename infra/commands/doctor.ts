// `doctor`: what this machine has, what it lacks, and the one command that fixes it.
import { ensureTool, findTool, type ToolName } from "../../components/host/tools";
import { lookAtCluster } from "../cluster/cluster";
import { ensureEngine, findEngine } from "../engine";
import { dockerAnswers, findGrafanaHome } from "../machine/found";
import { NATIVE_TOOLS } from "../machine/tools";
import { PROJECT_DIR } from "../program";
import { readStackFile, settingsInFile } from "../settings";

const FIX = "npm run doctor -- --install";

/** Ends with exit code 1 when something that is needed is missing. */
export async function doctor(environment: string | undefined, options: { install?: boolean }): Promise<void> {
  const onProgress = (line: string) => console.log(`      ${line}`);
  let missing = 0;
  const tell = (name: string, found: { version: string; from: string; path?: string } | undefined) => {
    if (!found) missing += 1;
    console.log(
      found
        ? `  ok  ${name.padEnd(18)} ${found.version} from ${found.from}${found.path ? ` (${found.path})` : ""}`
        : `  --  ${name.padEnd(18)} missing; ${FIX}`,
    );
  };
  tell("node", { version: process.versions.node, from: process.execPath });
  tell("pulumi", options.install ? await ensureEngine({ onProgress }) : await findEngine());
  for (const name of NATIVE_TOOLS)
    tell(name, options.install ? await ensureTool(name, { onProgress }) : await findTool(name));
  await optional(
    "grafana",
    (await findGrafanaHome()) !== undefined,
    "dashboards are files only; install Grafana to see them",
  );
  await optional("docker", await dockerAnswers(), "the local platform runs as processes of this machine");
  if (environment && !(await isDeployable(environment))) missing += 1;
  if (missing > 0) process.exitCode = 1;
}

/** Whether an environment's settings are right, and its cluster answers and takes what would be deployed. */
async function isDeployable(environment: string): Promise<boolean> {
  const say = (mark: string, what: string, line: string) => console.log(`  ${mark}  ${what.padEnd(18)} ${line}`);
  try {
    const { platform } = settingsInFile(await readStackFile(PROJECT_DIR, environment));
    say("ok", "settings", `Pulumi.${environment}.yaml, platform ${platform.kind}`);
    if (platform.kind !== "kubernetes" || platform.cluster.eks) return true;
    const cluster = await lookAtCluster(platform, { environment, deploys: true });
    if (cluster) say("ok", "cluster", `${cluster.api.context} is ready at ${cluster.api.url}`);
    else say("..", "cluster", "not looked at: it is reached through a proxy, or by an auth-provider");
    for (const line of cluster?.advice ?? []) say(" !", "", line);
    return true;
  } catch (error) {
    const [first = "", ...more] = (error instanceof Error ? error.message : String(error)).split("\n");
    say("--", environment, first);
    for (const line of more) say("  ", "", line);
    return false;
  }
}

async function optional(name: ToolName | "docker", there: boolean, without: string): Promise<void> {
  console.log(there ? `  ok  ${name.padEnd(18)} answers` : `  ..  ${name.padEnd(18)} not here: ${without}`);
}
