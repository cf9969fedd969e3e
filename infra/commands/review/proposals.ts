// What would make alerts quieter and loses nothing that anybody could have acted on: a longer `for`, proven over the same firings.
import { grouped } from "../../../components/grouped";
import type { Monitoring, PlacedAlert } from "../../../components/monitoring";
import {
  DETECTION_BUDGET,
  type Duration,
  duration,
  type Severity,
  seconds,
  severitiesOf,
} from "../../../components/rules";
import type { Figures } from "./figures";

/** Of fewer firings nothing follows. */
const LEAST_FIRINGS = 3;

/** Added to `for`, in seconds: the shortest that silences at least half. No more, or an incident that somebody acted on might be among them. */
const STEPS = [30, 60, 120, 300, 600, 900];

/** One that fires for a larger share of the time says nothing any more. */
const MOST_OF_THE_TIME = 0.5;

export interface Proposal {
  alert: string;
  severity: string;
  /** Why, and what follows from it, as a sentence or two. */
  says: string;
  /** The setting, where one is the answer, and all severities that the alert has. */
  change?: { severity: Severity; for: Duration; severities: readonly Severity[] };
}

/** @param over The time that was looked at, in seconds. */
export function proposalsFor(figures: readonly Figures[], { groups }: Monitoring, over: number): Proposal[] {
  const placed = groups.flatMap(({ alerts }) => alerts);
  return ofAllTeams(figures).flatMap((one) => {
    const rule = placed.find(
      ({ alert, severity, where }) => alert.name === one.alert && severity === one.severity && !where,
    );
    return rule ? proposalFor(one, rule, over) : [];
  });
}

/** What an alert of one severity did, for whichever team: it has one `for`. */
type Seen = Pick<Figures, "alert" | "severity" | "sent" | "again">;

const ofAllTeams = (figures: readonly Figures[]): Seen[] =>
  [...grouped(figures, ({ alert, severity }) => `${alert} ${severity}`).values()].map((all) => ({
    alert: all[0].alert,
    severity: all[0].severity,
    sent: all.flatMap(({ sent }) => sent),
    again: all.reduce((sum, { again }) => sum + again, 0),
  }));

function proposalFor({ alert, severity, sent, again }: Seen, rule: PlacedAlert, over: number): Proposal[] {
  const about = { alert, severity };
  const constant = [...grouped(sent, ({ series }) => series).values()].filter(
    (firings) => firings.reduce((sum, { from, to }) => sum + to - from, 0) > MOST_OF_THE_TIME * over,
  );
  if (constant.length > 0) {
    const of = constant.length === 1 ? "one of its series" : `${constant.length} of its series`;
    const says = `fires for most of the time on ${of}: nobody acts on it. Mend the cause, override its threshold there, or disable it with a reason.`;
    return [{ ...about, says }];
  }
  if (sent.length < LEAST_FIRINGS) return [];
  const kept = rule.keepFiringFor ? seconds(rule.keepFiringFor) : 0;
  // The condition itself had ended so much earlier; what fires still may last.
  const lostBy = (step: number) => sent.filter(({ from, to, isOpen }) => !isOpen && to - from - kept < step);
  const step = STEPS.find((one) => lostBy(one).length >= sent.length / 2);
  if (step === undefined) {
    if (again < sent.length / 2) return [];
    const says = `comes back within a quarter of an hour in ${again} of ${sent.length} firings, each too long for another \`for\`: override its threshold.`;
    return [{ ...about, says }];
  }
  const lost = lostBy(step);
  const budget = seconds(DETECTION_BUDGET[rule.severity]);
  const rest = sent.length - lost.length;
  const quieter = `${lost.length} of ${sent.length} firings ended by themselves within ${duration(step)}`;
  if (rule.latencySeconds + step > budget) {
    const says = `${quieter}; its budget of ${budget} s leaves no room for a longer \`for\`. Override its threshold, or let it be a milder severity.`;
    return [{ ...about, says }];
  }
  const longer = duration(seconds(rule.for) + step);
  const others = rest > 0 ? `; ${rest} would be, ${duration(step)} later` : "";
  return [
    {
      ...about,
      says: `\`for: ${longer}\` instead of ${rule.for}. ${quieter} and would not have been sent${others}.`,
      change: { severity: rule.severity, for: longer, severities: severitiesOf(rule.alert) },
    },
  ];
}
