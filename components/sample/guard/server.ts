// The guard in front of Prometheus and Alertmanager: Alertmanager lets the pages of every site use its API, and neither looks at
// the Host header. They ask for a password, and only the guard, which looks, adds it to what browsers and programs send.

import { readFile } from "node:fs/promises";
import { type IncomingMessage, type OutgoingHttpHeaders, request, type ServerResponse } from "node:http";
import { messageOf } from "../../error-text";
import { close, guardedServer, HttpError, json, listen, send, text } from "../http";
import { pathOf } from "../routing";
import type { Running } from "../run";
import { refuseOtherPages } from "./requests";

interface Guarded {
  readonly port: number;
  readonly behind: number;
  /** URL that leads to pages for what is behind, where it was built without its own. */
  readonly pages?: string | undefined;
}

export interface GuardOptions {
  readonly host: string;
  /** The port that people know → the port behind it, on the same host; 0 takes a free one. */
  readonly ports: readonly Guarded[];
  readonly username: string;
  /** Absolute path; read at each request. */
  readonly passwordFile: string;
}

/** Answers of the guard itself, without asking what is behind it. */
const READY = "/-/guard";

const CLOSE_GRACE_SECONDS = 5;

/** Of one connection alone, or not meant for what is behind: cookies of this host are those of every port. */
const NOT_FORWARDED =
  /^(?:connection|keep-alive|te|trailer|transfer-encoding|upgrade|proxy-.*|cookie|authorization|expect)$/;

/** What browsers are to do with the answers: no other site's page may read or frame them. */
const NOT_RETURNED = /^(?:connection|keep-alive|transfer-encoding|www-authenticate|access-control-.*)$/;
const ADDED = {
  "x-frame-options": "DENY",
  "cross-origin-resource-policy": "same-origin",
  "x-content-type-options": "nosniff",
};

/**
 * Starts the guard on all of its ports, or on none.
 *
 * @throws Error in one plain sentence when it cannot listen on one of them.
 */
export async function startGuard(options: GuardOptions): Promise<Running & { readonly urls: readonly string[] }> {
  const servers = options.ports.map((guarded) => ({
    port: guarded.port,
    server: guardedServer((incoming, outgoing) => pass(incoming, outgoing, guarded, options)),
  }));
  const closeAll = async () => {
    await Promise.all(servers.map(({ server }) => close(server, CLOSE_GRACE_SECONDS)));
  };
  try {
    const urls: string[] = [];
    for (const { server, port } of servers) urls.push(await listen(server, port, options.host));
    return { url: urls.join(" "), urls, close: closeAll };
  } catch (error) {
    for (const { server } of servers) server.close();
    throw error;
  }
}

async function pass(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { behind, pages }: Guarded,
  options: GuardOptions,
): Promise<void> {
  try {
    refuseOtherPages(incoming);
    if (pathOf(incoming.url) === READY) return send(outgoing, text(200, "ok\n"));
    const password = await readFile(options.passwordFile, "utf8");
    const auth = `${options.username}:${password}`;
    await forward(incoming, outgoing, { host: options.host, port: behind, auth }, pages);
  } catch (error) {
    incoming.resume();
    if (error instanceof HttpError) return send(outgoing, error.toReply());
    process.stderr.write(`${incoming.method} ${pathOf(incoming.url)}: ${messageOf(error)}\n`);
    send(outgoing, json(500, { error: "internal error" }));
  }
}

/** Resolves when the answer has come whole, or either side has gone. Throws an `HttpError` 502 where nobody answers. */
function forward(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  to: { host: string; port: number; auth: string },
  pages?: string,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = without(incoming.headers, NOT_FORWARDED);
    const asked = request(
      { ...to, method: incoming.method, path: incoming.url, headers: { ...headers, host: `${to.host}:${to.port}` } },
      (answer) => {
        if (pages !== undefined && answer.statusCode === LACKS_PAGES && isPage(incoming)) {
          answer.resume();
          return send(outgoing, { status: 302, headers: { ...ADDED, location: `${pages}${incoming.url}` }, body: "" });
        }
        outgoing.writeHead(answer.statusCode ?? 502, { ...without(answer.headers, NOT_RETURNED), ...ADDED });
        answer.pipe(outgoing);
        answer.on("error", () => outgoing.destroy());
      },
    );
    asked.on("error", (error) => {
      reject(new HttpError(502, `nothing answers at ${to.host}:${to.port}: ${error.message}`));
    });
    outgoing.on("close", () => {
      asked.destroy();
      resolve();
    });
    incoming.pipe(asked);
  });
}

/** How a Prometheus that was built without its pages answers for one of them. */
const LACKS_PAGES = 500;

/** Whatever is no interface for programs. */
const isPage = ({ method, url = "" }: IncomingMessage) => method === "GET" && !/^\/(?:api|-)\//.test(url);

const without = (headers: OutgoingHttpHeaders, left: RegExp): OutgoingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !left.test(name)));
