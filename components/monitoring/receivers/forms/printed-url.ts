// A URL as it may be printed.
import { createHash } from "node:crypto";

/** Whoever knows the whole URL can send to it: only the server is printed, and a fingerprint shows a change. */
export function printedUrl(url: string): string {
  const fingerprint = createHash("sha256").update(url).digest("hex").slice(0, 6);
  return `${URL.canParse(url) ? new URL(url).origin : ""}/… (fingerprint ${fingerprint})`;
}
