// What a purge removes of this machine: the environment's files, and with the last environment the folder that they were in.
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Backend, forgetState } from "../engine";
import { PROJECT } from "../settings";

/** What is in the folder for all environments alike, and means nothing once there are none. */
const SHARED = ["charts", "logs", "state", "types-checked"];

/** What was too long for a terminal, of any command. */
export const SHOWN = "shown-";

/** After everything was destroyed. Settings stay; so does the state in a backend of the user's own. */
export async function purgeFiles(
  projectDir: string,
  environment: string,
  { isOwn, stateDir }: Pick<Backend, "isOwn" | "stateDir">,
): Promise<void> {
  const folder = join(projectDir, ".tocsin");
  const logs = join(folder, "logs");
  const own = (await entriesOf(logs)).filter((name) => isLogOf(environment, name)).map((name) => join(logs, name));
  await Promise.all([join(folder, environment), ...own].map((path) => rm(path, { recursive: true, force: true })));
  // Of a backend of the user's own nothing is removed, wherever it is.
  if (isOwn && stateDir?.startsWith(folder)) return;
  const isInside = !isOwn && stateDir !== undefined;
  if (isInside) await forgetState({ stateDir, project: PROJECT, stack: environment });
  const others = [
    ...(await entriesOf(folder)).filter((name) => !SHARED.includes(name)),
    ...(await entriesOf(logs)).filter((name) => !name.startsWith(SHOWN)),
    ...(isInside ? await stacksIn(stateDir) : []),
  ];
  if (others.length === 0) await rm(folder, { recursive: true, force: true });
}

/** `dev-up.log` is of dev, and `dev-eu-up.log` of dev-eu: commands have no dash. */
const isLogOf = (environment: string, name: string) =>
  name.startsWith(`${environment}-`) && /^[a-z]+\.log$/.test(name.slice(environment.length + 1));

const entriesOf = (folder: string) => readdir(folder).catch((): string[] => []);

/** The environments of which the folder still has a state, with all that they deployed. */
const stacksIn = async (stateDir: string) =>
  (await entriesOf(join(stateDir, ".pulumi", "stacks", PROJECT))).filter((name) => name.endsWith(".json"));
