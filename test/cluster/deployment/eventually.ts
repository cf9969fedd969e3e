// Waits for what comes in its own time.
import { setTimeout as sleep } from "node:timers/promises";

/** What `ask` answers once it answers something. Throws what it said last. */
export async function eventually<T>(what: string, seconds: number, ask: () => Promise<T | undefined>): Promise<T> {
  let last: unknown;
  for (const deadline = Date.now() + seconds * 1000; Date.now() < deadline; await sleep(1000)) {
    const answer = await ask().catch((error: unknown) => {
      last = error;
      return undefined;
    });
    if (answer !== undefined) return answer;
  }
  throw new Error(`timed out after ${seconds} s waiting for ${what}: ${last}`);
}
