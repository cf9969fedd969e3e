// What the sample service and the Slack inbox share over node:http: replies, bodies with a limit, listening, closing.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { z } from "zod";
import { refuseForeign } from "./guard/requests";

/** Slow or many clients hold no more than this: connections at once, milliseconds until headers and until the body have come. */
const LIMITS = { maxConnections: 512, headersTimeout: 10_000, requestTimeout: 60_000 };

/** One whole answer, built before anything is written. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A request that is refused with a status and a message its sender may read. */
export class HttpError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }

  /** The refusal as JSON: `{"error": message}`. */
  toReply(): Reply {
    return json(this.status, { error: this.message }, this.headers);
  }
}

/** A JSON answer. */
export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    body: `${JSON.stringify(value)}\n`,
  };
}

/** A plain text answer; `contentType` for formats such as the Prometheus exposition format. */
export function text(status: number, body: string, contentType = "text/plain; charset=utf-8"): Reply {
  return { status, headers: { "content-type": contentType }, body };
}

/** A server that hands on what is meant for it, and refuses foreign hosts and sites (see guard.ts). */
export function guardedServer(handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>): Server {
  const server = createServer((request, response) => {
    const address = server.address();
    try {
      refuseForeign(request, typeof address === "object" && address !== null ? address.address : "");
    } catch (error) {
      request.resume();
      return send(response, error instanceof HttpError ? error.toReply() : json(500, { error: "internal error" }));
    }
    void handle(request, response);
  });
  return Object.assign(server, LIMITS);
}

/** Writes a reply; does nothing where the client has already gone. */
export function send(response: ServerResponse, reply: Reply): void {
  if (response.destroyed || response.headersSent) return;
  response.writeHead(reply.status, {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...reply.headers,
    "content-length": Buffer.byteLength(reply.body),
  });
  response.end(reply.body);
}

/**
 * The request's body as UTF-8 text.
 * A longer body is read to its end but not kept: a client that is cut off while it sends never sees the answer.
 *
 * @throws HttpError 413 when the body is over `limitBytes`.
 */
export async function readBody(request: IncomingMessage, limitBytes: number): Promise<string> {
  return (await readBytes(request, limitBytes)).toString("utf8");
}

/** The same of a body that is no text. */
export async function readBytes(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size <= limitBytes) chunks.push(bytes);
  }
  if (size > limitBytes) throw new HttpError(413, `the body is over ${limitBytes} bytes`);
  return Buffer.concat(chunks);
}

/**
 * A body as the value its schema describes.
 *
 * @throws HttpError 400 when it is not JSON or not of that shape; the message names every wrong property.
 */
export function parseJson<T>(body: string, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new HttpError(400, "the body is not JSON");
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) =>
    path.length > 0 ? `${path.join(".")}: ${message}` : message,
  );
  throw new HttpError(400, problems.join("; "));
}

/**
 * Listens and answers the server's URL; port 0 takes a free port.
 *
 * @throws Error with one plain sentence when the port is in use, not allowed, or the host is not this machine's.
 */
export function listen(server: Server, port: number, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException) => reject(new Error(listenProblem(error, port, host)));
    server.once("error", refuse);
    server.listen(port, host, () => {
      server.off("error", refuse);
      const address = server.address();
      const actual = typeof address === "object" && address !== null ? address.port : port;
      resolve(`http://${host.includes(":") ? `[${host}]` : host}:${actual}`);
    });
  });
}

function listenProblem(error: NodeJS.ErrnoException, port: number, host: string): string {
  switch (error.code) {
    case "EADDRINUSE":
      return `port ${port} on ${host} is in use: stop what listens there or choose another --port`;
    case "EACCES":
      return `port ${port} on ${host} is not allowed for this user: choose a --port over 1023`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return `${host} is no address of this machine: choose another --host`;
    default:
      return `cannot listen on ${host}, port ${port}: ${error.message}`;
  }
}

/** Stops listening, lets requests under way finish for up to `graceSeconds`, then cuts their connections. */
export function close(server: Server, graceSeconds: number): Promise<void> {
  return new Promise((resolve) => {
    // A kept-alive connection whose last request has just finished would hold the server open for seconds.
    const sweep = setInterval(() => server.closeIdleConnections(), 50);
    const cut = setTimeout(() => server.closeAllConnections(), graceSeconds * 1000);
    server.close(() => {
      clearInterval(sweep);
      clearTimeout(cut);
      resolve();
    });
  });
}
