// A server on loopback that takes messages as Slack's webhooks do, and remembers them.
import { z } from "zod";
import { Inbox } from "../../support/inbox";

const payload = z.object({ attachments: z.tuple([z.object({ title: z.string(), text: z.string() })]) });

export class SlackServer {
  private constructor(private readonly inbox: Inbox) {}

  static async start(): Promise<SlackServer> {
    return new SlackServer(await Inbox.start());
  }

  /** Titles in the order in which they came: `[FIRING:1] InstanceDown · critical · node`. */
  get titles(): string[] {
    return this.inbox.received.flatMap(({ body }) => {
      const message = payload.safeParse(body);
      return message.success ? [message.data.attachments[0].title] : [];
    });
  }

  get url(): string {
    return this.inbox.url("/services/T0/B0/x");
  }

  close(): void {
    this.inbox.close();
  }
}
