// What the settings change about alerts, by name.
import type { Dashboard, Panel } from "../../dashboards";
import type { Mixin } from "../../mixins";
import { type Alert, severitiesOf } from "../../rules";
import { didYouMean, type SettingsProblem } from "../settings/issues";
import type { Settings } from "../settings/schema";
import { SettingsError } from "../settings/settings-error";
import { thresholdProblem, thresholdsIn } from "../settings/threshold";

type Overrides = Settings["alerts"];

/** The mixins with the overrides applied. Throws a `SettingsError` that lists every override that cannot be. */
export function applyOverrides(mixins: readonly Mixin[], overrides: Overrides): Mixin[] {
  const alerts = new Map(mixins.flatMap((mixin) => mixin.alerts).map((alert) => [alert.name, alert]));
  const problems = Object.entries(overrides).flatMap(([name, override]) => overrideProblems(name, override, alerts));
  if (problems.length > 0) throw new SettingsError(problems);
  return mixins.map((mixin) => ({
    ...mixin,
    alerts: mixin.alerts.flatMap((alert) => changed(alert, overrides[alert.name])),
    dashboards: mixin.dashboards.map((dashboard) =>
      withoutLinesOf(dashboard, (name) => overrides[name]?.disabled !== undefined),
    ),
  }));
}

/** The mixins without some of their alerts, and the lines of those. */
export function withoutAlerts(mixins: readonly Mixin[], names: readonly string[]): Mixin[] {
  if (names.length === 0) return [...mixins];
  return mixins.map((mixin) => ({
    ...mixin,
    alerts: mixin.alerts.filter(({ name }) => !names.includes(name)),
    dashboards: mixin.dashboards.map((dashboard) => withoutLinesOf(dashboard, (name) => names.includes(name))),
  }));
}

/** A dashboard whose panels draw no thresholds of disabled alerts. */
function withoutLinesOf(dashboard: Dashboard, isDisabled: (alert: string) => boolean): Dashboard {
  const panel = ({ alert, ...rest }: Panel): Panel => (alert && !isDisabled(alert) ? { alert, ...rest } : rest);
  return { ...dashboard, rows: dashboard.rows.map((row) => ({ ...row, panels: row.panels.map(panel) })) };
}

function changed(alert: Alert, override: Overrides[string] | undefined): Alert[] {
  if (!override) return [alert];
  if (override.disabled) return [];
  const side = alert.above ? "above" : "below";
  return [
    {
      ...alert,
      ...(override.threshold && { [side]: { ...alert[side], ...thresholdsIn(override.threshold) } }),
      ...(override.severity && { severity: override.severity }),
      ...(override.for && { for: durations(alert, override.for) }),
    },
  ];
}

/** A single duration replaces all; durations by severity replace those that are named. */
function durations(alert: Alert, change: NonNullable<Overrides[string]["for"]>): Alert["for"] {
  if (typeof change === "string" || typeof alert.for !== "string") {
    return typeof change === "string" ? change : { ...(alert.for as object), ...change };
  }
  const everywhere = alert.for;
  return { ...Object.fromEntries(severitiesOf(alert).map((severity) => [severity, everywhere])), ...change };
}

export function overrideProblems(
  name: string,
  override: Overrides[string],
  alerts: ReadonlyMap<string, Alert>,
): SettingsProblem[] {
  const alert = alerts.get(name);
  const path = `alerts.${name}`;
  if (!alert) {
    return [{ path, message: `found an alert that no mixin in use has.${didYouMean(name, [...alerts.keys()])}` }];
  }
  const problems: SettingsProblem[] = [];
  const thresholds = alert.above ?? alert.below;
  if (override.threshold && !thresholds) {
    problems.push({
      path: `${path}.threshold`,
      message: `found a threshold, but ${name} has none: its expression is the whole condition`,
    });
  }
  if (override.severity && thresholds) {
    problems.push({
      path: `${path}.severity`,
      message: `found a severity, but ${name} has a threshold for each; give threshold: { ${override.severity}: … }`,
    });
  }
  const unlikely = Object.entries(thresholds ? (override.threshold ?? {}) : {}).flatMap(([severity, found]) => {
    const message = thresholdProblem(alert, found);
    return message ? [{ path: `${path}.threshold.${severity}`, message }] : [];
  });
  if (unlikely.length > 0) return [...problems, ...unlikely];
  const { critical, warning } = { ...thresholds, ...thresholdsIn(override.threshold) };
  if (critical !== undefined && warning !== undefined && thresholds && critical > warning !== Boolean(alert.above)) {
    const order = alert.above ? "above" : "below";
    problems.push({
      path: `${path}.threshold`,
      message: `found critical ${critical} and warning ${warning}; the critical one must lie ${order} the warning one`,
    });
  }
  return problems;
}
