// What goes wrong around a deployment: taken ports, two at once, deaths half-way, broken state, missing tools.
import { readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import execa from "execa";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { NATIVE_TOOLS } from "../../infra/machine/tools";
import { toolsOrSkip } from "../support/tools";
import { House, isAlive, portsInUse } from "./house";

const tools = toolsOrSkip("pulumi", ...NATIVE_TOOLS);

describe.skipIf(!tools)("a deployment", () => {
  let house: House;
  beforeEach(async () => {
    house = await House.build();
  });
  afterEach(() => house.tearDown());

  test("names the holder of a port in use, and starts nothing", async () => {
    const squatter = createServer().listen(house.ports.alertmanager, "127.0.0.1");
    const up = await house.run(["up"]);
    squatter.close();
    expect(up.exitCode).toBe(1);
    expect(up.output).toContain(`port ${house.ports.alertmanager} on 127.0.0.1 is in use by`);
    expect(up.output).toContain(`process ${process.pid}`);
    expect(await portsInUse(Object.values(house.ports))).toEqual([]);
  });

  test("refuses to run beside another one", async () => {
    const first = house.start(["up"]);
    const engine = await house.lockHolder();
    process.kill(engine, "SIGSTOP");
    const second = await house.run(["up"]);
    process.kill(engine, "SIGCONT");
    await ended(first);
    expect(second.exitCode).toBe(1);
    expect(second.output).toContain(`Another deployment of "local" is running (pid ${engine},`);
    expect(first.exitCode).toBe(0);
  });

  test("is repaired by the next one after a kill -9 half-way, with nothing left unowned", async () => {
    const first = house.start(["up"]);
    while ((await house.ownedProcesses()).length === 0) await sleep(20);
    // The one that deploys: an earlier one has looked at what is there.
    const engine = await house.lockHolder();
    first.kill("SIGKILL");
    process.kill(engine, "SIGKILL");
    const second = await house.run(["up"]);
    expect(second.output).toContain("Removed the lock");
    expect(second.output).toContain("targets are up");
    expect(await house.ownedProcesses()).toHaveLength(8);
    expect(await house.providers()).toEqual([]);
    await house.run(["destroy"]);
    expect(await house.ownedProcesses()).toEqual([]);
  });

  test("ends cleanly on an interrupt, and the next one goes on", async () => {
    const first = house.start(["up"]);
    await house.lockHolder();
    first.kill("SIGINT");
    await ended(first);
    expect(first.signalCode).toBeNull();
    const second = await house.run(["up"]);
    expect(second.exitCode, second.output).toBe(0);
    expect(second.output).not.toContain("Removed the lock");
    expect(await house.ownedProcesses()).toHaveLength(8);
  });

  test("says which state file is broken and how to restore it", async () => {
    await house.does(["up"]);
    const file = house.path("state", ".pulumi", "stacks", "tocsin", "local.json");
    await writeFile(file, (await readFile(file, "utf8")).slice(0, 500));
    const up = await house.run(["up"]);
    expect(up.exitCode).toBe(1);
    expect(up.output).toContain(file);
    const remedy = /^ +(cp .*)$/m.exec(up.output)?.[1];
    await execa("sh", ["-c", remedy ?? "exit 1"]);
    const again = await house.run(["up"]);
    expect(again.exitCode, again.output).toBe(0);
    expect(await isAlive(await house.pid("prometheus"))).toBe(true);
  });

  test("says what to do about a folder that cannot be written", async () => {
    await writeFile(house.path(), "in the way");
    const up = await house.run(["up"]);
    await rm(house.path());
    expect(up.exitCode).toBe(1);
    expect(up.output).toContain(`The state's folder ${house.path("state")} cannot be made`);
  });

  test("says how to get a tool that is missing and cannot be had", async () => {
    const up = await house.run(["up"], { PATH: "/nowhere", XDG_CACHE_HOME: house.path("cache") });
    expect(up.exitCode).toBe(1);
    expect(up.output).toMatch(/pulumi.*(missing|not|no )/i);
    expect(up.output).not.toContain("    at ");
  });
});

type Running = ReturnType<House["start"]>;

function ended(child: Running): Promise<void> {
  return new Promise((resolve) =>
    child.exitCode === null && child.signalCode === null ? child.once("exit", () => resolve()) : resolve(),
  );
}
