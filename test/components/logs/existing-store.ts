// A stand-in for a store that exists: it refuses as the real one does, and hands what it takes to a store that can be asked.
import { createServer, request as forward, type IncomingMessage } from "node:http";
import { freePort } from "../../support/ports";

/** What one request was sent with. */
export interface Sent {
  path: string;
  headers: IncomingMessage["headers"];
}

export class ExistingStore {
  /** All requests so far, the refused ones as well. */
  readonly sent: Sent[] = [];
  /** Statuses that the next requests are refused with, in their order. */
  readonly refusing: { status: number; text: string }[] = [];

  private constructor(
    readonly url: string,
    private readonly server: ReturnType<typeof createServer>,
  ) {}

  /**
   * @param path Where the store takes OTLP.
   * @param behind What has it in the end: its URL with the path, which may be known later, and the header of its password.
   * @param taken The status that says it has all: Loki's is 204.
   */
  static async start(path: string, behind: () => { url: string; authorization: string }, taken: number) {
    const port = await freePort();
    const server = createServer();
    const store = new ExistingStore(`http://127.0.0.1:${port}`, server);
    server.on("request", (request, response) => {
      store.sent.push({ path: request.url ?? "", headers: request.headers });
      const refused = request.url === path ? store.refusing.shift() : { status: 404, text: "page not found" };
      if (refused) {
        request.resume();
        response.writeHead(refused.status, { "retry-after": "1" }).end(refused.text);
        return;
      }
      const { url, authorization } = behind();
      const headers = { ...request.headers, authorization, "vl-stream-fields": "service,team,host" };
      const to = forward(url, { method: "POST", headers });
      to.on("response", (answer) => {
        answer.resume();
        const isTaken = (answer.statusCode ?? 500) < 300;
        response.writeHead(isTaken ? taken : 500).end();
      });
      to.on("error", () => response.writeHead(503).end());
      request.pipe(to);
    });
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    return store;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
