// What a purge leaves on this machine.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { purgeFiles } from "../../../infra/deployment/purge";

let project = "";
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "purge-"));
  for (const file of [
    "local/prometheus/log",
    "logs/local-up.log",
    "logs/local-destroy.log",
    "types-checked",
    "state/.pulumi/meta.yaml",
    "state/.pulumi/stacks/tocsin/local.json",
    "state/.pulumi/history/tocsin/local/local-1.checkpoint.json",
  ])
    write(file);
});
afterEach(() => rmSync(project, { recursive: true }));

const folder = () => join(project, ".tocsin");
function write(file: string): void {
  mkdirSync(dirname(join(folder(), file)), { recursive: true });
  writeFileSync(join(folder(), file), "{}");
}
const inside = () => ({ isOwn: false, stateDir: join(folder(), "state") });
const left = () =>
  readdirSync(folder(), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder(), join(entry.parentPath, entry.name)))
    .sort();

test("the last environment takes the folder with it", async () => {
  await purgeFiles(project, "local", inside());
  expect(existsSync(folder())).toBe(false);
});

test("an environment that was only previewed does not keep the folder", async () => {
  write("logs/dev-preview.log");
  await purgeFiles(project, "local", inside());
  expect(existsSync(folder())).toBe(false);
});

test("another environment keeps its state and its logs", async () => {
  write("state/.pulumi/stacks/tocsin/local-eu.json");
  write("logs/local-eu-up.log");
  await purgeFiles(project, "local", inside());
  expect(left()).toEqual([
    "logs/local-eu-up.log",
    "state/.pulumi/meta.yaml",
    "state/.pulumi/stacks/tocsin/local-eu.json",
    "types-checked",
  ]);
});

test("data of another environment that was destroyed without a purge stays", async () => {
  write("other/prometheus/data/wal/0");
  await purgeFiles(project, "local", inside());
  expect(left()).toContain("other/prometheus/data/wal/0");
});

test("a state that the user keeps here stays", async () => {
  await purgeFiles(project, "local", { ...inside(), isOwn: true });
  expect(left()).toContain("state/.pulumi/stacks/tocsin/local.json");
});
