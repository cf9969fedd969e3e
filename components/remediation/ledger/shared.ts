// The ledger of programs on several servers: an object for each hook in one bucket, which is written only where nobody was faster.
import { setTimeout as wait } from "node:timers/promises";
import { messageOf } from "../../error-text";
import { book, EMPTY } from "./book";
import type { Bucket } from "./bucket";
import type { Note } from "./kept";
import { type Change, type Changed, type Ledger, NotKept } from "./ledger";

/** As many programs are two, and each of their writes lets one of them go on. */
const MOST_TRIES = 5;

const APART_MS = 200;

/** Notes are this server's own: it tells what it did, whoever sent the message whose thread that is. */
export class Shared implements Ledger {
  constructor(
    private readonly bucket: Bucket,
    private readonly own: Pick<Ledger, "notes" | "note" | "drop">,
  ) {}

  /** A write whose answer is lost is read again: the change then finds what it has written. */
  async change<T>(hook: string, change: Change<T>): Promise<T> {
    let problem = "others change it all the time";
    for (let tried = 0; tried < MOST_TRIES; tried += 1) {
      const found = await this.read(hook);
      const changed = await change(found.book);
      const isWritten = await this.written(hook, changed, found.version).catch((error: Error) => {
        problem = error.message;
        return false;
      });
      if (isWritten) {
        if (changed.note) await this.own.note(changed.note);
        return changed.result;
      }
      await wait(APART_MS * Math.random() * (tried + 1));
    }
    throw new NotKept(problem);
  }

  private async read(hook: string) {
    try {
      const found = await this.bucket.read(hook);
      return found ? { book: book.parse(JSON.parse(found.text)), version: found.version } : { book: EMPTY };
    } catch (error) {
      throw new NotKept(messageOf(error));
    }
  }

  private async written(hook: string, { book: after }: Changed<unknown>, version?: string): Promise<boolean> {
    return after === undefined || this.bucket.write(hook, JSON.stringify(after), version);
  }

  get notes(): readonly Note[] {
    return this.own.notes;
  }

  note(note: Note): Promise<void> {
    return this.own.note(note);
  }

  drop(note: Note): Promise<void> {
    return this.own.drop(note);
  }
}
