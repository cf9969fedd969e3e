// Where an exposition is read from: an exporter that runs, or a file with what one has shown.
import { readFile } from "node:fs/promises";
import { addressIn } from "../running/address";
import { responseOf } from "../running/reason";

const TIMEOUT_MS = 10_000;

/** The text at a URL, or of a file. Throws where there is no answer, or one that is an error. */
export async function textAt(place: string): Promise<string> {
  if (!/^https?:/.test(place)) return readFile(place, "utf8");
  const { url, headers } = addressIn("The exposition", place, "a URL such as http://127.0.0.1:9113/metrics, or a file");
  const response = await responseOf(url, url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.text();
}
