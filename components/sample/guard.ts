// Which requests a server on loopback takes: only those that are meant for it. Any page in the operator's browser can send
// requests to this machine, and a name that resolves to 127.0.0.1 makes such a page look as if it came from here.
import type { IncomingMessage } from "node:http";
import { HttpError } from "./http";

const LOOPBACK_HOSTS = ["127.0.0.1", "localhost", "[::1]"];
const LOOPBACK_ADDRESSES = ["127.0.0.1", "::1", "::ffff:127.0.0.1"];
const CHANGES_NOTHING = ["GET", "HEAD", "OPTIONS"];

/**
 * Refuses a request for another host, where the server listens on loopback only, and one by which another site would change
 * something. Browsers set `Sec-Fetch-Site` and `Origin` themselves; programs such as Alertmanager send neither.
 *
 * @param listensOn The address that the server is bound to.
 * @throws HttpError 421 for another host, 403 for another site.
 */
export function refuseForeign(request: Pick<IncomingMessage, "method" | "headers">, listensOn: string): void {
  const { host = "", origin, "sec-fetch-site": site } = request.headers;
  if (LOOPBACK_ADDRESSES.includes(listensOn) && !LOOPBACK_HOSTS.includes(nameOf(host))) {
    throw new HttpError(421, "this server answers to 127.0.0.1 and localhost only");
  }
  if (CHANGES_NOTHING.includes(request.method ?? "")) return;
  const isOwn = origin === undefined || origin.replace(/^https?:\/\//, "").toLowerCase() === host.toLowerCase();
  if (!isOwn || site === "cross-site" || site === "same-site") {
    throw new HttpError(403, "another site's page may not change anything here");
  }
}

/** A Host header without its port. */
const nameOf = (host: string) => host.toLowerCase().replace(/:\d*$/, "");
