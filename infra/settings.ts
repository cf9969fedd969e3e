// The only reader of the settings: from Pulumi's configuration when the program runs, from the same file before it does.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { parseSettings, type Settings } from "../components/monitoring";

/** The project's name, and so the namespace of its configuration keys. */
export const PROJECT = "tocsin";

/** The settings of the stack that the program runs for. Throws a `SettingsError` with every problem. */
export function readSettings(): Settings {
  return settingsOf(
    Object.fromEntries(Object.entries(pulumi.runtime.allConfig()).map(([key, value]) => [key, structured(value)])),
  );
}

/** `Pulumi.<environment>.yaml`, parsed. Throws where there is no such file. */
export async function readStackFile(projectDir: string, environment: string): Promise<unknown> {
  const file = join(projectDir, `Pulumi.${environment}.yaml`);
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    throw new Error(
      `There is no environment "${environment}": ${file} does not exist. Copy Pulumi.local.yaml to it and change it.`,
    );
  });
  return parse(text);
}

/** The settings in a stack file, checked before anything starts; encrypted values stay encrypted. */
export function settingsInFile(stackFile: unknown): Settings {
  return settingsOf((stackFile as { config?: Record<string, unknown> } | null)?.config ?? {});
}

function settingsOf(config: Record<string, unknown>): Settings {
  const prefix = `${PROJECT}:`;
  const own = Object.entries(config).filter(([key]) => key.startsWith(prefix));
  return parseSettings(Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), concealed(value)])));
}

/** Pulumi hands over blocks and lists as JSON text. */
function structured(value: string): unknown {
  return /^\s*[[{]/.test(value) ? JSON.parse(value) : value;
}

/** A value that is still encrypted stands as one text, so that the schema can be checked around it. */
function concealed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(concealed);
  if (typeof value !== "object" || value === null) return value;
  const keys = Object.keys(value);
  if (keys.length === 1 && keys[0] === "secure") return "(encrypted)";
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, concealed(inner)]));
}
