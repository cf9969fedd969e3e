// The examples are written as a user writes them, and are this repository's own mixins: every proof of a mixin is one of them too.
import { readdirSync, readFileSync } from "node:fs";
import { cp, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";
import { ownMixins } from "../components/mixins";
import { writeRepository } from "../infra/commands/init/command";
import { monitoringOf } from "../infra/preview/monitoring-of";
import config from "../tocsin.config";

const NAMES = readdirSync("examples");

test("each is one of this repository's own mixins", () => {
  expect(NAMES.length).toBeGreaterThan(2);
  expect(Object.keys(config.mixins ?? {})).toEqual(NAMES);
  expect(ownMixins()?.brought.map(({ name }) => name)).toEqual(NAMES);
});

describe.each(NAMES)("the example %s", (name) => {
  const folder = join("examples", name);
  const sources = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));

  test.each(sources)("imports only the package and its own folder in %s", (source) => {
    const file = join(folder, source);
    const imported = [...readFileSync(file, "utf8").matchAll(/(?:from|import|require\()\s*"([^"]+)"/g)];
    const paths = imported.map(([, path = ""]) => path);
    const outside = paths.filter((path) =>
      path.startsWith(".") ? !normalize(join(dirname(file), path)).startsWith(`${folder}/`) : path !== "tocsin",
    );
    expect(outside).toEqual([]);
  });

  test("is a repository once it is initialised, which keeps what it has", async () => {
    const copy = await realpath(await mkdtemp(join(tmpdir(), "example-")));
    await cp(folder, copy, { recursive: true });
    const { kept } = await writeRepository(copy, "local", "local");
    const monitoring = await monitoringOf("local", copy);
    await rm(copy, { recursive: true });
    expect(kept).toEqual(["Pulumi.local.yaml"]);
    expect(monitoring.groups.map(({ mixin }) => mixin)).toContain(name);
    expect(monitoring.jobs.map((job) => job.name)).toContain(name);
  });
});
