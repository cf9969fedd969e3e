// What is known of incidents and calls over a restart: a file that is written before a hook is called, and after.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { Queue, replaceFile } from "../sample/inbox/receipts/durable";
import { outcome } from "./outcome";

const incident = z.object({
  /** Its id, which each call of it has. */
  id: z.string(),
  /** The alerts that have been in it. */
  fingerprints: z.array(z.string()),
  /** Milliseconds since 1970. */
  heard: z.number(),
  /** Missing while the hook is called. */
  outcome: outcome.optional(),
});

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
  /** By hook: when it was called, in milliseconds since 1970. */
  calls: z.record(z.string(), z.array(z.number())),
  /** By hook and group. */
  incidents: z.record(z.string(), incident),
  /** What no thread has yet, the oldest first. */
  notes: z.array(note),
});

export type Incident = z.infer<typeof incident>;
export type Note = z.infer<typeof note>;

/** Alertmanager repeats what fires after a day at most: of what is older, the end was missed. */
const LONGEST_MS = 31 * 86_400_000;

/** Where alerts of hundreds of groups fire at once, the oldest notes make room. */
const MOST_NOTES = 200;

export class Kept {
  private readonly writes = new Queue();

  private constructor(
    private readonly file: string,
    private readonly calls: Map<string, number[]>,
    private readonly incidents: Map<string, Incident>,
    private waiting: readonly Note[],
  ) {}

  /** Throws where the file cannot be read: to know nothing is to call again. */
  static async read(file: string): Promise<Kept> {
    if (!existsSync(file)) return new Kept(file, new Map(), new Map(), []);
    const { calls, incidents, notes } = content.parse(JSON.parse(await readFile(file, "utf8")));
    return new Kept(file, new Map(Object.entries(calls)), new Map(Object.entries(incidents)), notes);
  }

  incident(key: string): Incident | undefined {
    return this.incidents.get(key);
  }

  /** How often a hook was called since a time. */
  callsSince(hook: string, since: number): number {
    return (this.calls.get(hook) ?? []).filter((at) => at > since).length;
  }

  called(hook: string, at: number): void {
    const recent = (this.calls.get(hook) ?? []).filter((one) => one > at - LONGEST_MS);
    this.calls.set(hook, [...recent, at]);
  }

  /** Resolves when it is on the disk. */
  set(key: string, incident: Incident): Promise<void> {
    for (const [other, { heard }] of this.incidents)
      if (heard < incident.heard - LONGEST_MS) this.incidents.delete(other);
    this.incidents.set(key, incident);
    return this.write();
  }

  get notes(): readonly Note[] {
    return this.waiting;
  }

  /** Is on the disk with what is set next. */
  note(note: Note): void {
    this.waiting = [...this.waiting, note].slice(-MOST_NOTES);
  }

  drop(note: Note): Promise<void> {
    this.waiting = this.waiting.filter((one) => one !== note);
    return this.write();
  }

  end(key: string): Promise<void> {
    this.incidents.delete(key);
    return this.write();
  }

  private write(): Promise<void> {
    const whole = {
      calls: Object.fromEntries(this.calls),
      incidents: Object.fromEntries(this.incidents),
      notes: this.waiting,
    };
    return this.writes.run(() => replaceFile(this.file, JSON.stringify(whole)));
  }
}
