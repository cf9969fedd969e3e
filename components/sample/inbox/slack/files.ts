// Three requests of Slack's Web API that upload a file: a place for it, its content, and where it is shown.
// Source: https://docs.slack.dev/reference/methods/files.getUploadURLExternal and …/files.completeUploadExternal
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { json, type Reply, text } from "../../http";
import type { MessageStore, StoredMessage } from "../receipts/store";
import { type ApiAnswer, type ApiCall, idOf, nameOf, refused, refusedToken, timestamp } from "./bot";
import type { Question } from "./history";
import { parsed } from "./webhook";

const completion = z.object({
  files: z.array(z.object({ id: z.string(), title: z.string().optional() })).min(1),
  channel_id: z.string(),
  thread_ts: z.string().optional(),
});

/** More at once nobody uploads: of those that are never shared, the oldest make room. */
const MOST = 100;

/** Files on their way. Their content is looked at and not kept: a message says their names. */
export class Uploads {
  private readonly files = new Map<string, { name: string; length: number; isComplete: boolean }>();

  /** @param url Of the inbox. */
  constructor(private readonly url: string) {}

  place({ authorization, query }: Question): Reply {
    const without = refusedToken(authorization);
    if (without) return without.reply;
    const [name, length] = [query.get("filename") ?? "", Number(query.get("length"))];
    if (!name || !(length > 0)) return refused("invalid_arguments").reply;
    const id = `F${randomUUID().replaceAll("-", "").slice(0, 10).toUpperCase()}`;
    this.files.set(id, { name, length, isComplete: false });
    for (const oldest of this.files.keys()) if (this.files.size > MOST) this.files.delete(oldest);
    return json(200, { ok: true, file_id: id, upload_url: `${this.url}/upload/${id}` });
  }

  take(id: string, content: Buffer): Reply {
    const file = this.files.get(id);
    if (!file) return text(404, "file_not_found");
    file.isComplete = content.length === file.length;
    return file.isComplete ? text(200, `OK - ${content.length}`) : text(400, "wrong_length");
  }

  async share(store: MessageStore, { authorization, body, now }: ApiCall): Promise<ApiAnswer> {
    const without = refusedToken(authorization);
    if (without) return without;
    const read = completion.safeParse(parsed(body));
    if (!read.success) return refused("invalid_arguments");
    const { files, channel_id: channel, thread_ts: thread } = read.data;
    if (!store.list().some((one) => one.channel !== null && idOf(one.channel) === channel))
      return refused("channel_not_found");
    if (!files.every(({ id }) => this.files.get(id)?.isComplete)) return refused("file_not_found");
    const names = files.map(({ id, title }) => title ?? this.files.get(id)?.name ?? id);
    await store.put(
      (others): StoredMessage => ({
        id: randomUUID(),
        receivedAt: now.toISOString(),
        channel: nameOf(channel, others),
        username: null,
        payload: { text: names.map((name) => `[file: ${name}]`).join("\n") },
        ts: timestamp(now, others),
        ...(thread !== undefined && { thread }),
      }),
    );
    for (const { id } of files) this.files.delete(id);
    return { outcome: "accepted", reply: json(200, { ok: true, files }) };
  }
}
