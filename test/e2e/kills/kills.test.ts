// kill -9 of everything that came of `up` or `destroy`, at moments by chance: the next `up` repairs, and loses nothing.
// TOCSIN_KILLS=100 and TOCSIN_SEED=7 for more of them, and for others.
import { spawn } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NATIVE_TOOLS } from "../../../infra/machine/tools";
import { chanceFrom } from "../../policies/fuzz/mutations";
import { toolsOrSkip } from "../../support/tools";
import { House, isAlive, portsInUse } from "../house";
import { within } from "../processes";
import { killTree } from "./tree";

const tools = toolsOrSkip("pulumi", ...NATIVE_TOOLS);

const KILLS = Number(process.env.TOCSIN_KILLS ?? 4);
const SEED = Number(process.env.TOCSIN_SEED ?? 26);
const PARTS = 8;

interface Kill {
  command: "up" | "destroy";
  /** How much of the time that the command usually takes. */
  moment: number;
  /** The parts are killed too, and their ids belong to others afterwards, as after a reboot. */
  reboots: boolean;
}

const chance = chanceFrom(SEED);
const kills: readonly Kill[] = Array.from({ length: KILLS }, (_, at) => ({
  command: at % 2 === 0 ? "destroy" : "up",
  moment: chance(100) / 100,
  reboots: chance(2) === 0,
}));

describe.skipIf(!tools)(`${KILLS} kills by chance, of seed ${SEED}`, () => {
  let house: House;
  /** Somebody else's. */
  const other = spawn("sleep", ["1d"], { stdio: "ignore" });
  const usual = { up: 0, destroy: 0 };
  let firstSample = 0;

  const earliest = async () => {
    const [series] = await house.samples('up{job="prometheus"}[1d]');
    return series?.values[0]?.[0] ?? 0;
  };

  beforeAll(async () => {
    house = await House.build();
    await house.does(["up"]);
    const { answer } = await within(
      60,
      async () => (await earliest()) || undefined,
      () => "Prometheus has scraped nothing",
    );
    firstSample = answer;
    usual.destroy = (await house.does(["destroy"])).seconds;
    usual.up = (await house.does(["up"])).seconds;
  });
  afterAll(async () => {
    other.kill("SIGKILL");
    await house?.tearDown();
  });

  const isPart = async (pid: number) =>
    (await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "")).includes(`TOCSIN_PROCESS_DIR=${house.dir}`);

  /** All parts are dead, and the id that each has noted is that of another process. */
  async function reboot(): Promise<void> {
    for (const pid of await house.ownedProcesses()) process.kill(pid, "SIGKILL");
    const noted = (await house.files("local").catch(() => [])).filter((file) => file.endsWith("/pid"));
    for (const file of noted) await writeFile(house.path("local", file), `${other.pid}\n`);
  }

  test.each(kills)(
    "$command, killed at $moment of its time; with a reboot: $reboots",
    async ({ command, moment, reboots }) => {
      if (command === "up") await house.does(["destroy"]);
      const running = house.start([command]);
      const gone = new Promise<void>((resolve) => running.once("exit", () => resolve()));
      await Promise.race([sleep(usual[command] * moment * 1000), gone]);
      const killed = await killTree(running.pid ?? 0, reboots ? async () => false : isPart);
      await gone;
      if (reboots) await reboot();
      const next = await house.run(["up"]);
      expect(next.exitCode, `after ${killed} processes were killed:\n${next.output}`).toBe(0);
      expect(await house.ownedProcesses()).toHaveLength(PARTS);
      expect(await house.providers()).toEqual([]);
      expect(await house.locks()).toEqual([]);
      expect(await earliest()).toBe(firstSample);
      expect(await isAlive(other.pid ?? 0)).toBe(true);
    },
  );

  test("and at the end `destroy` leaves nothing running", async () => {
    await house.does(["destroy"]);
    expect(await house.ownedProcesses()).toEqual([]);
    expect(await portsInUse(Object.values(house.ports))).toEqual([]);
  });
});
