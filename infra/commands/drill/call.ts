// A request to one of the local parts that must succeed.
import { responseOf } from "../../running/reason";

const TIMEOUT_MS = 5_000;

/** A part's refusal, in its own words. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** The answer's JSON. Throws a `Refused` where the part refuses, and an `Error` where it does not answer within 5 s. */
export async function call(url: string, method: string, body?: object): Promise<unknown> {
  const response = await responseOf(new URL(url).origin, url, {
    method,
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  const text = await response.text();
  if (!response.ok) throw new Refused(response.status, `${method} ${url} answered ${response.status}: ${text.trim()}`);
  return text ? JSON.parse(text) : undefined;
}
