// `status`: which parts of a local environment run.
import { typed, typedFor } from "../../folders";
import { NOTHING_THERE, type PartState, partsOf } from "./parts";

/** Ends with exit code 1 where a part does not run or does not listen. */
export async function status(environment: string): Promise<void> {
  const parts = await partsOf(environment);
  if (parts.length === 0) throw new Error(NOTHING_THERE(environment));
  console.log(parts.map(line).join("\n"));
  const down = parts.filter(({ pid, listens }) => pid === undefined || !listens);
  if (down.length === 0) return;
  const up = typedFor("up", environment);
  console.log(
    `\n${down.length} of ${parts.length} parts are down. ${up} starts them; ${typed("logs", "PART")} shows why one ended.`,
  );
  process.exitCode = 1;
}

export function line({ name, address = "", pid, listens }: PartState): string {
  const state = pid === undefined ? "stopped" : listens ? `running, process ${pid}` : `process ${pid} does not listen`;
  return `  ${name.padEnd(18)} ${address.padEnd(24)} ${state}`;
}
