// A fault that ends by itself: it lasts as long as its lease is renewed, so that a drill that is killed leaves nothing behind.
import { call } from "./call";
import type { Ground } from "./ground";

/** How long a fault outlives the drill that is killed. */
export const LEASE_SECONDS = 30;

const RENEW_EVERY_MS = 5_000;

/** A part that is busy may miss so many renewals. */
const MISSED = 3;

export interface Fault {
  begin: (ground: Ground) => Promise<void>;
  /** Prolongs it by its lease. Throws a `FaultEnded` where it was not on any more. */
  renew: (ground: Ground) => Promise<void>;
  /** Ends it as such a fault ends. */
  end: (ground: Ground) => Promise<void>;
  /** Whether what ends it goes on, and so is renewed, until it is removed: a replay is played to its good end. */
  goesOn: boolean;
  /** Takes away what is left of it. */
  remove: (ground: Ground) => Promise<void>;
}

export class FaultEnded extends Error {}

/**
 * Begins a fault and does `work` while it is kept up; it is removed in any case. The signal that `work` gets is aborted with
 * `signal`, and where the fault ends on its own: a deployment removes it, its part is restarted. `end` ends it in order.
 */
export async function withFault<T>(
  fault: Fault,
  ground: Ground,
  signal: AbortSignal,
  work: (signal: AbortSignal, end: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const lost = new AbortController();
  let missed = 0;
  const renew = () =>
    fault.renew(ground).then(
      () => {
        missed = 0;
      },
      (error: Error) => {
        missed += 1;
        if (error instanceof FaultEnded || missed === MISSED)
          lost.abort(new Error(`the fault ended during the drill: ${error.message}`));
      },
    );
  let renewal = Promise.resolve();
  const renewing = setInterval(() => {
    renewal = renew();
  }, RENEW_EVERY_MS);
  const end = async () => {
    if (!fault.goesOn) clearInterval(renewing);
    // One that is under way would begin the fault again.
    await renewal;
    await fault.end(ground);
  };
  try {
    signal.throwIfAborted();
    await fault.begin(ground);
    return await work(AbortSignal.any([signal, lost.signal]), end);
  } finally {
    clearInterval(renewing);
    await renewal;
    // Where this fails, the lease ends it.
    await fault.remove(ground).catch(() => undefined);
  }
}

/** Ends all that drills have left: faults of the sample service, replays. A part that does not answer has none. */
export async function removeFaults({ sample, generator }: Pick<Ground, "sample" | "generator">): Promise<void> {
  await Promise.allSettled([call(`${sample}/faults`, "DELETE"), call(`${generator}/replays`, "DELETE")]);
}
