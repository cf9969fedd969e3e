// Alerts that cannot hold their detection budget because their targets are scraped too rarely: deployed nevertheless, and said
// with the interval that would hold it. Those that are late for another reason are refused.
import { whereText } from "../../promql";
import { DETECTION_BUDGET, type Duration, seconds } from "../../rules";
import type { PlacedAlert, RuleGroup } from "../model/monitoring";
import type { Settings } from "../settings/schema";
import { cappedAt } from "../targets/intervals";
import { isLate, refuseLate } from "./place";

/** Longest first. */
const INTERVALS: readonly Duration[] = ["150s", "120s", "90s", "60s", "45s", "30s", "20s", "15s", "10s", "5s"];

/**
 * The groups with what is said of their late alerts.
 * @param placedFor The groups as they would be for other settings.
 * Throws where an alert is late however often its targets are scraped.
 */
export function lateSaid(
  groups: readonly RuleGroup[],
  settings: Settings,
  placedFor: (settings: Settings) => readonly RuleGroup[],
): RuleGroup[] {
  if (!groups.some(({ alerts }) => alerts.some(isLate))) return [...groups];
  const holds = INTERVALS.map((interval) => ({
    interval,
    late: new Set(placedFor(cappedAt(interval, settings)).flatMap(({ alerts }) => alerts.filter(isLate).map(idOf))),
  }));
  const holdsAt = (alert: PlacedAlert) => holds.find(({ late }) => !late.has(idOf(alert)))?.interval;
  refuseLate(
    groups.flatMap(({ alerts }) => alerts.filter((alert) => !holdsAt(alert))),
    settings.alerts,
  );
  return groups.map((group) => ({ ...group, alerts: group.alerts.map((alert) => said(alert, holdsAt(alert))) }));
}

const idOf = ({ alert, severity, where = {} }: PlacedAlert) => `${alert.name} ${severity} ${whereText(where)}`;

function said(alert: PlacedAlert, holdsAt: Duration | undefined): PlacedAlert {
  if (!isLate(alert) || !holdsAt) return alert;
  return { ...alert, late: { budgetSeconds: seconds(DETECTION_BUDGET[alert.severity]), holdsAt } };
}
