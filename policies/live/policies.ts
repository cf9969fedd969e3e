// What a running Prometheus is asked of rules. These are judged by lint --prometheus alone: of a file without it nothing is known.
import type { Level } from "../policy";

/** The pack that findings name. */
export const PACK = "live";

export interface LivePolicy {
  name: string;
  level: Level;
  /** One sentence: what must be so. */
  description: string;
  /** Why it bites, and what to do. */
  why: string;
  fix: string;
}

/** What a rule may read at each evaluation: a tenth of what Prometheus allows a query by default. */
export const DEAR = { samples: 5_000_000, seconds: 5 };

/** Firings a day that are too many for one alert. */
export const MOST_A_DAY = 10;

const table = {
  series: {
    name: "live-series",
    level: "advisory",
    description: "The series that a rule reads are there, with the labels that it names.",
    why: "The rule has no result there, or another one than is meant, and nobody sees that",
    fix: "Correct the name or the label, or collect what is missing",
  },
  refused: {
    name: "live-refused",
    level: "mandatory",
    description: "The running Prometheus evaluates the expression.",
    why: "The rule never has a result there",
    fix: "Correct the expression",
  },
  firing: {
    name: "live-firing",
    level: "advisory",
    description: `An alert would not have fired more than ${MOST_A_DAY} times a day.`,
    why: "Whoever is called that often no longer looks",
    fix: "Raise its threshold, lengthen its for, or sum over what belongs together",
  },
  cost: {
    name: "live-cost",
    level: "advisory",
    description: `An evaluation reads at most ${DEAR.samples / 1e6} million samples and takes at most ${DEAR.seconds} s.`,
    why: "Prometheus evaluates it again and again, and rules beside it wait",
    fix: "Record its parts, shorten its ranges, or select fewer series",
  },
} as const satisfies Readonly<Record<string, LivePolicy>>;

export const LIVE = table;
export const LIVE_POLICIES: readonly LivePolicy[] = Object.values(table);
