import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { addEntry } from "../../../components/host/tools/cache";
import { type Source, SourceError } from "../../../components/host/tools/install";
import { ensureEngine, findEngine } from "../../../infra/engine";
import { goSource } from "../../../infra/engine/sources";
import { engineVersion } from "../../../infra/engine/version";
import { addGo, type Machine, newMachine, tellsPulumi, writeScript } from "../../components/host/tools/machine";
import { killDuring } from "../../components/host/tools/processes";

const folderOf = (machine: Machine) => join(machine.environment.cacheHome, "tocsin/pulumi");

const offline: Source = {
  name: "Pulumi's release",
  install: () => Promise.reject(new SourceError("the site does not answer", "go online")),
};

const release = (machine: Machine, version = engineVersion): Source => ({
  name: "Pulumi's release",
  install: () =>
    addEntry(folderOf(machine), version, async (scratch) => {
      await mkdir(join(scratch, "bin"));
      await writeScript(join(scratch, "bin/pulumi"), tellsPulumi(version));
      await writeScript(join(scratch, "bin/pulumi-language-nodejs"), "exit 0");
    }),
});

const ensureFrom = (machine: Machine, ...sources: Source[]) => ensureEngine({ ...machine, sources });
const goOf = ({ environment, onProgress }: Machine) => goSource(environment, onProgress);

describe("the engine comes", () => {
  it.each(["3.255.0", "3.277.0-alpha.x1234"])("from PATH in version %s", async (version) => {
    const machine = await newMachine();
    const path = await machine.script("pulumi", tellsPulumi(version));
    expect(await ensureFrom(machine, release(machine))).toEqual({ path, version, from: "PATH" });
  });

  it.each(["3.254.9", "4.0.0"])("from elsewhere when PATH has version %s", async (version) => {
    const machine = await newMachine();
    await machine.script("pulumi", tellsPulumi(version));
    expect(await ensureFrom(machine, release(machine))).toMatchObject({ from: "cache (official)" });
  });

  it("from the official release before a build, and then from the cache", async () => {
    const machine = await newMachine();
    await addGo(machine);
    const path = join(folderOf(machine), engineVersion, "bin/pulumi");
    const found = { path, version: engineVersion, from: "cache (official)" };
    expect(await ensureFrom(machine, release(machine), goOf(machine))).toEqual(found);
    expect(await findEngine(machine.environment)).toEqual(found);
    expect(await machine.calls()).toEqual([]);
  });

  it("from a build of the same version as the SDK, with a word on how long that takes", async () => {
    const machine = await newMachine();
    await addGo(machine, { body: tellsPulumi(engineVersion) });
    const path = join(folderOf(machine), engineVersion, "bin/pulumi");
    const found = { path, version: engineVersion, from: "cache (built with Go)" };
    expect(await ensureFrom(machine, offline, goOf(machine))).toEqual(found);
    expect(await findEngine(machine.environment)).toEqual(found);
    const calls = await machine.calls();
    expect(calls).toContain(`go get github.com/pulumi/pulumi/pkg/v3/cmd/pulumi@v${engineVersion}`);
    expect(calls.at(-1)).toContain(`sdk/v3/go/common/version.Version=v${engineVersion}`);
    expect(calls.find((call) => call.startsWith("go mod edit"))).toContain(
      "-replace=github.com/pulumi/pulumi/pkg/v3@v",
    );
    expect(machine.lines[0]).toBe("Pulumi's release: the site does not answer");
    expect(machine.lines[1]).toContain("about 3 minutes");
    expect(machine.lines.at(-1)).toMatch(/^Building Pulumi .* with Go took \d+ s$/);
  });
});

it("an engine whose source lies elsewhere than expected is built whole", async () => {
  const machine = await newMachine();
  const onceOnly = `if [ ! -e "$MACHINE/tried" ]; then touch "$MACHINE/tried"; echo "undefined: NewAPICmd" >&2; exit 1; fi`;
  await addGo(machine, { body: tellsPulumi(engineVersion), list: onceOnly });
  expect(await ensureFrom(machine, goOf(machine))).toMatchObject({ from: "cache (built with Go)" });
  expect((await machine.calls()).filter((call) => call.startsWith("go mod edit"))).toHaveLength(1);
  expect(machine.lines.join("\n")).toContain("undefined: NewAPICmd\nPulumi is built whole instead");
});

describe("an engine that cannot be had", () => {
  it("is an error with all that was tried and what fixes it", async () => {
    const machine = await newMachine();
    const error = await ensureFrom(machine, offline, goOf(machine)).catch(String);
    expect(error).toContain("  PATH: no pulumi\n");
    expect(error).toContain(`  cache: no pulumi ${engineVersion}\n`);
    expect(error).toContain("  Pulumi's release: the site does not answer\n");
    expect(error).toContain("  Go build: go is not on PATH\n");
    expect(error).toMatch(/To fix it, one of:\n {2}go online\n {2}.*go/);
    expect(await readdir(folderOf(machine))).toEqual([]);
  });

  it("is one whose build answers with another version", async () => {
    const machine = await newMachine();
    await addGo(machine, { body: tellsPulumi("3.1.0") });
    await expect(ensureFrom(machine, goOf(machine))).rejects.toThrow("Go build: its pulumi has version 3.1.0");
  });

  it("names a cache folder that cannot be written", async () => {
    const machine = await newMachine();
    await writeFile(machine.environment.cacheHome, "");
    await expect(ensureFrom(machine, release(machine))).rejects.toThrow(/^The cache folder .* cannot be written/);
  });
});

it("a build that is killed leaves no engine, and the next one takes over and sweeps", async () => {
  const machine = await newMachine();
  await writeFile(join(machine.folder, "hold"), "");
  await addGo(machine, { body: tellsPulumi(engineVersion) });
  await killDuring("building", join(__dirname, "ensure-engine.ts"), machine, folderOf(machine));
  expect(await findEngine(machine.environment)).toBeUndefined();
  expect(await readdir(folderOf(machine))).toContainEqual(expect.stringMatching(/^\.installing-\w+$/));

  await rm(join(machine.folder, "hold"));
  expect(await ensureFrom(machine, goOf(machine))).toMatchObject({ from: "cache (built with Go)" });
  expect(await readdir(folderOf(machine))).toEqual([engineVersion]);
});
