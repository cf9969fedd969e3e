// A proxy that takes connections to slack.com and leads them to an inbox: Alertmanager changes messages at no other address.
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TLSSocket } from "node:tls";
import { selfSigned } from "../../support/machine/certificate";

export interface SlackCom {
  /** For `proxy_url`. */
  url: string;
  /** What a client has to trust. */
  certificate: string;
  /** The paths that were asked for, in order. */
  asked: string[];
  close: () => Promise<void>;
}

/** @param inbox The URL that stands for slack.com. */
export async function startSlackCom(inbox: string): Promise<SlackCom> {
  const folder = await mkdtemp(join(tmpdir(), "slack-com-"));
  const { certificate, cert, key } = await selfSigned(folder, "slack.com", "DNS:slack.com");
  const secure = { isServer: true, cert, key };

  const asked: string[] = [];
  const inside = createServer((incoming, outgoing) => {
    asked.push(incoming.url ?? "");
    forward(incoming, outgoing, inbox);
  });
  const sockets = new Set<Socket>();
  const proxy = createServer((_, response) => response.writeHead(405).end());
  proxy.on("connect", (connect: IncomingMessage, socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    if (connect.url !== "slack.com:443") return void socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
    socket.write("HTTP/1.1 200 OK\r\n\r\n");
    const tls = new TLSSocket(socket, secure);
    tls.on("error", () => socket.destroy());
    inside.emit("connection", tls);
  });
  const port = await listening(proxy);
  return {
    url: `http://127.0.0.1:${port}`,
    certificate,
    asked,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      proxy.close();
      await rm(folder, { recursive: true });
    },
  };
}

const listening = (server: Server) =>
  new Promise<number>((resolve) =>
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port)),
  );

export function forward(incoming: IncomingMessage, outgoing: ServerResponse, inbox: string): void {
  const { "content-type": type, authorization } = incoming.headers;
  const headers = { ...(type && { "content-type": type }), ...(authorization && { authorization }) };
  const onward = request(`${inbox}${incoming.url}`, { method: incoming.method, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  onward.on("error", () => outgoing.destroy());
  incoming.pipe(onward);
}
