// A webhook of a test: what it is called with, and answers as the test says.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface HookCall {
  path: string;
  headers: IncomingMessage["headers"];
  body: string;
}

export interface HookServer {
  url: string;
  calls: HookCall[];
  /** What the next calls are answered with. */
  answer: (response: ServerResponse) => void;
  close: () => void;
}

export async function startHook(
  answer: HookServer["answer"] = (response) => response.end("done"),
): Promise<HookServer> {
  const calls: HookCall[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    calls.push({ path: request.url ?? "", headers: request.headers, body: Buffer.concat(chunks).toString() });
    hook.answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const hook: HookServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    answer,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return hook;
}
