// `doctor`: what this machine has, what it lacks, and the one command that fixes it.
import { basename } from "node:path";
import { ensureTool, findTool, type ToolName } from "../../components/host/tools";
import { ensureEngine, findEngine } from "../engine";
import { dockerAnswers, findGrafanaHome } from "../machine/found";
import { NATIVE_TOOLS } from "../machine/tools";

/** Debian builds it without its pages. */
const DEBIANS_ALERTMANAGER = "prometheus-alertmanager";
const WITHOUT_PAGES = `  ..  ${"its pages".padEnd(18)} not in Debian's build: the inbox shows alerts and silences`;

const FIX = "npm run doctor -- --install";

/** Ends with exit code 1 when something that is needed is missing. */
export async function doctor(options: { install?: boolean }): Promise<void> {
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
    const found = options.install ? await ensureTool(name, { onProgress }) : await findTool(name);
    tell(name, found);
    if (found && basename(found.path) === DEBIANS_ALERTMANAGER) console.log(WITHOUT_PAGES);
  }
  await optional(
    "grafana",
    (await findGrafanaHome()) !== undefined,
    "dashboards are files only; install Grafana to see them",
  );
  await optional("docker", await dockerAnswers(), "the local platform runs as processes of this machine");
  if (missing > 0) process.exitCode = 1;
}

async function optional(name: ToolName | "docker", there: boolean, without: string): Promise<void> {
  console.log(there ? `  ok  ${name.padEnd(18)} answers` : `  ..  ${name.padEnd(18)} not here: ${without}`);
}
