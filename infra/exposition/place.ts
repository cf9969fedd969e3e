// Where an exposition is read from: an exporter that runs, or a file with what one has shown.
import { readFile } from "node:fs/promises";
import { reasonOf } from "../running/reason";

const TIMEOUT_MS = 10_000;

/** The text at a URL, or of a file. Throws where there is no answer, or one that is an error. */
export async function textAt(place: string): Promise<string> {
  if (!/^https?:/.test(place)) return readFile(place, "utf8");
  const response = await fetch(place, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch((error: Error) => {
    const why = reasonOf(error);
    throw new Error(`${place} does not answer: ${why}`);
  });
  if (!response.ok) throw new Error(`${place} answered ${response.status}`);
  return response.text();
}
