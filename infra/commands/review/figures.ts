// Firings in figures, by alert, severity and team.
import { grouped } from "../../../components/grouped";
import { nightIn } from "./night";
import type { Fate, Judged } from "./suppressed";

export interface Figures {
  alert: string;
  severity: string;
  team: string;
  firings: readonly Judged[];
  /** Those that lasted longer than their group waits, and that nothing held back. */
  sent: readonly Judged[];
  /** As long as they fired, something else explained them. */
  inhibited: number;
  /** As long as they fired, a silence held them back. */
  silenced: number;
  /** Mute timings held back each of their messages. */
  muted: number;
  /** They were to be sent, and no receiver took them. */
  undelivered: number;
  /** Of those sent: somebody acknowledged them. */
  acknowledged: number;
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
export function figuresOf(firings: readonly Judged[], zone: string): Figures[] {
  const isAtNight = nightIn(zone);
  return [...grouped(firings, ({ alert, severity, team }) => JSON.stringify([alert, severity, team])).values()]
    .map((all) => ofGroup(all, isAtNight))
    .sort((a, b) => b.sent.length - a.sent.length || b.seconds - a.seconds || a.alert.localeCompare(b.alert));
}

function ofGroup(firings: readonly [Judged, ...Judged[]], isAtNight: (at: number) => boolean): Figures {
  const [{ alert, severity, team }] = firings;
  const count = (fate: Fate) => firings.filter((one) => one.fate === fate).length;
  const sent = firings.filter(({ fate }) => fate === "sent");
  const lengths = firings.map(({ from, to }) => to - from);
  const back = comingBack(firings);
  return {
    ...{ alert, severity, team, firings, sent },
    inhibited: count("inhibited"),
    silenced: count("silenced"),
    muted: count("muted"),
    undelivered: count("undelivered"),
    acknowledged: sent.filter(({ acknowledgedAfter }) => acknowledgedAfter !== undefined).length,
    atNight: sent.filter(({ from }) => isAtNight(from)).length,
    again: sent.filter((one) => back.has(one)).length,
    seconds: lengths.reduce((sum, length) => sum + length, 0),
    longestSeconds: lengths.reduce((longest, length) => Math.max(longest, length), 0),
  };
}

/** Those that begin soon after the same series' end. */
function comingBack(firings: readonly Judged[]): ReadonlySet<Judged> {
  const inTime = [...grouped(firings, ({ series }) => series).values()].map((all) =>
    [...all].sort((a, b) => a.from - b.from),
  );
  return new Set(
    inTime.flatMap((all) =>
      all.filter((one, index) => {
        const before = all[index - 1];
        return before !== undefined && one.from - before.to < AGAIN_SECONDS;
      }),
    ),
  );
}
