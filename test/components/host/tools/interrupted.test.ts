import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ensureTool, findTool } from "../../../../components/host/tools";
import { addApt, addGo, type Machine, newMachine, tells } from "./machine";
import { killDuring, start, waitForFile } from "./processes";

const program = join(__dirname, "ensure-promtool.ts");
const folderOf = (machine: Machine) => join(machine.environment.cacheHome, "tocsin/tools/prometheus");

async function machineThatHolds() {
  const machine = await newMachine();
  await writeFile(join(machine.folder, "hold"), "");
  return { machine, release: () => rm(join(machine.folder, "hold")) };
}

describe("an install that is killed in the middle", () => {
  it.each([
    ["downloading", "the package", addApt],
    ["building", "the source", addGo],
  ] as const)("while %s leaves no entry, and the next one from %s takes over and sweeps", async (marker, _, add) => {
    const { machine, release } = await machineThatHolds();
    await add(machine, { path: "usr/bin/promtool", body: tells("2.42.0") });
    await killDuring(marker, program, machine, folderOf(machine));

    const left = await readdir(folderOf(machine));
    expect(left).toContainEqual(expect.stringMatching(/^\.installing-\w+$/));
    expect(left.filter((name) => name.startsWith(".lock"))).toHaveLength(1);
    expect(left.filter((name) => !name.startsWith("."))).toEqual([]);
    expect(await findTool("promtool", machine.environment)).toBeUndefined();

    await release();
    expect(await ensureTool("promtool", machine)).toMatchObject({ version: "2.42.0", from: "cache" });
    expect(machine.lines.join()).not.toContain("Waiting");
    expect(await readdir(folderOf(machine))).toEqual([expect.stringMatching(/^(deb|go)-/)]);
  });
});

describe("two processes that install the same tool", () => {
  it("do it once: one works, and the other waits for it and says so", async () => {
    const { machine, release } = await machineThatHolds();
    await addApt(machine, { path: "usr/bin/promtool", body: tells("2.42.0") });
    const first = start(program, machine);
    await waitForFile(machine, "downloading");
    const second = start(program, machine);
    await new Promise((resolve) => second.stdout?.once("data", resolve));
    await release();

    expect((await second).all).toBe(
      `Waiting for process ${first.pid}, which works in ${folderOf(machine)} …\ngot 2.42.0`,
    );
    expect((await first).all).toMatch(/\nUnpacking the apt package prometheus[\s\S]*got 2\.42\.0$/);
    expect((await machine.calls()).filter((call) => call === "apt-get download prometheus")).toHaveLength(1);
    expect(await readdir(folderOf(machine))).toEqual(["deb-prometheus"]);
  });

  it("do it once also when many start at the same moment", async () => {
    const machine = await newMachine();
    await addApt(machine, { path: "usr/bin/promtool", body: tells("2.42.0") });
    const runs = await Promise.all(Array.from({ length: 6 }, () => ensureTool("promtool", machine)));
    expect(new Set(runs.map(({ version }) => version))).toEqual(new Set(["2.42.0"]));
    expect((await machine.calls()).filter((call) => call === "apt-get download prometheus")).toHaveLength(1);
  });
});
