// `doctor`: what this machine has, what it lacks, and the one command that fixes it.
import { ensureTool, findTool, type ToolName } from "../../components/host/tools";
import { ensureEngine, findEngine } from "../engine";
import { dockerAnswers, findGrafanaHome } from "../machine/found";
import { minimumOf, NATIVE_TOOLS } from "../machine/tools";
import { PROJECT_DIR } from "../program";
import { readStackFile, settingsInFile } from "../settings";

const FIX = "npm run doctor -- --install";

/** Ends with exit code 1 when something that is needed is missing. Throws where the environment's settings are wrong. */
export async function doctor(environment: string, options: { install?: boolean }): Promise<void> {
  const settings = settingsInFile(await readStackFile(PROJECT_DIR, environment));
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
  for (const name of NATIVE_TOOLS) {
    const minimum = minimumOf(name, settings);
    const find = () => findTool(name, undefined, minimum === undefined ? undefined : tooOld(name, minimum), minimum);
    tell(name, options.install ? await ensureTool(name, { minimum, onProgress }) : await find());
  }
  await optional(
    "grafana",
    (await findGrafanaHome()) !== undefined,
    "dashboards are files only; install Grafana to see them",
  );
  await optional("docker", await dockerAnswers(), "the local platform runs as processes of this machine");
  if (missing > 0) process.exitCode = 1;
}

/** What else was found does not do for these settings. */
const tooOld = (name: string, minimum: string) => (_: string, reason: string) =>
  console.log(`      ${name}: ${reason}; these settings need ${minimum} or newer`);

async function optional(name: ToolName | "docker", there: boolean, without: string): Promise<void> {
  console.log(there ? `  ok  ${name.padEnd(18)} answers` : `  ..  ${name.padEnd(18)} not here: ${without}`);
}
