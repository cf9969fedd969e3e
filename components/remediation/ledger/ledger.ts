// Where it is known which incidents called which hook: whoever changes that knows what all others have changed.
import type { Book } from "./book";
import type { Note } from "./kept";

export interface Changed<T> {
  /** In place of the one that was given. */
  book?: Book;
  /** What a thread is to say of it. */
  note?: Note | undefined;
  result: T;
}

/** May run again, on a newer book, where another program was faster. */
export type Change<T> = (book: Book) => Promise<Changed<T>>;

export interface Ledger {
  /** The change is kept when it resolves. Throws `NotKept` where it cannot be, and whatever the change throws. */
  change<T>(hook: string, change: Change<T>): Promise<T>;
  /** What no thread has yet, the oldest first. */
  readonly notes: readonly Note[];
  note(note: Note): Promise<void>;
  drop(note: Note): Promise<void>;
}

/** Nothing is known of the incident, or it cannot be kept: its hook is not called. */
export class NotKept extends Error {}
