// The settings, from the file of an environment before the engine runs, or as Pulumi hands them over.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { circleIn } from "../components/circle";
import { messageOf } from "../components/error-text";
import { ENCRYPTED, parseSettings, plainCredentialsIn, type Settings, SettingsError } from "../components/monitoring";
import { typed } from "./folders";

/** The project's name, and so the namespace of its configuration keys. */
export const PROJECT = "tocsin";

/** `Pulumi.<environment>.yaml`, parsed. Throws where there is no such file. */
export async function readStackFile(projectDir: string, environment: string): Promise<unknown> {
  const file = join(projectDir, `Pulumi.${environment}.yaml`);
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    throw new Error(
      `There is no environment "${environment}": ${file} does not exist. Make one: ${typed("new", environment, "[platform]")}`,
    );
  });
  try {
    return parse(text);
  } catch (error) {
    throw new Error(`${file} is not YAML: ${messageOf(error).trimEnd()}`);
  }
}

/** The settings in a stack file, checked before anything starts; encrypted values stay encrypted. */
export function settingsInFile(stackFile: unknown): Settings {
  const problem = misshapen(stackFile);
  if (problem) throw new SettingsError([problem]);
  const plain = plainCredentials(stackFile);
  try {
    const settings = settingsOf(isRecord(stackFile) && isRecord(stackFile.config) ? stackFile.config : {});
    if (plain.length === 0) return settings;
  } catch (error) {
    if (!(error instanceof SettingsError) || plain.length === 0) throw error;
    throw new SettingsError([...plain, ...error.problems]);
  }
  throw new SettingsError(plain);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const EXAMPLE = "write settings as config: { tocsin:team: platform }, each key with the prefix tocsin:";

/**
 * Why a stack file has no settings in it, where it looks as if it had. An empty one would be "this machine, with defaults": what
 * is misspelt must not become that in silence.
 */
function misshapen(file: unknown): { path: string; message: string } | undefined {
  if (file === null || file === undefined)
    return { path: "config", message: `is missing: the file is empty; ${EXAMPLE}` };
  if (!isRecord(file)) return { path: "config", message: `is missing: the file is not a mapping; ${EXAMPLE}` };
  const circle = circleIn(file);
  if (circle !== undefined)
    return { path: circle, message: "contains itself: an anchor is used within what it names; write it out" };
  const misplaced = Object.keys(file).find((key) => !STACK_KEYS.includes(key));
  if (misplaced !== undefined) {
    return { path: misplaced, message: `found an unknown key; allowed here: ${STACK_KEYS.join(", ")}; ${EXAMPLE}` };
  }
  const { config } = file;
  if (!isRecord(config)) return { path: "config", message: `is missing or not a mapping; ${EXAMPLE}` };
  const keys = Object.keys(config);
  const foreign = keys.find((key) => !key.includes(":") || key.toLowerCase().startsWith(`${PROJECT}.`));
  if (foreign !== undefined) {
    return { path: `config.${foreign}`, message: `found a key without a namespace; ${EXAMPLE}` };
  }
  if (!keys.some((key) => key.startsWith(`${PROJECT}:`))) {
    return { path: "config", message: `found no key that starts with ${PROJECT}: in it; ${EXAMPLE}` };
  }
  return undefined;
}

/** What stands for a credential where none is needed: in an offline preview and in a comparison. */
export const NO_CREDENTIAL = "https://offline.example/no-credential";

/** An environment's file is committed: a credential in it as plain text is everybody's. One of this machine's own is no secret. */
function plainCredentials(file: unknown) {
  const config = isRecord(file) && isRecord(file.config) ? file.config : {};
  return plainCredentialsIn(ownOf(config)).flatMap(({ path, value }) => {
    if (value === NO_CREDENTIAL) return [];
    if (/^https?:\/\/(127\.0\.0\.1|localhost)[:/]/.test(value)) return [];
    const key = `${PROJECT}:${path}`;
    return [
      {
        path: key,
        message: `found a credential as plain text, in a file that is committed; give { file: … }, or set it with: ${typed("pulumi", `config set --path --secret '${key}'`)}. Replace it where it comes from if the file was ever shared`,
      },
    ];
  });
}

/** What Pulumi itself knows in a stack file. */
const STACK_KEYS = ["config", "encryptionsalt", "encryptedkey", "secretsprovider", "environment"];

/** Those of a configuration with the keys of all namespaces. Throws a `SettingsError` with every problem. */
export const settingsOf = (config: Record<string, unknown>): Settings => parseSettings(concealed(ownOf(config)));

/** A configuration's keys that are this project's, without its name. */
export function ownOf(config: Record<string, unknown>): Record<string, unknown> {
  const prefix = `${PROJECT}:`;
  const own = Object.entries(config).filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value]));
}

/** A value that is still encrypted stands as one text, so that the schema can be checked around it. */
function concealed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(concealed);
  if (typeof value !== "object" || value === null) return value;
  const keys = Object.keys(value);
  if (keys.length === 1 && keys[0] === "secure") return ENCRYPTED;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, concealed(inner)]));
}
