// The whole configuration of a process: what the program gives, and what files of this machine hold.
import { readFile, stat } from "node:fs/promises";
import { messageOf } from "../../error-text";
import { type FileSet, versionOf } from "./config-folder";
import type { ProcessInputs } from "./schemas";

/** What has a configuration. */
export type Configured = Pick<ProcessInputs, "files" | "secretFiles" | "secretsFrom">;

interface Configuration {
  files: FileSet;
  /** Changes with the files. Of those that are read here it has no hash, which the state would hold: a password could be guessed. */
  version: string;
}

/** Throws where a file cannot be read. */
export async function configurationOf({ files, secretFiles, secretsFrom }: Configured): Promise<Configuration> {
  const given = { ...files, ...secretFiles };
  const read = await Promise.all(
    Object.entries(secretsFrom).map(async ([path, source]) => ({ path, source, ...(await contentOf(source)) })),
  );
  return {
    files: { ...given, ...Object.fromEntries(read.map(({ path, text }) => [path, text])) },
    version: versionOf({
      ...given,
      ...Object.fromEntries(read.map(({ path, source, changed }) => [path, `${source} of ${changed}`])),
    }),
  };
}

async function contentOf(file: string): Promise<{ text: string; changed: string }> {
  try {
    const [text, { mtime }] = await Promise.all([readFile(file, "utf8"), stat(file)]);
    return { text: text.trim(), changed: mtime.toISOString() };
  } catch (error) {
    throw new Error(
      `The credential in ${file} cannot be read (${messageOf(error)}); write it there, readable for you only`,
    );
  }
}
