// `boot`: has a local environment start with its user's session, and its dead parts start again; and takes that back.
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import execa from "execa";
import { homeFolder, userName } from "../../../components/host/tools/user";
import { IS_BUILT, ownModule, PROJECT_DIR, typed, typedFor } from "../../folders";
import { type BootFile, bootFile } from "./boot-files";
import { NOTHING_THERE, partsOf } from "./parts";

/** Throws where nothing of the environment runs here yet, or another folder has its unit. */
export async function boot(environment: string, { remove }: { remove?: boolean }): Promise<void> {
  const file = fileOf(environment);
  if (remove) {
    console.log((await removeBoot(environment)) ? `${file.path} is removed.` : `${file.path} is not there.`);
    return;
  }
  if ((await partsOf(environment)).length === 0) throw new Error(NOTHING_THERE(environment));
  await refuseOthers(file);
  await mkdir(dirname(file.path), { recursive: true });
  await writeFile(file.path, file.text);
  console.log(`${file.path} is written.`);
  const problem = await runAll(file.enable);
  if (problem) {
    throw new Error(
      `It is not started: ${problem}\nIn a session of its own user, run:\n${file.enable.map((words) => `  ${words.join(" ")}`).join("\n")}`,
    );
  }
  console.log(`${environment} is supervised: what dies is started again. ${file.advice}`);
  console.log(
    `${typed("boot", environment, "--remove")} takes it back; ${typedFor("stop", environment)} stops the parts.`,
  );
}

/** Whether there was one of this folder's. */
export async function removeBoot(environment: string): Promise<boolean> {
  if (!["linux", "darwin"].includes(process.platform)) return false;
  const file = fileOf(environment);
  if (!(await isOwn(file))) return false;
  // Without a session of systemd's or launchd's nothing runs that would have to be ended.
  await runAll(file.disable);
  await rm(file.path, { force: true });
  return true;
}

function fileOf(environment: string): BootFile {
  const loader = IS_BUILT ? [] : ["--import", pathToFileURL(require.resolve("tsx")).href];
  return bootFile(
    {
      environment,
      folder: PROJECT_DIR,
      command: [process.execPath, ...loader, ownModule("infra", "main"), "supervise", environment],
      path: process.env.PATH ?? "",
    },
    {
      platform: process.platform,
      name: userName(),
      uid: process.getuid?.(),
      home: homeFolder(),
      ...(process.env.XDG_CONFIG_HOME && { configHome: process.env.XDG_CONFIG_HOME }),
    },
  );
}

const written = ({ path }: BootFile) => readFile(path, "utf8").catch(() => undefined);

/** Units are named after environments, which other folders have as well. */
async function isOwn(file: BootFile): Promise<boolean> {
  const text = await written(file);
  return text !== undefined && folderIn(text) === folderIn(file.text);
}

async function refuseOthers(file: BootFile): Promise<void> {
  const text = await written(file);
  if (text === undefined || (await isOwn(file))) return;
  throw new Error(`${file.path} belongs to ${folderIn(text) ?? "something else"}; remove it there first`);
}

const folderIn = (text: string) =>
  /^WorkingDirectory=(.*)$/m.exec(text)?.[1] ?? /<key>WorkingDirectory<\/key>\s*<string>(.*)<\/string>/.exec(text)?.[1];

/** What went wrong with the first that did; nothing is run after it. */
async function runAll(commands: readonly (readonly string[])[]): Promise<string | undefined> {
  for (const [command = "", ...args] of commands) {
    const { failed, stderr } = await execa(command, args, { reject: false });
    if (failed) return `${[command, ...args].join(" ")}: ${stderr?.trim() || "not found"}`;
  }
  return undefined;
}
