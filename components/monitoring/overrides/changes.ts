// An override as what it changes of an alert.
import { type Alert, type Exception, except } from "../../rules";
import type { Override } from "./schema";
import { thresholdsIn } from "./threshold";

/** The override of an alert for all of its series. */
export const everywhere = (alert: string, overrides: readonly Override[]): Override | undefined =>
  overrides.find((one) => one.alert === alert && !one.where);

/** The alert as it is for all series that no override singles out. */
export const changedEverywhere = (alert: Alert, override: Override | undefined): Alert =>
  override ? except(alert, changesIn(override)) : alert;

export const changesIn = ({ threshold, severity, for: held }: Override): Omit<Exception, "where" | "disabled"> => ({
  ...(threshold && { thresholds: thresholdsIn(threshold) }),
  ...(severity && { severity }),
  ...(held && { for: held }),
});
