// What watches a deployed environment, kept in its state: a later preview compares with it, wherever the state is.
import { gunzipSync, gzipSync } from "node:zlib";
import type { Monitoring } from "../components/monitoring";

/** The stack's output that holds it. */
export const DEPLOYED = "deployed";

/** As one text, a tenth as long as its JSON. The same for the same monitoring. */
export function packed(monitoring: Monitoring): string {
  return gzipSync(JSON.stringify(monitoring)).toString("base64");
}

/** What `packed` made; undefined where it is nothing of the kind, such as the output of a stack from before. */
export function unpacked(text: unknown): Monitoring | undefined {
  if (typeof text !== "string") return undefined;
  try {
    return JSON.parse(gunzipSync(Buffer.from(text, "base64")).toString());
  } catch {
    return undefined;
  }
}
