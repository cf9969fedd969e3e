// What the settings change about alerts: of all their series, or of some.
import type { Dashboard, Panel } from "../../dashboards";
import type { Mixin } from "../../mixins";
import { whereText } from "../../promql";
import type { Alert, Exception } from "../../rules";
import { isOnLogs } from "../logs/overrides";
import type { PlacedAlert } from "../model/monitoring";
import type { Settings } from "../settings/schema";
import { SettingsError } from "../settings/settings-error";
import { changedEverywhere, changesIn, everywhere } from "./changes";
import { overrideProblems } from "./problems";
import { type Override, whereOf } from "./schema";
import { seriesLabels } from "./series-labels";

/** What the settings say of alerts, and of who owns what. */
export type Overriding = Pick<Settings, "alerts" | "services" | "team">;

export const teamsOf = ({ services, team }: Pick<Settings, "services" | "team">): ReadonlyMap<string, string> =>
  new Map(services.map((service) => [service.name, service.team ?? team]));

/** The mixins with the overrides applied. Throws a `SettingsError` that lists every override that cannot be. */
export function applyOverrides(mixins: readonly Mixin[], settings: Overriding): Mixin[] {
  const overrides = settings.alerts.filter((one) => !isOnLogs(one));
  if (overrides.length === 0) return [...mixins];
  const alerts = new Map(mixins.flatMap((mixin) => mixin.alerts).map((alert) => [alert.name, alert]));
  const problems = overrideProblems(overrides, {
    alerts,
    series: seriesLabels(mixins),
    teams: teamsOf(settings),
  });
  if (problems.length > 0) throw new SettingsError(problems);
  const isOff = (name: string) => everywhere(name, overrides)?.disabled !== undefined;
  return mixins.map((mixin) => ({
    ...mixin,
    alerts: mixin.alerts.flatMap((alert) => changed(alert, overrides)),
    dashboards: mixin.dashboards.map((dashboard) => withoutLinesOf(dashboard, isOff)),
  }));
}

/** Whether an override says why the rule may be over its detection budget. */
export const isExcused = ({ alert, where }: PlacedAlert, overrides: readonly Override[]): boolean =>
  overrides.some((one) => {
    if (one.alert !== alert.name || !one.overBudget) return false;
    const of = whereOf(one);
    return !of || (where !== undefined && whereText(of) === whereText(where));
  });

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

function changed(alert: Alert, overrides: readonly Override[]): Alert[] {
  const meant = overrides.filter((one) => one.alert === alert.name);
  const all = everywhere(alert.name, meant);
  if (all?.disabled) return [];
  const exceptions = meant.flatMap((one): Exception[] => {
    const where = whereOf(one);
    return where ? [{ where, ...changesIn(one), ...(one.disabled && { disabled: true }) }] : [];
  });
  const own = [...(alert.exceptions ?? []), ...exceptions];
  return [{ ...changedEverywhere(alert, all), ...(own.length > 0 && { exceptions: own }) }];
}
