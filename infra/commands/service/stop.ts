// `stop`: ends the processes of a local environment, and leaves everything for `up` to start again.
import { alone, stop as stopProcess } from "../../../components/host/provider/supervise";
import { SCRAPING_PART } from "../../../components/local/parts/part";
import { typedFor } from "../../folders";
import { NOTHING_THERE, type PartState, partsOf } from "./parts";

export async function stop(environment: string): Promise<void> {
  const parts = await partsOf(environment);
  if (parts.length === 0) throw new Error(NOTHING_THERE(environment));
  const stopped = await stopParts(parts);
  const up = typedFor("up", environment);
  console.log(stopped === 0 ? "Nothing runs." : `Data and configuration stay; ${up} starts all of it.`);
}

/** Answers how many ran. One that has died is not started again either. */
export async function stopParts(parts: readonly PartState[]): Promise<number> {
  // Nothing that is stopped after what scrapes is a target any more, so nothing fires.
  const ordered = [...parts].sort((a, b) => Number(b.name === SCRAPING_PART) - Number(a.name === SCRAPING_PART));
  let stopped = 0;
  for (const { name, dir } of ordered) {
    if (!(await alone(dir, () => stopProcess(dir)))) continue;
    stopped += 1;
    console.log(`  ${name} stopped`);
  }
  return stopped;
}
