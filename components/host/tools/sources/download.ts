// A maker's archive, which is unpacked once its SHA-256 is the one that we know, or else the listed one.
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { basename } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { run } from "../commands";
import type { Environment } from "../environment";
import { SourceError } from "../install";

const PROBE_SECONDS = 5;
const DOWNLOAD_MINUTES = 15;

/** What helps against a file that is another one. */
const REPLACE = "Put its maker's file in its place, or set TOCSIN_DOWNLOADS to a mirror that has it";

/** An archive, with its SHA-256 or where that is. */
export interface Archive {
  /** URL. */
  readonly file: string;
  /** URL of a list that has its SHA-256. */
  readonly checksums?: string;
  /** Where it is known already. No list is asked then. */
  readonly sha256?: string | undefined;
}

/** An archive with the SHA-256 that it must have. */
interface Verifiable {
  readonly file: string;
  readonly sha256: string;
  /** What says so. */
  readonly by: string;
}

/** Sites that did not answer: in one run nobody waits for them twice. */
const silent = new Set<string>();

/**
 * Where an archive can be had, with the SHA-256 that it must have: the first of several places that answers within five seconds.
 *
 * Throws a SourceError that says what each of them answered, with the remedy where there is one.
 */
export async function findArchive(places: readonly Archive[], remedy?: string): Promise<Verifiable> {
  const answers: string[] = [];
  for (const { file, checksums, sha256 } of places) {
    const asked = sha256 === undefined ? checksums : file;
    if (asked === undefined) {
      answers.push(`${basename(file)} has no list of checksums`);
      continue;
    }
    try {
      const answer = await answerOf(asked, sha256 === undefined ? "GET" : "HEAD");
      if (sha256 !== undefined) return { file, sha256, by: "Tocsin's own table of releases" };
      const listed = checksumIn(await answer.text(), basename(file));
      if (listed !== undefined) return { file, sha256: listed, by: asked };
      answers.push(`${basename(file)} is not in ${asked}`);
    } catch (error) {
      answers.push(`${asked} ${reasonOf(error, `${PROBE_SECONDS} s`)}`);
    }
  }
  throw new SourceError(answers.join("\n"), remedy);
}

/**
 * Downloads an archive into a folder that does not exist yet.
 *
 * @param strip How many leading folders of its paths are left out.
 * Throws a SourceError when it cannot be had whole, or is another one.
 */
export async function unpackArchive(
  { file, sha256, by }: Verifiable,
  folder: string,
  environment: Environment,
  strip = 0,
): Promise<void> {
  const archive = `${folder}.tar.gz`;
  try {
    const answer = await fetch(file, { signal: AbortSignal.timeout(DOWNLOAD_MINUTES * 60_000) });
    if (!answer.ok || !answer.body) throw new Error(`answers ${answer.status}`);
    await pipeline(Readable.fromWeb(answer.body), createWriteStream(archive));
  } catch (error) {
    throw new SourceError(`${file} ${reasonOf(error, `${DOWNLOAD_MINUTES} min`)}`);
  }
  const found = await sha256Of(archive);
  if (found !== sha256) {
    throw new SourceError(
      `${file}: found SHA-256 ${found}, expected ${sha256}, as ${by} says; it was not unpacked`,
      REPLACE,
    );
  }
  await mkdir(folder, { recursive: true });
  const args = ["-xzf", archive, "-C", folder, `--strip-components=${strip}`, "--no-same-owner"];
  const unpacked = await run("tar", args, { environment, timeoutSeconds: 300 });
  if (!unpacked.ok) throw new SourceError(`tar: ${unpacked.failure}`);
  await rm(archive);
}

async function answerOf(url: string, method: "GET" | "HEAD"): Promise<Response> {
  const { origin } = new URL(url);
  if (silent.has(origin)) throw new Error("was not reached before");
  const signal = AbortSignal.timeout(PROBE_SECONDS * 1000);
  const answer = await fetch(url, { method, signal }).catch((error: unknown) => {
    silent.add(origin);
    throw error;
  });
  if (!answer.ok) throw new Error(`answers ${answer.status}`);
  return answer;
}

/** Lines of `SHA-256  name`, the name with a star before it where it was read as binary. */
const checksumIn = (list: string, name: string) =>
  list
    .split("\n")
    .map((line) => line.trim().split(/\s+\*?/))
    .find(([sum = "", file]) => file === name && /^[0-9a-f]{64}$/.test(sum))?.[0];

function reasonOf(error: unknown, limit: string): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `does not answer within ${limit}`;
  return error.cause instanceof Error ? `cannot be reached: ${error.cause.message}` : error.message;
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}
