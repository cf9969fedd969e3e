// Rule groups by how soon their rules are needed: what pages is evaluated with every scrape, everything else three times more
// rarely. Recordings are among the first where something that pages reads them, be it through others.
import { wordsIn } from "../../promql";
import type { Alert, Recording, Severity } from "../../rules";
import type { PlacedAlert, RuleGroup } from "../model/monitoring";

/** How often rules are evaluated that page, or say that something is down; a share of their detection latency. */
export const EVALUATION_INTERVAL = "10s";

/** How often all other rules are. */
export const CALM_INTERVAL = "30s";

/**
 * Whether a rule is evaluated at every `EVALUATION_INTERVAL`: what is down has to be known before what it explains is sent,
 * and the dead-man's switch is as urgent as what it stands for.
 */
export const isUrgent = ({ down, route }: Pick<Alert, "down" | "route">, severity: Severity) =>
  severity === "critical" || down !== false || route === "heartbeat";

/** How often an alert is evaluated whose severities are all calm, else how often its urgent ones are. */
export const evaluationOf = (alerts: readonly Pick<PlacedAlert, "alert" | "severity">[]) =>
  alerts.some(({ alert, severity }) => isUrgent(alert, severity)) ? EVALUATION_INTERVAL : CALM_INTERVAL;

/**
 * Each group as the two that are evaluated, the urgent under its own name; those without rules are left out.
 * @param groups All that read each other's recordings.
 */
export function byUrgency(groups: readonly RuleGroup[]): RuleGroup[] {
  const urgent = urgentRecordings(groups);
  return groups.flatMap((group): RuleGroup[] => {
    const part = (isPart: boolean) => ({
      recordings: group.recordings.filter((recording) => urgent.has(recording) === isPart),
      alerts: group.alerts.filter(({ alert, severity }) => isUrgent(alert, severity) === isPart),
    });
    return [
      { ...group, interval: EVALUATION_INTERVAL, ...part(true) } as const,
      { ...group, name: `${group.name}-${CALM_INTERVAL}`, interval: CALM_INTERVAL, ...part(false) } as const,
    ].filter(({ recordings, alerts }) => recordings.length + alerts.length > 0);
  });
}

/** What urgent alerts read, and what that reads. */
function urgentRecordings(groups: readonly RuleGroup[]): ReadonlySet<Recording> {
  const urgent = groups.flatMap(({ alerts }) => alerts.filter(({ alert, severity }) => isUrgent(alert, severity)));
  return recordingsReadBy(
    urgent.map(({ expr }) => expr),
    groups.flatMap(({ recordings }) => recordings),
  );
}

/** The recordings that expressions read, directly or through others. */
export function recordingsReadBy(exprs: readonly string[], recordings: readonly Recording[]): ReadonlySet<Recording> {
  const found = new Set<Recording>();
  const read = (expr: string): void => {
    const words = wordsIn(expr);
    for (const recording of recordings.filter(({ record }) => words.has(record))) {
      if (found.has(recording)) continue;
      found.add(recording);
      read(recording.expr);
    }
  };
  exprs.forEach(read);
  return found;
}
