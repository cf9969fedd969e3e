// A drill that no longer runs is noticed, on a real local environment: by a message, and by the dead-man's switch.
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { NATIVE_TOOLS } from "../../../infra/machine/tools";
import { toolsOrSkip } from "../../support/tools";
import { House } from "../house";

const tools = toolsOrSkip("pulumi", ...NATIVE_TOOLS);

const EVERY_SECONDS = 60;

const held = z.array(z.object({ status: z.object({ state: z.string(), inhibitedBy: z.array(z.string()) }) }));

describe.skipIf(!tools)("a drill every minute", () => {
  let house: House;
  beforeAll(async () => {
    if (!tools) return;
    house = await House.build();
    await house.settings((config) => {
      config["tocsin:notifications"] = {
        ...Object(config["tocsin:notifications"]),
        drill: { every: `${EVERY_SECONDS}s` },
      };
    });
    await house.does(["up"]);
  }, 600_000);
  afterAll(() => house?.tearDown());

  const alertsOf = async (alert: string) => {
    const filter = encodeURIComponent(`alertname="${alert}"`);
    return held.parse(await (await fetch(`${house.url("alertmanager")}/api/v2/alerts?filter=${filter}`)).json());
  };
  const lastHeartbeat = async () => {
    const shown = z.object({ lastReceived: z.string() });
    return Date.parse(shown.parse(await (await fetch(`${house.url("inbox")}/heartbeat`)).json()).lastReceived);
  };
  const messages = async () => (await fetch(`${house.url("inbox")}/messages`)).text();
  /** Seconds until it holds. */
  const until = async (holds: () => Promise<boolean>, most: number) => {
    const start = performance.now();
    for (; !(await holds()); await sleep(1_000)) {
      if (performance.now() - start > most * 1000) throw new Error(`timed out after ${most} s: ${holds}`);
    }
    return Math.round((performance.now() - start) / 1000);
  };

  test("proves each alert, which Prometheus keeps", async () => {
    const proven = () => house.query("count(time() - tocsin_drill_last_proven_timestamp_seconds < 120)");
    await until(async () => Number((await proven())[0]?.value[1]) > 50, 3 * EVERY_SECONDS);
    expect(await alertsOf("DrillNotRunning")).toEqual([]);
  }, 240_000);

  test("is missed once its process is gone: everybody is notified, and the dead-man's switch gets nothing", async () => {
    process.kill(await house.pid("drill"), "SIGKILL");
    const after = await until(async () => (await messages()).includes("DrillNotRunning"), 600);
    const [watchdog] = await alertsOf("Watchdog");
    expect(watchdog?.status.inhibitedBy).toHaveLength(1);
    const heard = await lastHeartbeat();
    await sleep(90_000);
    expect(await lastHeartbeat()).toBe(heard);
    console.log(`  a drill every ${EVERY_SECONDS} s that is killed is notified after ${after} s`);
    expect(after).toBeLessThan(3 * EVERY_SECONDS + 180);
  }, 900_000);

  test("is no longer missed once it runs again", async () => {
    await house.does(["up"]);
    const after = await until(async () => (await alertsOf("DrillNotRunning")).length === 0, 300);
    await until(async () => Date.now() - (await lastHeartbeat()) < 30_000, 180);
    console.log(`  it is resolved ${after} s after it was deployed again`);
  }, 900_000);
});
