// The file backend's checkpoint of an environment: one that is broken is reported together with the way to restore it.
import { constants, existsSync } from "node:fs";
import { access, readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { StackState } from "./lock";
import { quoted } from "./shell";

// `{}` counts as broken: the engine takes it for an environment without resources and creates all of them again.
const checkpointSchema = z.looseObject({
  version: z.int().positive(),
  checkpoint: z.looseObject({
    latest: z.looseObject({ manifest: z.looseObject({ time: z.coerce.date() }) }).nullish(),
  }),
});

/** Where an environment's checkpoint is. */
export const stackFileOf = ({ stateDir, project, stack }: StackState): string =>
  join(stateDir, ".pulumi", "stacks", project, `${stack}.json`);

/**
 * Makes sure that the checkpoint can be read, if there is one. It never changes anything.
 *
 * @throws Error that names the broken file, the newest good copy and the command that restores it. The engine copies
 * the checkpoint to `.bak` before each write, and to `backups` and `history` at the end of each deployment.
 */
export async function checkState({ stateDir, project, stack }: StackState): Promise<void> {
  const root = join(stateDir, ".pulumi");
  const file = stackFileOf({ stateDir, project, stack });
  if (!existsSync(file)) return;
  await access(file, constants.R_OK).catch((error) => {
    throw new Error(`The state of "${stack}" cannot be read: ${error.message}`);
  });
  if ((await savedAt(file)) !== undefined) return;

  const copies = [
    ...(await filesIn(join(root, "backups", project, stack), ".json")),
    ...(await filesIn(join(root, "history", project, stack), ".checkpoint.json")),
    `${file}.bak`,
  ];
  const dated = await Promise.all(copies.map(async (copy) => ({ copy, time: await savedAt(copy) })));
  const newest = dated
    .filter(({ time }) => time !== undefined)
    .sort((a, b) => Number(b.time) - Number(a.time))
    .at(0);
  const broken = `The state of "${stack}" is broken: ${file} is not a checkpoint of Pulumi's.`;
  if (newest === undefined) {
    throw new Error(
      `${broken} No good copy of it was found. Restore it from a backup of your own. To begin with an empty state ` +
        `instead, which forgets all resources without deleting them: mv ${quoted(file)} ${quoted(`${file}.broken`)}`,
    );
  }
  throw new Error(
    `${broken} The newest good copy was saved at ${newest.time?.toISOString()}. Restore it:\n  cp ${quoted(newest.copy)} ${quoted(file)}\n` +
      "Then deploy again, with a refresh when something was changed after that time.",
  );
}

/**
 * Removes an environment's checkpoint and the copies that the engine keeps of those before: after a purge there is nothing to go
 * back to, and they hold its credentials, sealed with a passphrase that may be the published one.
 */
export async function forgetState({ stateDir, project, stack }: StackState): Promise<void> {
  const root = join(stateDir, ".pulumi");
  const checkpoint = stackFileOf({ stateDir, project, stack });
  const copies = [
    join(root, "history", project, stack),
    join(root, "backups", project, stack),
    checkpoint,
    `${checkpoint}.bak`,
    `${checkpoint}.attrs`,
  ];
  await Promise.all(copies.map((copy) => rm(copy, { recursive: true, force: true })));
}

/** When a checkpoint was saved; undefined when the file is none or is broken. */
async function savedAt(file: string): Promise<Date | undefined> {
  try {
    const { checkpoint } = checkpointSchema.parse(JSON.parse(await readFile(file, "utf8")));
    return checkpoint.latest?.manifest.time ?? (await stat(file)).mtime;
  } catch {
    return undefined;
  }
}

async function filesIn(folder: string, suffix: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.endsWith(suffix)).map((name) => join(folder, name));
}
