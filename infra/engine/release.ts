// Pulumi's release: an archive that is unpacked once its SHA-256 is the one that its makers list at another site. No script of theirs runs.
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { addEntry } from "../../components/host/tools/cache";
import { run } from "../../components/host/tools/commands";
import type { Environment } from "../../components/host/tools/environment";
import { type Source, SourceError } from "../../components/host/tools/install";
import { narrate, type OnProgress } from "../../components/host/tools/progress";
import { ENGINE_EXECUTABLE, engineFolder } from "./find";
import { requireAnswer } from "./sources";
import { engineVersion } from "./version";

/** Two sites, so that whoever changes an archive needs the other one as well. */
const SITES = {
  archives: "https://get.pulumi.com/releases/sdk",
  checksums: `https://github.com/pulumi/pulumi/releases/download/v${engineVersion}`,
};

const PROBE_SECONDS = 5;
const DOWNLOAD_MINUTES = 15;
const LIST = `pulumi-${engineVersion}-checksums.txt`;
const ARCHIVE = `pulumi-v${engineVersion}-${process.platform}-${process.arch}.tar.gz`;

/** The official release of the SDK's version. */
export function officialSource(environment: Environment, onProgress: OnProgress, sites = SITES): Source {
  const remedy = `Put Pulumi ${engineVersion} on PATH: ${sites.archives}/${ARCHIVE}, whose SHA-256 is in ${sites.checksums}/${LIST}`;
  return {
    name: "Pulumi's release",
    install: async () => {
      // A machine without a way to the site shall not wait for the end of a download.
      const expected = checksumIn(await text(`${sites.checksums}/${LIST}`, remedy));
      if (!expected) throw new SourceError(`${ARCHIVE} is not in ${LIST}`);
      await addEntry(engineFolder(environment), engineVersion, async (scratch) => {
        const archive = join(scratch, ARCHIVE);
        await narrate(`Downloading Pulumi ${engineVersion}`, onProgress, () =>
          download(`${sites.archives}/${ARCHIVE}`, archive, remedy),
        );
        const found = await sha256(archive);
        if (found !== expected) throw new SourceError(`${ARCHIVE} has SHA-256 ${found}; ${LIST} says ${expected}`);
        await unpack(archive, join(scratch, ENGINE_EXECUTABLE, ".."), environment);
        await rm(archive);
        await requireAnswer(scratch, environment);
      });
    },
  };
}

/** Lines of `SHA-256  name`. */
const checksumIn = (list: string) =>
  list
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .find(([sum = "", name]) => name === ARCHIVE && /^[0-9a-f]{64}$/.test(sum))?.[0];

async function text(url: string, remedy: string): Promise<string> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(PROBE_SECONDS * 1000) });
    if (answer.ok) return await answer.text();
    throw new Error(`answers ${answer.status}`);
  } catch (error) {
    throw new SourceError(`${url} ${reason(error, `${PROBE_SECONDS} s`)}`, remedy);
  }
}

async function download(url: string, file: string, remedy: string): Promise<void> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(DOWNLOAD_MINUTES * 60_000) });
    if (!answer.ok || !answer.body) throw new Error(`answers ${answer.status}`);
    await pipeline(Readable.fromWeb(answer.body), createWriteStream(file));
  } catch (error) {
    throw new SourceError(`${url} ${reason(error, `${DOWNLOAD_MINUTES} min`)}`, remedy);
  }
}

function reason(error: unknown, limit: string): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `does not answer within ${limit}`;
  return error.cause instanceof Error ? `cannot be reached: ${error.cause.message}` : error.message;
}

async function sha256(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

/** The archive has one folder, with the engine and its language hosts. */
async function unpack(archive: string, folder: string, environment: Environment): Promise<void> {
  await mkdir(folder, { recursive: true });
  const args = ["-xzf", archive, "-C", folder, "--strip-components=1", "--no-same-owner"];
  const result = await run("tar", args, { environment, timeoutSeconds: 300 });
  if (!result.ok) throw new SourceError(`tar: ${result.failure}`);
}
