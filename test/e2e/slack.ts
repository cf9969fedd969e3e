// A server on loopback that takes messages as Slack's webhooks do, and remembers them.
import { createServer, type Server } from "node:http";
import { z } from "zod";

const payload = z.object({ attachments: z.tuple([z.object({ title: z.string(), text: z.string() })]) });

export class SlackServer {
  /** Titles in the order in which they came: `[FIRING:1] InstanceDown · critical · node`. */
  readonly titles: string[] = [];
  private readonly server: Server;

  private constructor() {
    this.server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const message = payload.safeParse(JSON.parse(Buffer.concat(chunks).toString()));
      if (message.success) this.titles.push(message.data.attachments[0].title);
      response.end("ok");
    });
  }

  static async start(): Promise<SlackServer> {
    const slack = new SlackServer();
    await new Promise<void>((resolve) => slack.server.listen(0, "127.0.0.1", resolve));
    return slack;
  }

  get url(): string {
    const address = this.server.address();
    return `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/services/T0/B0/x`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
