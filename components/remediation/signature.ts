// How a call is signed, so that the hook knows who sent it, when, and that nobody changed or repeated it.
// Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
import { createHmac } from "node:crypto";

export interface Signed {
  /** The same for one incident and hook, however often something is sent. */
  id: string;
  /** Unix seconds. */
  timestamp: number;
  body: string;
}

/** The three headers of Standard Webhooks. */
export const signatureHeaders = ({ id, timestamp, body }: Signed, key: Buffer): Record<string, string> => ({
  "webhook-id": id,
  "webhook-timestamp": String(timestamp),
  "webhook-signature": `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`,
});
