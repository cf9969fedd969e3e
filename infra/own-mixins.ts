// The project's tocsin.config.ts: its types are checked, and its mixins added, before a command does anything.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { bringOwnMixins, CONFIG_FILE } from "../components/mixins/own/load";
import { IS_OWN_USER, PROJECT_DIR } from "./folders";

/** Whether a command works without them, as where there is no project yet, or a broken one is being mended. */
export const NEEDS_NONE = (command: string, what?: string): boolean =>
  ["init", "pulumi", "help", "--help", "-h"].includes(command) || (command === "new" && what === "mixin");

/** Throws with the file and the line of each mistake. */
export async function bringOwn(projectDir = PROJECT_DIR): Promise<void> {
  if (!existsSync(join(projectDir, CONFIG_FILE))) return;
  // This repository's own are checked with all else of it, by `npm run check`.
  if (!IS_OWN_USER) {
    const { checkTypes } = await import("./config-types.js");
    await checkTypes(projectDir);
  }
  await bringOwnMixins(projectDir);
}
