// The alerts that panels draw: found by name, and turned into Grafana's threshold steps.
import type { Threshold } from "@grafana/grafana-foundation-sdk/dashboard";
import { closest } from "fastest-levenshtein";
import { nameWhere } from "../promql";
import { type Alert, SEVERITIES, type Severity, severitiesOf } from "../rules";
import type { Dashboard } from "./dashboard";

type Colors = Partial<Record<Severity, string>>;

const COLOR: Colors = { critical: "red", warning: "orange", info: "blue" };

/** The alerts that the dashboard's panels name, by name. Throws, naming every panel whose alert cannot be drawn. */
export function drawnAlerts(dashboard: Dashboard, alerts: readonly Alert[]): Map<string, Alert> {
  const byName = new Map(alerts.map((alert) => [alert.name, alert]));
  const panels = dashboard.rows.flatMap((row) => row.panels);
  const problems = panels.flatMap(({ title, alert: name, unit }) => {
    if (name === undefined) return [];
    const alert = byName.get(name);
    if (!alert) {
      const nearest = alerts.length > 0 ? ` Did you mean "${closest(name, [...byName.keys()])}"?` : "";
      return [`panel "${title}" draws the alert "${name}", which is not there.${nearest}`];
    }
    if ((alert.above ?? alert.below) && alert.unit !== unit) {
      return [`panel "${title}" is in ${unit}, but the thresholds of "${name}" are in ${alert.unit}`];
    }
    return [];
  });
  if (problems.length > 0)
    throw new Error([`Dashboard ${dashboard.uid}:`, ...problems.map((p) => `  ${p}`)].join("\n"));
  const names = panels.flatMap((panel) => panel.alert ?? []);
  return new Map([...byName].filter(([name]) => names.includes(name)));
}

/**
 * The alert's thresholds as lines over time: steps from low to high, just one where there is no threshold. Grafana
 * draws a step's line in the colour of what lies above it, or below it where what lies above is transparent.
 */
export function lineSteps(alert: Alert | undefined): Threshold[] {
  return steps(alert, "transparent");
}

/** A threshold that an override gives to some series only. */
export interface OwnThreshold {
  legend: string;
  value: number;
  color: string;
}

/** Those that differ from the alert's: drawn as series of their own, because Grafana's steps hold for a whole panel. */
export function ownThresholds(alert: Alert | undefined): OwnThreshold[] {
  return (alert?.exceptions ?? []).flatMap(({ where, thresholds = {}, disabled }) =>
    SEVERITIES.flatMap((severity) => {
      const value = thresholds[severity];
      if (value === undefined || disabled) return [];
      return [{ legend: nameWhere(`${severity} threshold`, where), value, color: COLOR[severity] ?? "text" }];
    }),
  );
}

/** The colours of values: from each step on its colour, and `calm` where the alert does not fire. */
export function colorSteps(alert: Alert | undefined, calm: string, colors: Colors = COLOR): Threshold[] {
  const found = steps(alert, calm, colors);
  if (!alert?.above) return found;
  // The rule fires above its threshold, and Grafana colours from it on: a value just there, such as 0, must stay calm.
  return found.map(({ value, color }) => ({ value: value === null ? null : justAbove(value), color }));
}

/** A gauge shows how far a value is from its target: its last step is red, however urgent the alert is. */
export function targetSteps(alert: Alert | undefined, calm: string): Threshold[] {
  const [first, second, third] = alert ? severitiesOf(alert) : [];
  const colors = Object.fromEntries([first, second, third].flatMap((s, rank) => (s ? [[s, TARGET_COLORS[rank]]] : [])));
  return colorSteps(alert, calm, colors);
}

const TARGET_COLORS = ["red", "orange", "yellow"];

function justAbove(value: number): number {
  return Number.isInteger(value) ? value + Math.max(1, Math.abs(value)) * 1e-9 : value;
}

function steps(alert: Alert | undefined, calm: string, colors: Colors = COLOR): Threshold[] {
  const found = SEVERITIES.flatMap((severity) => {
    const value = (alert?.above ?? alert?.below)?.[severity];
    return value === undefined ? [] : [{ value, color: colors[severity] ?? calm }];
  });
  // Grafana's own default is red above 80; with nothing to judge by, values are in the colour of text.
  if (found.length === 0) return [{ value: null, color: "text" }];
  // Of steps at the same value Grafana takes the last, which is to be the most urgent.
  if (alert?.above) return [{ value: null, color: calm }, ...found.reverse().sort(byValue)];
  found.sort(byValue);
  const ascending = [...found.map(({ color }) => color), calm];
  return ascending.map((color, index) => ({ value: found[index - 1]?.value ?? null, color }));
}

const byValue = (a: { value: number }, b: { value: number }) => a.value - b.value;
