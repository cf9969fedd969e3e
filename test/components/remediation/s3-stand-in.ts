// S3 as far as a ledger asks it: objects that are written under conditions, one write at a time, and what can go wrong with that.
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { close, listen } from "../../../components/sample/http";

export interface StandIn {
  url: string;
  /** By path. */
  objects: Map<string, string>;
  /** Whether connections are cut. */
  away: boolean;
  /** How many of the next writes are answered as S3 answers one of two at the same time. */
  conflicts: number;
  /** Runs once the next object is written and before that is answered; where it resolves to false, it never is. */
  written: () => Promise<boolean>;
  close: () => Promise<void>;
}

const etagOf = (text: string) => `"${createHash("md5").update(text).digest("hex")}"`;

const refuse = (response: ServerResponse, status: number, code: string) =>
  response
    .writeHead(status, { "content-type": "application/xml" })
    .end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`);

export async function startStandIn(): Promise<StandIn> {
  const objects = new Map<string, string>();
  const server = createServer(async (request, response) => {
    if (standIn.away) return request.socket.destroy();
    const path = new URL(request.url ?? "", "http://s3").pathname;
    const text = await bodyOf(request);
    const found = objects.get(path);
    if (request.method === "GET") {
      if (found === undefined) return refuse(response, 404, "NoSuchKey");
      return response.writeHead(200, { etag: etagOf(found) }).end(found);
    }
    if (standIn.conflicts > 0) {
      standIn.conflicts -= 1;
      return refuse(response, 409, "ConditionalRequestConflict");
    }
    const { "if-match": match, "if-none-match": none } = request.headers;
    if (match !== undefined && found === undefined) return refuse(response, 404, "NoSuchKey");
    const isOther = match !== undefined && match !== etagOf(found ?? "");
    if (isOther || (none === "*" && found !== undefined)) return refuse(response, 412, "PreconditionFailed");
    objects.set(path, text);
    const { written } = standIn;
    standIn.written = async () => true;
    if (!(await written())) return request.socket.destroy();
    return response.writeHead(200, { etag: etagOf(text) }).end();
  });
  const standIn: StandIn = {
    url: await listen(server, 0, "127.0.0.1"),
    ...{ objects, away: false, conflicts: 0 },
    written: async () => true,
    close: () => close(server, 0),
  };
  return standIn;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
