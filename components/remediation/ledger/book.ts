// What is known of one hook: when it was called, and for which incidents.
import { z } from "zod";
import { outcome } from "../outcome";

const incident = z.object({
  /** Its id, which each call of it has. */
  id: z.string(),
  /** The program that took it on. */
  by: z.string(),
  /** The alerts that have been in it. */
  fingerprints: z.array(z.string()),
  /** When it was last notified, in milliseconds since 1970. */
  heard: z.number(),
  /** When its last alert ended, in milliseconds since 1970; missing while it goes on. */
  ended: z.number().optional(),
  /** Missing while the hook is called. */
  outcome: outcome.optional(),
});

export const book = z.object({
  /** In milliseconds since 1970. */
  calls: z.array(z.number()),
  /** The last one of each group. */
  incidents: z.record(z.string(), incident),
});

export type Book = z.infer<typeof book>;
export type Incident = z.infer<typeof incident>;

export const EMPTY: Book = { calls: [], incidents: {} };

/** Days after which nothing is known of an incident: Alertmanager repeats what fires after a day at most. */
export const LONGEST_DAYS = 31;

const LONGEST_MS = LONGEST_DAYS * 86_400_000;

export const callsSince = ({ calls }: Book, since: number): number => calls.filter((at) => at > since).length;

/** With a call more; without those that count no longer. */
export const withCall = (of: Book, at: number): Book => ({
  ...of,
  calls: [...of.calls.filter((one) => one > at - LONGEST_MS), at],
});

/** In place of the group's last one. */
export function withIncident({ calls, incidents }: Book, group: string, one: Incident): Book {
  const recent = Object.entries(incidents).filter(([, { heard }]) => heard >= one.heard - LONGEST_MS);
  return { calls, incidents: { ...Object.fromEntries(recent), [group]: one } };
}
