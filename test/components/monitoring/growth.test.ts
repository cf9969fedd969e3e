// Many hosts take time in proportion: nothing looks through all of them for each of them.
import { expect, test } from "vitest";
import { assemble, parseSettings } from "../../../components/monitoring";
import { estateFile } from "../../bench/estate/estate";
import { timeOf } from "../../bench/preview/work";
import { endpoints } from "../../support/environment";

const SMALL = 500;
const TIMES = 4;

/** The processor's time of the faster of two runs, in seconds. */
async function assembled(size: number): Promise<number> {
  const settings = parseSettings(estateFile(size, size));
  const run = async () => (await timeOf(() => assemble("growth", settings, endpoints))).took;
  return Math.min(await run(), await run());
}

test("four times the services and hosts are assembled in four times the time, within a half", async () => {
  // The first run compiles.
  await assembled(SMALL / TIMES);
  const small = await assembled(SMALL);
  expect((await assembled(SMALL * TIMES)) / small).toBeLessThan(TIMES * 1.5);
});
