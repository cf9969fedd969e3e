// Who is notified of what, and when not.
import type { Duration } from "../../rules";
import type { Receiver } from "../receivers";

export interface Matcher {
  label: string;
  operator: "=" | "!=" | "=~" | "!~";
  value: string;
}

export interface Route {
  matchers: readonly Matcher[];
  receiver: string;
  timing: { groupWait: Duration; groupInterval: Duration; repeatInterval: Duration };
  groupBy: readonly string[];
  /** Whether later routes are looked at as well. */
  continue: boolean;
  muteTimings: readonly string[];
  /** Of a step of escalation: how long an alert fires, and nobody silences it, before it is sent. The group wait is as long. */
  after?: Duration;
}

/** While an alert of `source` fires, those of `target` with the same `equal` labels are not sent. */
export interface Inhibition {
  source: readonly Matcher[];
  target: readonly Matcher[];
  equal: readonly string[];
}

export interface MuteTiming {
  name: string;
  weekdays: readonly string[];
  times: readonly { from: string; to: string }[];
  timezone: string;
  /** `1`, `1:7`, or `-1` for the last. */
  daysOfMonth?: readonly string[];
  months?: readonly string[];
  /** In place of all that recurs: days, each from one time of its clock to another. */
  dates?: readonly { year: number; month: number; day: number; from: string; to: string }[];
}

/** Planned maintenance: while it lasts, nobody is notified of alerts that all matchers fit. */
export interface MaintenanceWindow {
  name: string;
  matchers: readonly Matcher[];
  reason: string;
  owner: string;
  /** Where it comes once: times in UTC, as ISO 8601. */
  once?: { from: string; to: string };
  /** What mutes routes in it; undefined where a deployment makes a silence of it. */
  muteTiming?: MuteTiming;
}

/** A webhook that alerts call to have something repaired; its address and its secret are credentials, and not here. */
export interface Remediation {
  name: string;
  /** The receiver of its routes. */
  receiver: string;
  reason: string;
  limit: { calls: number; per: Duration };
}

export interface Notifications {
  receivers: readonly Receiver[];
  /** The first route that matches takes the alert, unless it says `continue`. */
  routes: readonly Route[];
  /** Takes what no route matches. */
  fallback: string;
  inhibitions: readonly Inhibition[];
  muteTimings: readonly MuteTiming[];
  maintenance: readonly MaintenanceWindow[];
  /** Undefined where the settings have none. */
  remediation?: readonly Remediation[];
  /** How often the chain is drilled, and who is notified where it breaks; undefined where it is not. */
  drill?: { every: Duration; team: string };
  /** Whether Alertmanager writes what it sends into its log; undefined where it does not. */
  events?: true;
}
