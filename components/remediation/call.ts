// One call of a hook: signed, within a time, to nowhere else, and no more is read of the answer than is shown.
import { HOOK_URL_WORDS, isHookUrl, SIGNING_SECRET_WORDS, signingBytes } from "../monitoring/remediation/hook-values";
import { firstLine, type Outcome, took } from "./outcome";
import { signatureHeaders } from "./signature";

const TIMEOUT_MS = 10_000;
const MOST_BYTES = 4_096;

/** A hook's credentials, as its files hold them. */
export interface HookAccess {
  webhook: string;
  secret: string;
}

export interface Call {
  incident: string;
  body: string;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Milliseconds until it is given up; 10 s. */
  timeout?: number;
}

/** Throws nothing. No word of the outcome is the hook's address or its secret. */
export async function call({ webhook, secret }: HookAccess, { incident, body, now, timeout }: Call): Promise<Outcome> {
  const start = now();
  const failed = (words: string): Outcome => ({ kind: "failed", words, at: start });
  const bytes = signingBytes(secret);
  if (!isHookUrl(webhook)) return failed(`was not called: its webhook is not ${HOOK_URL_WORDS}`);
  if (!bytes) return failed(`was not called: its secret is not ${SIGNING_SECRET_WORDS}`);
  const within = timeout ?? TIMEOUT_MS;
  try {
    const response = await fetch(webhook, {
      method: "POST",
      redirect: "manual",
      signal: AbortSignal.timeout(within),
      headers: {
        "content-type": "application/json",
        "user-agent": "Tocsin",
        ...signatureHeaders({ id: incident, timestamp: Math.floor(start / 1000), body }, bytes),
      },
      body,
    });
    const line = firstLine(await beginningOf(response), secretsOf(webhook, secret));
    const { status } = response;
    const answered = `answered ${status} after ${took(now() - start)}`;
    if (status >= 300 && status < 400) return failed(`${answered}: a redirect, which is not followed`);
    const words = line === "" ? answered : `${answered}: "${line}"`;
    return { kind: response.ok ? "succeeded" : "failed", words, at: start };
  } catch (error) {
    return failed(whyNot(error, took(within)));
  }
}

/** What is longer is not read to its end. */
async function beginningOf({ body }: Response): Promise<string> {
  if (!body) return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= MOST_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, MOST_BYTES).toString("utf8");
}

/** By the error's code alone: its message may be an address. */
function whyNot(error: unknown, within: string): string {
  const { name, cause } = error instanceof Error ? error : {};
  if (name === "TimeoutError") return `did not answer within ${within}`;
  const code = cause instanceof Error && "code" in cause ? ` (${cause.code})` : "";
  return `did not answer${code}`;
}

/** A server that does not know a path often answers with it. */
function secretsOf(webhook: string, secret: string): string[] {
  const { pathname, search } = new URL(webhook);
  return [webhook, secret, pathname + search, pathname, decoded(pathname)].filter((one) => one.length > 1);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
