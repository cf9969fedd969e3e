// Progress lines of long work: what happens now, for how long already, and how long it took.

/** Receives one plain line of text for each thing worth telling. */
export type OnProgress = (line: string) => void;

// Silence of more than 15 s makes people think that a program hangs.
const INTERVAL_SECONDS = 10;

/**
 * Does long work and reports on it: every 10 s the time so far with the latest detail, and at the end the time it took.
 *
 * @param what Names the work, such as "Building promtool 3.5.0 with Go".
 * @param work Gets a function that replaces the detail shown beside the elapsed time.
 */
export async function narrate<T>(
  what: string,
  onProgress: OnProgress,
  work: (detail: (text: string) => void) => Promise<T>,
): Promise<T> {
  const start = performance.now();
  let latest = "";
  const ticker = setInterval(() => {
    onProgress(`${what}: ${elapsedSince(start)}${latest === "" ? "" : `, ${latest}`}`);
  }, INTERVAL_SECONDS * 1000);
  try {
    onProgress(`${what} …`);
    const result = await work((text) => {
      latest = text;
    });
    onProgress(`${what} took ${elapsedSince(start)}`);
    return result;
  } finally {
    clearInterval(ticker);
  }
}

function elapsedSince(start: number): string {
  const seconds = Math.round((performance.now() - start) / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
