// The ledger of a program that is alone: a file that is written before a hook is called, and after.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { messageOf } from "../../error-text";
import { Queue, replaceFile } from "../../sample/inbox/receipts/durable";
import { type Book, book, EMPTY } from "./book";
import { type Change, type Ledger, NotKept } from "./ledger";

/** What a thread is to say. */
const note = z.object({
  channel: z.string(),
  /** As `callback_id` of its message has it. */
  group: z.string(),
  /** Unix seconds: an older message is of another incident. */
  oldest: z.number(),
  text: z.string(),
  /** Milliseconds since 1970. */
  since: z.number(),
});

const content = z.object({
  /** By hook. */
  books: z.record(z.string(), book),
  /** What no thread has yet, the oldest first. */
  notes: z.array(note),
});

export type Note = z.infer<typeof note>;

/** Where alerts of hundreds of groups fire at once, the oldest notes make room. */
const MOST_NOTES = 200;

export class Kept implements Ledger {
  private readonly writes = new Queue();

  private constructor(
    private readonly file: string,
    private readonly books: Map<string, Book>,
    private waiting: readonly Note[],
  ) {}

  /** Throws where the file cannot be read: to know nothing is to call again. */
  static async read(file: string): Promise<Kept> {
    if (!existsSync(file)) return new Kept(file, new Map(), []);
    const { books, notes } = content.parse(JSON.parse(await readFile(file, "utf8")));
    return new Kept(file, new Map(Object.entries(books)), notes);
  }

  /** A hook's changes come one after the other. */
  async change<T>(hook: string, change: Change<T>): Promise<T> {
    const before = this.books.get(hook) ?? EMPTY;
    const changed = await change(before);
    if (changed.book) this.books.set(hook, changed.book);
    try {
      if (changed.note) await this.note(changed.note);
      else if (changed.book) await this.write();
    } catch (error) {
      this.books.set(hook, before);
      throw new NotKept(messageOf(error));
    }
    return changed.result;
  }

  get notes(): readonly Note[] {
    return this.waiting;
  }

  note(note: Note): Promise<void> {
    this.waiting = [...this.waiting, note].slice(-MOST_NOTES);
    return this.write();
  }

  drop(note: Note): Promise<void> {
    this.waiting = this.waiting.filter((one) => one !== note);
    return this.write();
  }

  private write(): Promise<void> {
    const whole = { books: Object.fromEntries(this.books), notes: this.waiting };
    return this.writes.run(() => replaceFile(this.file, JSON.stringify(whole)));
  }
}
