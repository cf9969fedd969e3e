// What a continuous drill asks: Prometheus, an Alertmanager and the receivers, over HTTP.
import { readFileSync } from "node:fs";
import type { Answer, Asking } from "../monitoring/receivers/forms/proof";

/** Where it takes place, and what it is given. */
export interface Ground extends Asking {
  /** URLs, with a login where they ask for one. */
  prometheus: string;
  /** The others that evaluate the same rules: each is given what was proven. */
  replicas?: readonly string[];
  alertmanager: string;
  /** The others of its cluster: each is sent what is broken, as Prometheus sends alerts to all of them. */
  others?: readonly string[];
}

/**
 * Over the network, with the password of the user tocsin to the environment's own parts alone: receivers are not sent it.
 *
 * @param own URLs of parts; the file is read each time.
 */
export const overHttpWith =
  (own: readonly string[], passwordFile: string | undefined): Asking["send"] =>
  (method, url, more = {}) => {
    if (!passwordFile || !own.some((one) => url.startsWith(`${one}/`))) return overHttp(method, url, more);
    const login = `tocsin:${readFileSync(passwordFile, "utf8").trim()}`;
    const authorization = `Basic ${Buffer.from(login).toString("base64")}`;
    return overHttp(method, url, { ...more, headers: { authorization, ...more.headers } });
  };

const TIMEOUT_MS = 10_000;

/** Over the network. What fails is said by the server's name alone: the rest of an address may be a credential. */
export const overHttp: Asking["send"] = async (method, url, { headers = {}, body } = {}): Promise<Answer> => {
  const response = await fetch(url, {
    method,
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: { ...(body && { "content-type": "application/json" }), ...headers },
    ...(body && { body: body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body) }),
  }).catch(({ cause, message }: Error) => {
    const why = cause instanceof Error && "code" in cause ? String(cause.code) : message;
    throw new Error(`${new URL(url).host} does not answer (${why})`);
  });
  return { status: response.status, body: await response.text() };
};
