// An interrupt at any moment of a command that starts the engine: no lock, no process and no folder stays behind.
import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { NATIVE_TOOLS } from "../../infra/machine/tools";
import { toolsOrSkip } from "../support/tools";
import { House, isAlive } from "./house";

const tools = toolsOrSkip("pulumi", ...NATIVE_TOOLS);

describe.skipIf(!tools)("an interrupt", () => {
  let house: House;
  beforeEach(async () => {
    house = await House.build();
  });
  afterEach(() => house.tearDown());

  /** Sends the command's process alone a signal once something is so, and waits for its end. */
  async function interrupted(
    args: string[],
    when: (command: number) => Promise<unknown>,
    signal: NodeJS.Signals = "SIGINT",
  ) {
    const child = house.start(args);
    let output = "";
    child.stdout.on("data", (data) => (output += data));
    child.stderr.on("data", (data) => (output += data));
    const end = new Promise<number | null>((resolve) => child.once("close", resolve));
    await Promise.race([when(child.pid ?? 0), end]);
    child.kill(signal);
    return { code: await end, signal: child.signalCode, output };
  }

  /** Nothing of the engine is there any more, and no command line of it is shown. */
  async function expectNothingLeft(output: string) {
    expect(await house.locks(), output).toEqual([]);
    expect(await house.providers(), output).toEqual([]);
    expect(output).not.toMatch(/code: -2|--exec-kind/);
  }

  async function expectNextGoesOn() {
    const { output } = await house.does(["up"]);
    expect(output).not.toContain("Removed the lock");
    expect(await house.ownedProcesses()).toHaveLength(8);
  }

  // Where the engine has its lock and does not listen to signals yet, one would kill it.
  test("of `up` before the engine listens deploys nothing, one while it starts parts lets the next one go on, and no lock stays", async () => {
    const { code, signal, output } = await interrupted(["up"], async () => {
      const engine = await house.lockHolder(1);
      process.kill(engine, "SIGSTOP");
      setTimeout(() => {
        try {
          process.kill(engine, "SIGCONT");
        } catch {
          // It has been ended meanwhile.
        }
      }, 1_500);
    });
    expect({ code, signal }, output).toEqual({ code: 1, signal: null });
    await expectNothingLeft(output);
    expect(await house.ownedProcesses()).toEqual([]);
    const middle = await interrupted(["up"], async () => {
      while ((await house.ownedProcesses()).length < 2) await sleep(20);
    });
    expect({ code: middle.code, signal: middle.signal }, middle.output).toEqual({ code: 1, signal: null });
    await expectNothingLeft(middle.output);
    await expectNextGoesOn();
  });

  test("of `up` when all is deployed leaves no lock", async () => {
    const { signal, output } = await interrupted(["up"], async () => {
      while ((await house.ownedProcesses()).length < 8) await sleep(5);
    });
    expect(signal).toBeNull();
    await expectNothingLeft(output);
    await expectNextGoesOn();
  });

  test("of `destroy` before the engine listens, and in the middle, leaves no lock, and the next one destroys all", async () => {
    await house.does(["up"]);
    const early = await interrupted(["destroy"], () => house.lockHolder(1));
    await expectNothingLeft(early.output);
    const middle = await interrupted(["destroy"], async () => {
      while ((await house.ownedProcesses()).length === 8) await sleep(5);
    });
    await expectNothingLeft(middle.output);
    await house.does(["destroy"]);
    expect(await house.ownedProcesses()).toEqual([]);
  });

  test("of `pulumi refresh` waits for the engine", async () => {
    await house.does(["up"]);
    const args = ["pulumi", "refresh", "--yes", "--non-interactive", "--stack", "local"];
    const isWorking = async () => {
      await house.lockHolder();
      while ((await house.providers()).length === 0) await sleep(5);
    };
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      const ended = await interrupted(args, isWorking, signal);
      expect(ended.signal).toBeNull();
      await expectNothingLeft(ended.output);
    }
  });

  test.each([["preview"], ["preview", "--offline"]])("of `%s` leaves no process and no folder", async (...args) => {
    const folders = async () => (await readdir(tmpdir())).filter((name) => name.startsWith("tocsin-offline-"));
    const before = await folders();
    let engine = 0;
    const { code, signal, output } = await interrupted([...args, "local"], async (command) => {
      while (!engine) [engine = 0] = await house.enginesOf(command);
      await sleep(500);
    });
    expect({ code, signal }, output).toEqual({ code: 1, signal: null });
    await expectNothingLeft(output);
    expect(await isAlive(engine)).toBe(false);
    expect((await folders()).filter((name) => !before.includes(name))).toEqual([]);
  });
});
