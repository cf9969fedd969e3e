// `pulumi`: the engine itself, with the backend and passphrase that our commands use.
import { spawn } from "node:child_process";
import { readEnvironment } from "../../components/host/tools/environment";
import { isFromTerminal } from "../deployment/interrupt";
import { engineVariables } from "../deployment/operate";
import { chooseBackend, ensureEngine } from "../engine";
import { DEFAULT_ENVIRONMENT, PROJECT_DIR } from "../folders";

/** Runs the engine with these arguments and ends with its exit code. */
export async function pulumi(args: string[]): Promise<void> {
  const engine = await ensureEngine({ onProgress: (line) => console.error(line) });
  const backend = await chooseBackend(PROJECT_DIR, stackOf(args), readEnvironment());
  const child = spawn(engine.path, args, {
    cwd: PROJECT_DIR,
    stdio: "inherit",
    env: { ...process.env, ...engineVariables(backend) },
  });
  // The engine ends first: it has to release its lock. A terminal sends Ctrl-C to it as well, and a second one would kill it.
  const passOn = (name: NodeJS.Signals) => isFromTerminal(name) || child.kill(name);
  process.on("SIGINT", passOn).on("SIGTERM", passOn);
  process.exitCode = await new Promise<number>((resolve) => child.once("exit", (code) => resolve(code ?? 1)));
}

function stackOf(args: string[]): string {
  const at = args.findIndex((arg) => arg === "--stack" || arg === "-s");
  return (at >= 0 && args[at + 1]) || DEFAULT_ENVIRONMENT;
}
