// `stop`: ends the processes of a local environment, and leaves everything for `up` to start again.
import { stop as stopProcess } from "../../../components/host/provider/supervise";
import { SCRAPING_PART } from "../../../components/local";
import { typedFor } from "../../folders";
import { NOTHING_THERE, partsOf } from "./parts";

export async function stop(environment: string): Promise<void> {
  const parts = await partsOf(environment);
  if (parts.length === 0) throw new Error(NOTHING_THERE(environment));
  const running = parts.filter(({ pid }) => pid !== undefined);
  // Nothing that is stopped after what scrapes is a target any more, so nothing fires.
  const ordered = [...running].sort((a, b) => Number(b.name === SCRAPING_PART) - Number(a.name === SCRAPING_PART));
  for (const { name, dir } of ordered) {
    await stopProcess(dir);
    console.log(`  ${name} stopped`);
  }
  const up = typedFor("up", environment);
  console.log(running.length === 0 ? "Nothing runs." : `Data and configuration stay; ${up} starts all of it.`);
}
