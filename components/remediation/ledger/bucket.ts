// Objects of S3 by AWS' command line, which monitoring servers have: it finds the machine's role, and signs.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";

export interface Bucket {
  /** Undefined where there is none. Throws where S3 does not answer. */
  read(name: string): Promise<{ text: string; version: string } | undefined>;
  /**
   * False where it is another version meanwhile. Throws where S3 does not answer: then it may be written.
   *
   * @param version The one that it replaces; none where there is none yet.
   */
  write(name: string, text: string, version: string | undefined): Promise<boolean>;
}

/** What makes a condition fail: another version, another write at the same time, or an object that is gone. */
const OVERTAKEN = /\((PreconditionFailed|ConditionalRequestConflict|NoSuchKey)\)/;

/** Who may not list gets the same answer whether an object is there or not: a write under the condition that it is not says so. */
const MAY_BE_MISSING = /\((NoSuchKey|AccessDenied)\)/;

const TIMEOUT_MS = 8_000;

const WITHIN = ["--cli-connect-timeout=2", "--cli-read-timeout=3"];

const answer = z.object({ ETag: z.string() });

/** @param place `s3://bucket/folder`. */
export function bucketAt(place: string): Bucket {
  const [, bucket = "", folder = ""] = /^s3:\/\/([^/]+)\/(.+)$/.exec(place) ?? [];
  const objectOf = (name: string) => [`--bucket=${bucket}`, `--key=${folder}/${name}.json`];
  return {
    read: (name) =>
      withFile("", async (file) => {
        const said = await aws(["get-object", ...objectOf(name), file], MAY_BE_MISSING);
        if (said === undefined) return undefined;
        return { text: await readFile(file, "utf8"), version: answer.parse(JSON.parse(said)).ETag };
      }),
    write: (name, text, version) =>
      withFile(text, async (file) => {
        const condition = version === undefined ? "--if-none-match=*" : `--if-match=${version}`;
        const given = [`--body=${file}`, "--content-type=application/json", condition];
        return (await aws(["put-object", ...objectOf(name), ...given], OVERTAKEN)) !== undefined;
      }),
  };
}

/** What it prints; undefined where it refuses with one of these. */
async function aws(command: readonly string[], refusals: RegExp): Promise<string | undefined> {
  const args = ["s3api", "--output=json", ...WITHIN, ...command];
  try {
    const env = { ...process.env, AWS_MAX_ATTEMPTS: "1" };
    return (await promisify(execFile)("aws", args, { env, timeout: TIMEOUT_MS })).stdout;
  } catch (error) {
    const said = errorText.safeParse(error).data?.stderr.trim() ?? "";
    if (refusals.test(said)) return undefined;
    throw new Error(`S3: ${said === "" ? "no answer" : said.slice(-MOST_SAID)}`);
  }
}

const errorText = z.object({ stderr: z.string() });

const MOST_SAID = 300;

async function withFile<T>(text: string, use: (file: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "tocsin-ledger-"));
  try {
    const file = join(folder, "object");
    await writeFile(file, text, { mode: 0o600 });
    return await use(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
