// Where the engine keeps its state and what seals the secrets in it: the user's own choice, else a folder of the project.
import { existsSync } from "node:fs";
import { chmod, mkdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parse } from "yaml";
import { z } from "zod";
import { messageOf } from "../../components/error-text";
import type { Environment } from "../../components/host/tools/environment";
import { choosePassphrase, type Passphrase, PUBLISHED_PASSPHRASE } from "./passphrase";

/** Where an environment's state is, and what seals its secrets. */
export interface Backend {
  /** As the engine knows it: `file://…`, `s3://…`, `https://api.pulumi.com`. */
  readonly url: string;
  /** Whether the user chose it; if not, it is the folder `.tocsin/state` of the project. */
  readonly isOwn: boolean;
  /** The state's folder, where the backend is a folder of this machine. */
  readonly stateDir?: string;
  readonly passphrase: Passphrase;
  /** Variables that the engine needs beside those of this process. */
  readonly variables: Readonly<Record<string, string>>;
}

/** What matters here of `Pulumi.yaml`, `Pulumi.<environment>.yaml` and `credentials.json`. */
const projectSchema = z.looseObject({ backend: z.looseObject({ url: z.string().optional() }).optional() });
const stackSchema = z.looseObject({ secretsprovider: z.string().optional(), encryptionsalt: z.string().optional() });
const credentialsSchema = z.looseObject({ current: z.string().optional() });

/**
 * The backend of an environment. A choice of the user's stands: PULUMI_BACKEND_URL, else `backend.url` of Pulumi.yaml,
 * else the backend that `pulumi login` chose. Otherwise the state lives in the project's folder `.tocsin/state`, made
 * here, readable by this user alone.
 *
 * @param projectDir Folder of Pulumi.yaml.
 * @param stack Name of the environment.
 * @throws Error with a remedy when a passphrase has to be set, a file cannot be read, or the folder cannot be made.
 */
export async function chooseBackend(projectDir: string, stack: string, environment: Environment): Promise<Backend> {
  const own = await ownBackend(projectDir, environment);
  const folder = resolve(projectDir, ".tocsin", "state");
  if (own === undefined) await makePrivate(folder);
  const url = own ?? pathToFileURL(folder).href;
  const stateDir = folderOf(url, projectDir, environment);

  const settings = await readYaml(join(projectDir, `Pulumi.${stack}.yaml`), stackSchema);
  const passphrase = needsPassphrase(settings, url)
    ? await choosePassphrase(stack, settings?.encryptionsalt, environment)
    : "none";
  return {
    url,
    isOwn: own !== undefined,
    ...(stateDir === undefined ? {} : { stateDir }),
    passphrase,
    variables: {
      ...(own === undefined ? { PULUMI_BACKEND_URL: url } : {}),
      ...(passphrase === "published" ? { PULUMI_CONFIG_PASSPHRASE: PUBLISHED_PASSPHRASE } : {}),
    },
  };
}

/** The engine's folder of this user. Where HOME is set, it is that one's: the engine would ask the list of the system's users. */
export const pulumiHome = ({ variables, home }: Pick<Environment, "variables" | "home">): string =>
  variables.PULUMI_HOME || join(home, ".pulumi");

async function ownBackend(projectDir: string, { variables, home }: Environment): Promise<string | undefined> {
  if (variables.PULUMI_BACKEND_URL) return variables.PULUMI_BACKEND_URL;
  const project = await readYaml(join(projectDir, "Pulumi.yaml"), projectSchema);
  if (project?.backend?.url) return project.backend.url;
  const file = join(pulumiHome({ variables, home }), "credentials.json");
  return (await readYaml(file, credentialsSchema))?.current || undefined;
}

// Pulumi's own service seals secrets itself; every other backend needs a passphrase unless a cloud key is named.
function needsPassphrase(settings: z.infer<typeof stackSchema> | undefined, url: string): boolean {
  const provider = settings?.secretsprovider ?? "default";
  if (provider !== "default") return provider === "passphrase";
  return settings?.encryptionsalt !== undefined || !/^https?:/.test(url);
}

/** The folder of a `file://` URL as the engine reads it: relative paths and `~` are allowed there. */
function folderOf(url: string, projectDir: string, { home }: Environment): string | undefined {
  if (!url.startsWith("file://")) return undefined;
  const path = decodeURIComponent(url.slice("file://".length).split("?")[0] ?? "");
  if (path.startsWith("~")) return join(home, path.slice(2));
  return resolve(projectDir, path);
}

async function makePrivate(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chmod(folder, 0o700);
  } catch (error) {
    const reason = messageOf(error);
    throw new Error(
      `The state's folder ${folder} cannot be made (${reason}). Make the project's folder writable, ` +
        'or keep the state elsewhere: export PULUMI_BACKEND_URL="file://~"',
    );
  }
}

/** A YAML or JSON file; undefined when there is none. Throws an error that names the file when it is not as expected. */
async function readYaml<T>(file: string, schema: z.ZodType<T>): Promise<T | undefined> {
  if (!existsSync(file)) return undefined;
  try {
    return schema.parse(parse(await readFile(file, "utf8")) ?? {});
  } catch (error) {
    throw new Error(`${file} cannot be read: ${messageOf(error)}`);
  }
}
