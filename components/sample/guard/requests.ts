// Which requests a server on loopback takes: only those that are meant for it. Any page in the operator's browser can send
// requests to this machine, and a name that resolves to 127.0.0.1 makes such a page look as if it came from here.
import type { IncomingMessage } from "node:http";
import { HttpError } from "../http";

type Request = Pick<IncomingMessage, "method" | "headers">;

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
export function refuseForeign(request: Request, listensOn: string): void {
  if (LOOPBACK_ADDRESSES.includes(listensOn) && !LOOPBACK_HOSTS.includes(nameOf(request.headers.host ?? ""))) {
    throw new HttpError(421, "this server answers to 127.0.0.1 and localhost only");
  }
  if (!CHANGES_NOTHING.includes(request.method ?? "") && isForeign(request)) {
    throw new HttpError(403, "another site's page may not change anything here");
  }
}

/**
 * Refuses whatever another site's page asks for, reading included; a link that is followed is the only exception. Other ports of
 * this machine are other sites too.
 *
 * @throws HttpError 403.
 */
export function refuseOtherPages(request: Request): void {
  if (isForeign(request) && !isFollowedLink(request)) {
    throw new HttpError(403, "another site's page may follow a link here, and nothing else");
  }
}

function isForeign({ headers: { host = "", origin, "sec-fetch-site": site } }: Request): boolean {
  const isOwn = origin === undefined || origin.replace(/^https?:\/\//, "").toLowerCase() === host.toLowerCase();
  return !isOwn || site === "cross-site" || site === "same-site";
}

/** A page of its own in the browser: not a frame, not an image, and not a form that is sent. */
function isFollowedLink({ method, headers }: Request): boolean {
  return (
    method === "GET" &&
    headers.origin === undefined &&
    headers["sec-fetch-mode"] === "navigate" &&
    headers["sec-fetch-dest"] === "document"
  );
}

/** A Host header without its port. */
const nameOf = (host: string) => host.toLowerCase().replace(/:\d*$/, "");
