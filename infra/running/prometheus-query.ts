// A question to a Prometheus, and what it says against it.
import { z } from "zod";
import { type Address, addressIn, addressOf } from "./address";
import { reasonOf } from "./reason";

const TIMEOUT_MS = 60_000;

const answer = z.discriminatedUnion("status", [
  z.object({ status: z.literal("success"), data: z.unknown() }),
  z.object({ status: z.literal("error"), error: z.string() }),
]);

/** What Prometheus says against a query, in its words. */
export class QueryRefused extends Error {}

/** Where `--prometheus` says that it is. Throws where that is no address. */
export const prometheusAt = (given: string | undefined): Address =>
  addressIn("--prometheus", given, "the URL of a running Prometheus, as in --prometheus http://127.0.0.1:9090");

/**
 * What a path of the API answers.
 * Throws a `QueryRefused` for what Prometheus refuses, and an `Error` where it does not answer within a minute.
 */
export async function ask(
  prometheus: string | Address,
  path: string,
  parameters: Record<string, string>,
  method: "GET" | "POST",
): Promise<unknown> {
  const { url: base, headers } = addressOf(prometheus);
  const url = `${base}/api/v1/${path}`;
  const search = new URLSearchParams(parameters);
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const asked =
    method === "GET"
      ? fetch(`${url}?${search}`, { signal, headers })
      : fetch(url, { method, body: search, signal, headers });
  const response = await asked.catch((error: Error) => {
    if (error.name === "TimeoutError") throw new Error(`${url} has not answered within ${TIMEOUT_MS / 1000} s`);
    const why = reasonOf(error);
    throw new Error(`${url} does not answer (${why}); give the address of a running Prometheus: --prometheus URL`);
  });
  const text = await response.text();
  const said = answer.safeParse(jsonOf(text));
  if (!said.success) {
    throw new Error(`${url} answered ${response.status}, not as Prometheus does: ${text.slice(0, 200)}`);
  }
  if (said.data.status === "error") throw new QueryRefused(said.data.error);
  return said.data.data;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
