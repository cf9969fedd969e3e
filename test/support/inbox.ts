// A server on this machine that takes messages, to Slack or to a dead-man's switch, and remembers them.
import { createServer, type Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

/** Of a message, by path: what came as JSON, and when. */
interface Received {
  at: number;
  path: string;
  body: unknown;
}

export class Inbox {
  readonly received: Received[] = [];
  private readonly server: Server;

  private constructor(private readonly host: string) {
    this.server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const body = JSON.parse(Buffer.concat(chunks).toString());
      this.received.push({ at: Date.now(), path: request.url ?? "", body });
      response.end("ok");
    });
  }

  /** Listens on an address of this machine: loopback, or one that pods can reach. */
  static async start(host = "127.0.0.1"): Promise<Inbox> {
    const inbox = new Inbox(host);
    await new Promise<void>((resolve) => inbox.server.listen(0, host, resolve));
    return inbox;
  }

  url(path: string): string {
    const address = this.server.address();
    return `http://${this.host}:${typeof address === "object" && address ? address.port : 0}${path}`;
  }

  /** The first message at a path whose text matches. Throws with the number of those that came instead. */
  async until(path: string, text: RegExp, seconds: number): Promise<Received> {
    for (const deadline = Date.now() + seconds * 1000; Date.now() < deadline; await sleep(200)) {
      const found = this.received.find((one) => one.path === path && text.test(JSON.stringify(one.body)));
      if (found) return found;
    }
    throw new Error(`nothing like ${text} came to ${path} within ${seconds} s, but ${this.received.length} others`);
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
