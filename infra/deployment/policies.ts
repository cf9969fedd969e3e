// The policy packs as our commands run them: all in one process.
import { join } from "node:path";
import { PROJECT_DIR } from "../program";

/** The pack that holds all packs. */
export const POLICIES = join(PROJECT_DIR, "policies", "all");

/** PATH with the launcher that runs packs where the engine has no Node host of its own. */
export const pathWithLauncher = (path: string) => `${join(PROJECT_DIR, "policies", "launcher")}:${path}`;
