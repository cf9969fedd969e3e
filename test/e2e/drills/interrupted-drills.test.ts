// Twenty drills on a real local environment, each ended by a signal at a random moment, some of them waiting for others: five
// minutes later nothing fires, and long before that no fault and no replay is left.
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { LEASE_SECONDS } from "../../../infra/commands/drill/fault";
import { NATIVE_TOOLS } from "../../../infra/machine/tools";
import { alertsReceived } from "../../../infra/running/prometheus-api";
import { toolsOrSkip } from "../../support/tools";
import { House } from "../house";
import { within } from "../processes";

const tools = toolsOrSkip("pulumi", ...NATIVE_TOOLS);

/** Printed, so that what one run finds can be found again. */
const SEED = Number(process.env.TOCSIN_TEST_SEED ?? 19);
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP", "SIGKILL"] as const;
const ALERTS = [
  "ServiceDown",
  "ServiceErrorRatioHigh",
  "NodeFileDescriptorLimit",
  "ServiceLatencyHigh",
  "InstanceDown",
];
const ROUNDS = 5;
/** From the start of the command, which begins slowly and may wait for another, or from the beginning of its fault. */
const LATEST_SECONDS = 40;

/** Numbers from 0 to 1, the same for each seed (Park and Miller). */
function randomNumbers(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1;
  return () => {
    state = (state * 16_807) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

describe.skipIf(!tools)("twenty interrupted drills", () => {
  let house: House;
  const random = randomNumbers(SEED);
  let withFault = 0;

  beforeAll(async () => {
    house = await House.build();
    await house.does(["up"]);
  });
  afterAll(() => house.tearDown());

  const json = async (url: string) => (await fetch(url)).json();
  const faultsLeft = async () => ({
    fault: z.record(z.string(), z.unknown()).parse(await json(`${house.url("sample")}/faults`)),
    replayed: z.array(z.unknown()).parse(await json(`${house.url("generator")}/targets`)).length,
  });

  /** Starts one, ends it at a random moment, and answers how it ended. */
  async function interrupted(signal: NodeJS.Signals): Promise<string> {
    const alert = ALERTS[Math.floor(random() * ALERTS.length)] ?? "ServiceDown";
    const seconds = 1 + random() * LATEST_SECONDS;
    const isFromFault = random() < 0.5;
    const drill = house.start(["drill", alert]);
    let said = "";
    const begun = new Promise<void>((resolve) => {
      drill.stdout.on("data", (chunk) => {
        said += chunk;
        resolve();
      });
    });
    const exited = new Promise<void>((resolve) => drill.once("exit", () => resolve()));
    if (isFromFault) await Promise.race([begun, exited]);
    await Promise.race([sleep(seconds * 1_000), exited]);
    if (said) withFault += 1;
    drill.kill(signal);
    await exited;
    const [last = "nothing yet"] = said.trim().split("\n").slice(-1);
    return `${signal} ${seconds.toFixed(1)} s after its ${isFromFault ? "fault" : "start"}: ${last}`;
  }

  test(`leave nothing (seed ${SEED})`, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      // Side by side: all but one wait for the lock, and are ended while they wait or after they got it.
      for (const line of await Promise.all(SIGNALS.map(interrupted))) console.log(`  ${line}`);
    }
    expect(withFault).toBeGreaterThan(5);
    const end = Date.now();
    await sleep((LEASE_SECONDS + 2) * 1_000);
    expect(await faultsLeft()).toEqual({
      fault: expect.objectContaining({ errorRatio: 0, latencySeconds: 0, down: false }),
      replayed: 0,
    });
    // A machine that is busy with other tests has alerts of its own.
    const isOfDrill = ({ alertname = "", service = "" }: Readonly<Record<string, string>>) =>
      ALERTS.includes(alertname) || service === "sample" || service.startsWith("drill-");
    const firing = async () => {
      const [rules, sent] = await Promise.all([
        house.query('ALERTS{alertstate="firing"}'),
        alertsReceived(house.url("alertmanager")),
      ]);
      const all = [...rules.map(({ metric }) => metric), ...sent.map(({ labels }) => labels)];
      return all.filter(isOfDrill).map(({ alertname }) => alertname);
    };
    await within(
      300 - (Date.now() - end) / 1_000,
      async () => ((await firing()).length === 0 ? true : undefined),
      async () => `these fire still: ${(await firing()).join(", ")}`,
    );
    console.log(`  nothing fires ${Math.round((Date.now() - end) / 1_000)} s after the last`);
  }, 900_000);
});
