// `logs`: the end of a part's log, and what comes.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { NOTHING_THERE, partNamed, partsOf } from "./parts";

/** Ends with `tail`'s exit code. Throws where there is no such part. */
export async function logs(
  part: string,
  environment: string,
  { lines, follow }: { lines: string; follow?: boolean },
): Promise<void> {
  if (!/^\d+$/.test(lines)) throw new Error(`--lines: found "${lines}"; give a number such as 200`);
  const parts = await partsOf(environment);
  if (parts.length === 0) throw new Error(NOTHING_THERE(environment));
  const file = join(partNamed(part, parts).dir, "log");
  const tail = spawn("tail", ["-n", lines, ...(follow ? ["-f"] : []), file], { stdio: "inherit" });
  process.exitCode = await new Promise<number>((resolve, reject) => {
    tail.once("error", reject);
    tail.once("exit", (code) => resolve(code ?? 0));
  });
}
