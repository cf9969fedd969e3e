// Ctrl-C during a deployment: the engine ends the step it is at and writes its state, and only then do we end.

/** Runs work that an interrupt asks to stop; the promise settles when the engine has written its state. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const onSignal = (name: NodeJS.Signals) => {
    console.error("\nStopping: the engine ends the step it is at. The next deployment goes on from there.");
    // A terminal sends Ctrl-C to the engine as well, and a second one would kill it.
    if (name !== "SIGINT" || !process.stdin.isTTY) controller.abort();
  };
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
  try {
    return await work(controller.signal);
  } finally {
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
  }
}
