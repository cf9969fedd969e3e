// `supervise`: starts the parts of a local environment, and those that die again, until it is stopped itself.
import { setTimeout as sleep } from "node:timers/promises";
import { messageOf } from "../../../components/error-text";
import { limitLog } from "../../../components/host/provider/log";
import {
  alone,
  isWanted,
  lastStart,
  runningPid,
  type Start,
  start,
  stayWanted,
} from "../../../components/host/provider/supervise";
import { SCRAPING_PART } from "../../../components/local/parts/part";
import { typedFor } from "../../folders";
import { NOTHING_THERE, partsOf } from "./parts";
import { stopParts } from "./stop";

const LOOK_EVERY_MS = 2_000;
/** Between two starts of a part that ends again and again, in seconds. */
const FIRST_PAUSE = 5;
const LONGEST_PAUSE = 300;
/** One that has run for longer begins with the first pause again. */
const RAN_WELL_SECONDS = 120;

/** Runs until SIGTERM, SIGINT or SIGHUP, then stops all parts. Throws where nothing of the environment was ever started. */
export async function supervise(environment: string): Promise<void> {
  const parts = await startable(environment);
  if (parts.length === 0) throw new Error(NOTHING_THERE(environment));
  const ending = new AbortController();
  const end = () => ending.abort();
  for (const name of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(name, end);
  console.log(`Supervising ${parts.length} parts of ${environment}; ${typedFor("stop", environment)} stops them.`);
  // What scrapes comes last: what starts before it is there when it looks.
  const supervised = parts.map((one) => new Supervised(one.name, one.how));
  for (const one of supervised) if (!ending.signal.aborted) await one.look(true);
  while (!ending.signal.aborted) {
    await sleep(LOOK_EVERY_MS, undefined, { signal: ending.signal }).catch(() => undefined);
    if (!ending.signal.aborted) await Promise.all(supervised.map((one) => one.look(false)));
  }
  await stopParts(await partsOf(environment));
}

async function startable(environment: string): Promise<{ name: string; how: Start }[]> {
  const found: { name: string; how: Start }[] = [];
  for (const { name, dir } of await partsOf(environment)) {
    const how = await lastStart(dir);
    if (how) found.push({ name, how });
  }
  return found.sort((a, b) => Number(a.name === SCRAPING_PART) - Number(b.name === SCRAPING_PART));
}

/** A part, with what is known of its ends. */
export class Supervised {
  private pause = FIRST_PAUSE;
  private notBefore = 0;
  private startedAt = 0;

  constructor(
    private readonly name: string,
    private readonly how: Start,
    private readonly say: (line: string) => void = console.log,
  ) {}

  /**
   * Starts it where it has died.
   *
   * @param whatever Also where somebody stopped it.
   */
  async look(whatever: boolean, now = performance.now()): Promise<void> {
    const { dir } = this.how;
    await limitLog(dir);
    const isDead = async () => (whatever || isWanted(dir)) && (await runningPid(dir)) === undefined;
    if (now < this.notBefore || !(await isDead())) return;
    await alone(dir, async () => {
      // A deployment may have started it meanwhile, or in another way.
      const how = await lastStart(dir);
      if (how && (await isDead())) await this.revive(how, now, whatever);
    });
  }

  private async revive(how: Start, now: number, first: boolean): Promise<void> {
    if (now - this.startedAt > RAN_WELL_SECONDS * 1000) this.pause = FIRST_PAUSE;
    this.startedAt = now;
    this.notBefore = now + this.pause * 1000;
    this.pause = Math.min(LONGEST_PAUSE, this.pause * 2);
    try {
      const pid = await start(how);
      this.say(`${this.name} ${first ? "started" : "had ended and is started again"}, process ${pid}`);
    } catch (error) {
      const [why = ""] = messageOf(error).split("\n");
      this.say(`${this.name} does not start: ${why} Next attempt in ${(this.notBefore - now) / 1000} s.`);
      await stayWanted(how.dir);
    }
  }
}
