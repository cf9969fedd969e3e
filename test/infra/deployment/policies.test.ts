// The bundle of the packs that our own commands give the engine.
import { mkdtemp, readdir, readFile, rm, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readEnvironment } from "../../../components/host/tools/environment";
import { policyPack } from "../../../infra/deployment/policies";

let cacheHome: string;
beforeEach(async () => {
  cacheHome = await mkdtemp(join(tmpdir(), "tocsin cache-"));
});
afterEach(() => rm(cacheHome, { recursive: true }));

const pack = () => policyPack({ ...readEnvironment(), cacheHome });

test("is made once for all who ask at the same time, and is there for the next", async () => {
  const programs = await Promise.all([pack(), pack(), pack()]);
  expect(new Set(programs).size).toBe(1);
  const [program = ""] = programs;
  const folder = dirname(program);
  expect((await readdir(folder)).sort()).toEqual(["PulumiPolicy.yaml", "index.js", "package.json", "run"]);
  expect(JSON.parse(await readFile(join(folder, "package.json"), "utf8"))).toMatchObject({ main: "index.js" });
  expect(await readdir(join(cacheHome, "tocsin", "policies"))).toContain(folder.split("/").at(-1));
  const before = new Date(2020, 1, 1);
  await utimes(join(folder, "index.js"), before, before);
  expect(await pack()).toBe(program);
});
