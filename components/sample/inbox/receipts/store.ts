// The messages that were received: in memory, and on disk as JSON lines.

import { type FileHandle, mkdir, open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { slackPayload } from "../slack/slack-payload";
import { PRIVATE_FILE, Queue, replaceFile, syncDirectory } from "./durable";

const storedMessage = z.object({
  id: z.string(),
  /** ISO 8601 in UTC with milliseconds. */
  receivedAt: z.iso.datetime({ precision: 3 }),
  /** `null` where the sender left it to the webhook. */
  channel: z.string().nullable(),
  username: z.string().nullable(),
  payload: slackPayload,
  /** Slack's name of a message that a bot posted, which it changes it by. */
  ts: z.string().optional(),
  /** Where it is in a message's thread: the `ts` of that message. */
  thread: z.string().optional(),
  /** When it was changed. */
  updates: z.array(z.iso.datetime({ precision: 3 })).optional(),
});

/** One message as kept and as `GET /messages` shows it. */
export type StoredMessage = z.infer<typeof storedMessage>;

const NEWLINE = 0x0a;

/** Keeps the newest messages. Only one process may use a folder at a time. */
export class MessageStore {
  private readonly queue = new Queue();
  private unfinishedWrite = false;

  private constructor(
    private readonly path: string,
    private readonly limit: number,
    private file: FileHandle,
    private messages: StoredMessage[],
    private linesOnDisk: number,
    private bytesOnDisk: number,
  ) {}

  /**
   * Opens the store of a folder, which is made where it is missing.
   *
   * @param limit how many messages are kept
   * @throws Error when the folder or its file cannot be read and written
   */
  static async open(directory: string, limit: number): Promise<MessageStore> {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const path = join(directory, "messages.jsonl");
    const file = await open(path, "a+", PRIVATE_FILE);
    const content = await readFile(path);
    const { messages, lines, bytes } = readLines(content);
    // A last line without its newline was never acknowledged: its sender sends it again.
    if (bytes < content.length) await file.truncate(bytes);
    await syncDirectory(directory);
    const store = new MessageStore(path, limit, file, messages.slice(-limit), lines, bytes);
    if (lines > limit) await store.compact();
    return store;
  }

  /** All messages, newest last; with `since` (milliseconds of the epoch) those received then or later. */
  list(since?: number): readonly StoredMessage[] {
    if (since === undefined) return this.messages;
    return this.messages.filter(({ receivedAt }) => Date.parse(receivedAt) >= since);
  }

  /** Resolves when the message is on the disk. Messages keep the order of these calls. */
  append(message: StoredMessage): Promise<StoredMessage> {
    return this.put(() => message);
  }

  /**
   * Adds the message that is made from those that are there when its turn comes, or puts it in the place of the one with its id.
   * Nothing is written where none is made. Resolves when it is on the disk.
   */
  put<Made extends StoredMessage | undefined>(make: (messages: readonly StoredMessage[]) => Made): Promise<Made> {
    return this.queue.run(async () => {
      const message = make(this.messages);
      if (message === undefined) return message;
      await this.write(Buffer.from(`${JSON.stringify(message)}\n`));
      this.messages = withMessage(this.messages, message);
      if (this.messages.length > this.limit) this.messages.shift();
      // Twice the limit, so that the file is rewritten once in a while instead of with every message.
      // Where that fails (a full disk), the long file is still whole, and the next message tries again.
      if (this.linesOnDisk >= 2 * this.limit) await this.compact().catch(() => undefined);
      return message;
    });
  }

  /** Removes all messages and answers how many there were. */
  clear(): Promise<number> {
    return this.queue.run(async () => {
      const removed = this.messages.length;
      await this.file.truncate(0);
      await this.file.sync();
      this.messages = [];
      this.linesOnDisk = 0;
      this.bytesOnDisk = 0;
      return removed;
    });
  }

  /** Closes the file after the writes under way. */
  close(): Promise<void> {
    return this.queue.run(() => this.file.close());
  }

  private async write(line: Buffer): Promise<void> {
    // Half a line that an earlier failure left behind would swallow this one.
    if (this.unfinishedWrite) await this.file.truncate(this.bytesOnDisk);
    this.unfinishedWrite = true;
    await this.file.appendFile(line);
    await this.file.datasync();
    this.unfinishedWrite = false;
    this.linesOnDisk += 1;
    this.bytesOnDisk += line.length;
  }

  private async compact(): Promise<void> {
    const content = this.messages.map((message) => `${JSON.stringify(message)}\n`).join("");
    await replaceFile(this.path, content);
    const replaced = this.file;
    this.file = await open(this.path, "a+", PRIVATE_FILE);
    await replaced.close();
    this.linesOnDisk = this.messages.length;
    this.bytesOnDisk = Buffer.byteLength(content);
  }
}

/** The messages of a file, with the number of its whole lines and their bytes; lines that make no sense are skipped. */
function readLines(content: Buffer) {
  const messages = new Map<string, StoredMessage>();
  let lines = 0;
  let bytes = 0;
  for (let end = content.indexOf(NEWLINE); end >= 0; end = content.indexOf(NEWLINE, bytes)) {
    const message = readMessage(content.toString("utf8", bytes, end));
    if (message !== undefined) messages.set(message.id, message);
    lines += 1;
    bytes = end + 1;
  }
  return { messages: [...messages.values()], lines, bytes };
}

/** A line of a message that is there already is the message as it is now. */
function withMessage(messages: StoredMessage[], message: StoredMessage): StoredMessage[] {
  const index = message.updates ? messages.findIndex(({ id }) => id === message.id) : -1;
  if (index >= 0) return messages.with(index, message);
  messages.push(message);
  return messages;
}

function readMessage(line: string): StoredMessage | undefined {
  try {
    return storedMessage.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}
