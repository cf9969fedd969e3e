import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkState, forgetState } from "../../../infra/engine";

let stateDir: string;
let file: string;

const check = () => checkState({ stateDir, project: "tocsin", stack: "local" });
const checkpoint = (time: string) =>
  JSON.stringify({ version: 3, checkpoint: { stack: "organization/tocsin/local", latest: { manifest: { time } } } });

async function save(path: string, text: string): Promise<string> {
  const target = join(stateDir, ".pulumi", path);
  await mkdir(join(target, ".."), { recursive: true });
  await writeFile(target, text);
  return target;
}

beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), "tocsin state-"));
  file = await save("stacks/tocsin/local.json", checkpoint("2026-01-01T10:00:00.123456789Z"));
});

afterEach(() => rm(stateDir, { recursive: true }));

describe("a purge", () => {
  it("leaves no checkpoint of the environment, nor a copy of one, and those of the others", async () => {
    for (const stack of ["local", "other"]) {
      await save(`history/tocsin/${stack}/${stack}-1.checkpoint.json`, "{}");
      await save(`backups/tocsin/${stack}/${stack}.1.json`, "{}");
      await save(`stacks/tocsin/${stack}.json.bak`, "{}");
    }
    await forgetState({ stateDir, project: "tocsin", stack: "local" });
    const left = await readdir(stateDir, { recursive: true, withFileTypes: true });
    const files = left.filter((entry) => entry.isFile()).map(({ name }) => name);
    expect(files.sort()).toEqual(["other-1.checkpoint.json", "other.1.json", "other.json.bak"]);
  });
});

describe("the state of an environment", () => {
  it("is fine when its checkpoint is whole", () => check());

  it("is fine when there is none yet", async () => {
    await rm(file);
    await check();
  });

  it("is fine right after the environment was made", async () => {
    await writeFile(file, '{"version":3,"checkpoint":{"stack":"organization/tocsin/local"}}');
    await check();
  });

  it.each([
    ["is empty", ""],
    ["is cut off", checkpoint("2026-01-01T10:00:00Z").slice(0, 60)],
    ["is full of zero bytes", "\0\0\0\0"],
    ["is an empty object, which the engine takes for a state without resources", "{}"],
    ["is a list", "[]"],
  ])("is broken when its checkpoint %s", async (_, text) => {
    await writeFile(file, text);
    await expect(check()).rejects.toThrow(`The state of "local" is broken: ${file} is not a checkpoint`);
    expect(await readFile(file, "utf8")).toBe(text);
  });
});

describe("a broken checkpoint", () => {
  beforeEach(() => writeFile(file, ""));

  it("is restored from the backup when the last deployment ended", async () => {
    await save("stacks/tocsin/local.json.bak", checkpoint("2026-01-01T10:00:00.1Z"));
    await save("backups/tocsin/local/local.100.json", checkpoint("2026-01-01T09:00:00Z"));
    const newest = await save("backups/tocsin/local/local.200.json", checkpoint("2026-01-01T10:00:00.2Z"));
    await save("backups/tocsin/local/local.200.json.attrs", "{}");
    await expect(check()).rejects.toThrow(
      `saved at 2026-01-01T10:00:00.200Z. Restore it:\n  cp '${newest}' '${file}'\n`,
    );
  });

  it("is restored from the copy beside it when the last deployment was killed", async () => {
    const copy = await save("stacks/tocsin/local.json.bak", checkpoint("2026-01-01T12:00:00+01:00"));
    await save("backups/tocsin/local/local.100.json", checkpoint("2026-01-01T10:30:00Z"));
    await expect(check()).rejects.toThrow(`cp '${copy}' '${file}'`);
  });

  it("is restored from an older copy when the newest one is broken as well, and from the history at last", async () => {
    await save("stacks/tocsin/local.json.bak", "");
    const old = await save("history/tocsin/local/local-100.checkpoint.json", checkpoint("2026-01-01T08:00:00Z"));
    await save("history/tocsin/local/local-100.history.json", "{}");
    await expect(check()).rejects.toThrow(`cp '${old}' '${file}'`);
  });

  it("without any copy is an error that says what an empty state means, and nothing is removed", async () => {
    await expect(check()).rejects.toThrow(
      /No good copy[\s\S]*forgets all resources[\s\S]*mv '.*local\.json' '.*\.broken'/,
    );
    expect(await readdir(join(stateDir, ".pulumi/stacks/tocsin"))).toEqual(["local.json"]);
  });
});
