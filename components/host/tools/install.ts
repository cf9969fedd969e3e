// Installing into the cache from the first source that works: once, however many processes ask for it.
import { messageOf } from "../../error-text";
import { prepareCacheFolder, sweepUnfinished } from "./cache";
import { withLock } from "./lock";
import type { OnProgress } from "./progress";

/** A way to get something into the cache. */
export interface Source {
  /** How it is called in messages, as in "apt package prometheus". */
  readonly name: string;
  /** Installs. Throws when that does not work here: a SourceError where the user can do something about it. */
  readonly install: () => Promise<void>;
}

/** A source that does not work on this machine as it is now. */
export class SourceError extends Error {
  /**
   * @param message What was found.
   * @param remedy The command, or the sentence, that makes this source work.
   */
  constructor(
    message: string,
    readonly remedy?: string,
  ) {
    super(message);
  }
}

/** What was tried, and why it did not help. */
interface Attempt {
  readonly source: string;
  readonly reason: string;
  readonly remedy?: string;
}

/** What is to be installed, and how. */
interface Installation<T> {
  /** What it is, with its version, as in "prometheus 2.42.0 or newer". */
  readonly what: string;
  /** Its folder in the cache. */
  readonly folder: string;
  /** In the order in which they are tried. */
  readonly sources: readonly Source[];
  /** Looks for it; what it finds unusable goes to `reject`. */
  readonly find: (reject: (place: string, reason: string) => void) => Promise<T | undefined>;
  readonly onProgress: OnProgress;
}

/**
 * What `find` finds, after an install where that is needed. Of several processes one installs and the others wait.
 * Throws an error that names every source with the reason and the remedies, or the folder that cannot be written.
 */
export async function findOrInstall<T>(installation: Installation<T>): Promise<T> {
  const { what, folder, sources, find, onProgress } = installation;
  const present = await find(() => undefined);
  if (present !== undefined) return present;

  await prepareCacheFolder(folder);
  return await withLock(folder, onProgress, async () => {
    const attempts: Attempt[] = [];
    const installedMeanwhile = await find((source, reason) => attempts.push({ source, reason }));
    if (installedMeanwhile !== undefined) return installedMeanwhile;

    await sweepUnfinished(folder);
    for (const source of sources) {
      const attempt = await tryInstall(source);
      const installed = attempt === undefined ? await find(() => undefined) : undefined;
      if (installed !== undefined) return installed;
      attempts.push(attempt ?? { source: source.name, reason: "installed, but it does not answer" });
      onProgress(`${source.name}: ${attempts.at(-1)?.reason}`);
    }
    throw new Error(describeFailure(what, attempts));
  });
}

async function tryInstall(source: Source): Promise<Attempt | undefined> {
  try {
    await source.install();
    return undefined;
  } catch (error) {
    const reason = messageOf(error);
    return { source: source.name, reason, remedy: error instanceof SourceError ? error.remedy : undefined };
  }
}

function describeFailure(what: string, attempts: readonly Attempt[]): string {
  const remedies = [...new Set(attempts.flatMap(({ remedy }) => remedy ?? []))];
  return [
    `${what} is not here and could not be installed. Tried:`,
    ...attempts.map(({ source, reason }) => `  ${source}: ${reason.replaceAll("\n", "\n    ")}`),
    ...(remedies.length === 0 ? [] : [remedies.length === 1 ? "To fix it:" : "To fix it, one of:"]),
    ...remedies.map((remedy) => `  ${remedy}`),
  ].join("\n");
}
