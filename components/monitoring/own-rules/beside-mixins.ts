// What a team's own rules change for the mixins: what is stored, and whose place an alert takes.
import type { Mixin } from "../../mixins";
import { metricsIn } from "../../promql";
import { definitionOf } from "../platforms";
import type { Settings } from "../settings/schema";
import { SettingsError } from "../settings/settings-error";
import type { OwnGroup } from "./types";

/** The settings with the metrics that own rules read among those that are stored. */
export function keepingOwn(settings: Settings, own: readonly OwnGroup[]): Settings {
  if (own.length === 0) return settings;
  const exprs = own.flatMap(({ recordings, alerts }) => [...recordings, ...alerts].map(({ expr }) => expr));
  const { scrape } = settings;
  return {
    ...settings,
    scrape: { ...scrape, extraMetrics: [...new Set([...scrape.extraMetrics, ...exprs.flatMap(metricsIn)])] },
  };
}

/**
 * The names of the mixins' alerts that own alerts take the place of.
 * Throws a `SettingsError` where they do and the settings do not say so, and where Grafana could not tell two rules apart.
 */
export function replacedBy(own: readonly OwnGroup[], mixins: readonly Mixin[], settings: Settings): string[] {
  const found = own.flatMap(({ file, alerts }) =>
    alerts.flatMap(({ name }) => {
      const mixin = mixins.find((one) => one.alerts.some((alert) => alert.name === name));
      return mixin ? [{ name, file, mixin: mixin.name }] : [];
    }),
  );
  const problems = settings.rules.replace
    ? []
    : found.map(({ name, file, mixin }) => ({
        path: "rules.files",
        message: `found the alert ${name} in ${file}, which the mixin ${mixin} has as well; rename it, or take the mixin's place with rules: { replace: true }`,
      }));
  const alike = [...problems, ...alikeInGrafana(own, settings)];
  if (alike.length > 0) throw new SettingsError(alike);
  return [...new Set(found.map(({ name }) => name))];
}

function alikeInGrafana(own: readonly OwnGroup[], { platform }: Settings) {
  if (!definitionOf(platform).grafanaThatSends(platform)) return [];
  const all = own.flatMap(({ file, alerts }) =>
    alerts.map(({ name, severity }) => ({ file, id: `${name} (${severity})` })),
  );
  return all
    .filter(({ id }, index) => all.findIndex((one) => one.id === id) !== index)
    .map(({ file, id }) => ({
      path: "rules.files",
      message: `found a second rule ${id} in ${file}; Grafana takes one of a name and severity: join them with "or"`,
    }));
}
