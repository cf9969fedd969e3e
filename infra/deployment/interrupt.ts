// Ctrl-C while the engine works: it ends the step it is at, writes its state and releases its lock, and only then do we end.
import type { EngineEvent } from "@pulumi/pulumi/automation";

type OnEvent = (event: EngineEvent) => void;

/** What makes a call to the engine one that can be stopped. */
export interface Stoppable {
  signal: AbortSignal;
  /** Every event has to come through this: the engine listens to signals between its first event and its summary. */
  heard: (onEvent: OnEvent) => OnEvent;
}

/** Printed on an interrupt of what changes resources. */
const STOPPING = "Stopping: the engine ends the step it is at. The next deployment goes on from there.";

/** Printed on an interrupt of what changes none. */
export const STOPPING_PREVIEW = "Stopping the preview.";

/**
 * Runs work that an interrupt asks to stop; the promise settles when the engine has ended.
 *
 * A signal would kill the engine before it listens, with its lock in place, and behind its summary, while it writes its state. So it
 * is passed on with the first event, and no longer after the summary. A second one does not wait for the first event.
 * An interrupt during `prepare`, which changes nothing that is deployed, means that the work is not begun.
 */
export async function interruptible<Prepared, T>(
  prepare: () => Promise<Prepared>,
  work: (prepared: Prepared, engine: Stoppable) => Promise<T>,
  stopping = STOPPING,
): Promise<T> {
  const controller = new AbortController();
  let interrupts = 0;
  let engine: "prepared" | "starts" | "listens" | "ends" = "prepared";
  const onSignal = (name: NodeJS.Signals) => {
    interrupts += 1;
    if (engine !== "prepared" && interrupts === 1) console.error(`\n${stopping}`);
    const passesOn = engine === "listens" || (engine === "starts" && interrupts > 1);
    // A terminal sends Ctrl-C to the engine as well, and a second one would kill it.
    if (engine === "prepared" || (passesOn && !isFromTerminal(name))) controller.abort();
  };
  const heard = (onEvent: OnEvent) => (event: EngineEvent) => {
    if (engine === "starts") {
      engine = "listens";
      if (interrupts > 0) controller.abort();
    }
    if (event.summaryEvent) engine = "ends";
    onEvent(event);
  };
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
  try {
    const prepared = await prepare().catch((error: unknown) => {
      throw interrupts > 0 ? stopped() : error;
    });
    if (interrupts > 0) throw stopped();
    engine = "starts";
    return await work(prepared, { signal: controller.signal, heard }).catch((error: unknown) => {
      throw interrupts > 0 && engine === "starts" ? stopped() : error;
    });
  } finally {
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
  }
}

/** Whether the engine got the signal as well. */
export const isFromTerminal = (name: NodeJS.Signals) => name === "SIGINT" && process.stdin.isTTY === true;

const stopped = () => new Error("Stopped before the engine began: nothing was changed.");
