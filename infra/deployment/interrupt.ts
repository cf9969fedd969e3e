// Ctrl-C during a deployment: the engine ends the step it is at and writes its state, and only then do we end.

/**
 * Runs work that an interrupt asks to stop; the promise settles when the engine has written its state.
 * An interrupt during `prepare`, which changes nothing that is deployed, means that the work is not begun.
 */
export async function interruptible<Prepared, T>(
  prepare: () => Promise<Prepared>,
  work: (prepared: Prepared, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let working = false;
  const onSignal = (name: NodeJS.Signals) => {
    if (working)
      console.error("\nStopping: the engine ends the step it is at. The next deployment goes on from there.");
    // A terminal sends Ctrl-C to the engine as well, and a second one would kill it.
    if (!working || name !== "SIGINT" || !process.stdin.isTTY) controller.abort();
  };
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
  try {
    const prepared = await prepare().catch((error: unknown) => {
      throw controller.signal.aborted ? stopped() : error;
    });
    if (controller.signal.aborted) throw stopped();
    working = true;
    return await work(prepared, controller.signal);
  } finally {
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
  }
}

const stopped = () => new Error("Stopped before the engine began: nothing was changed.");
