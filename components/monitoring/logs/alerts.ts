// The alerts on logs as the settings have them.
import { type LogAlert, logAlert } from "../../rules";
import type { Override } from "../overrides/schema";
import { LOG_ALERTS } from "./alert-list";
import { overridden } from "./overrides";
import type { Logs } from "./settings";

/** @param overrides Of all alerts; those of others are passed over. */
export const logAlertsIn = ({ alerts }: Pick<Logs, "alerts">, overrides: readonly Override[] = []): LogAlert[] =>
  LOG_ALERTS.flatMap((alert) => {
    const { disabled, above } = alerts[alert.name] ?? {};
    return disabled ? [] : overridden(above ? logAlert({ ...alert, above }) : alert, overrides);
  });
