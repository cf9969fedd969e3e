// Firings in figures, by alert, severity and team.
import { type Firing, groupWaitOf } from "./firings";
import { grouped } from "./grouped";
import { isAtNight } from "./night";

export interface Figures {
  alert: string;
  severity: string;
  team: string;
  firings: readonly Firing[];
  /** Those that lasted longer than their group waits: the others were never sent. */
  sent: readonly Firing[];
  /** Of those sent: begun at night. */
  atNight: number;
  /** Of those sent: begun within a quarter of an hour of the same series' end. */
  again: number;
  /** Summed over all series, in seconds. */
  seconds: number;
  longestSeconds: number;
}

export const AGAIN_SECONDS = 900;

/** The loudest first. @param zone A time zone's name, such as `Europe/Berlin`. */
export function figuresOf(firings: readonly Firing[], zone: string): Figures[] {
  return grouped(firings, ({ alert, severity, team }) => JSON.stringify([alert, severity, team]))
    .map((all) => ofGroup(all[0], all, zone))
    .sort((a, b) => b.sent.length - a.sent.length || b.seconds - a.seconds || a.alert.localeCompare(b.alert));
}

function ofGroup({ alert, severity, team }: Firing, firings: readonly Firing[], zone: string): Figures {
  const sent = firings.filter(({ from, to }) => to - from > groupWaitOf(severity));
  const lengths = firings.map(({ from, to }) => to - from);
  const isAgain = (one: Firing) =>
    firings.some(({ series, to }) => series === one.series && to <= one.from && one.from - to < AGAIN_SECONDS);
  return {
    ...{ alert, severity, team, firings, sent },
    atNight: sent.filter(({ from }) => isAtNight(from, zone)).length,
    again: sent.filter(isAgain).length,
    seconds: lengths.reduce((sum, length) => sum + length, 0),
    longestSeconds: Math.max(...lengths),
  };
}
