// Routes → Grafana's tree of notification policies.
import { FALLBACK_GROUP_BY, type Matcher, type Notifications, type RouteTree, routing, waysOf } from "../../monitoring";
import { type Duration, NOTIFICATION_TIMING, seconds } from "../../rules";
import { ALWAYS } from "./mute-timing";

/** A policy; those in a maintenance window have the others below them. */
export interface Policy {
  contactPoint: string;
  matchers: { label: string; match: Matcher["operator"]; value: string }[];
  groupBies: string[];
  groupWait: string;
  groupInterval: string;
  repeatInterval: string;
  continue: boolean;
  muteTimings: string[];
  policies?: Policy[];
}

export interface PolicyTree {
  contactPoint: string;
  groupBies: string[];
  groupWait: string;
  groupInterval: string;
  repeatInterval: string;
  policies: Policy[];
}

/**
 * The whole tree: Grafana knows the same matchers, timings and `continue` as Alertmanager.
 * @param named What a contact point or mute timing is called in Grafana.
 */
export function policyTree(notifications: Notifications, named = (name: string) => name): PolicyTree {
  const { receivers, fallback } = notifications;
  const silent = new Set(receivers.filter((one) => waysOf(one).length === 0).map(({ name }) => name));
  return {
    contactPoint: named(fallback),
    groupBies: FALLBACK_GROUP_BY,
    ...timingOf({ timing: NOTIFICATION_TIMING.warning }),
    policies: routing(notifications).routes.map((route) => policy(route, { silent, fallback, named })),
  };
}

interface Within {
  silent: ReadonlySet<string>;
  fallback: string;
  named: (name: string) => string;
}

/** A contact point that notifies nobody does not exist: its policy has another, and is muted at all times. */
function policy(route: RouteTree, within: Within): Policy {
  const { silent, fallback, named } = within;
  const isSilent = silent.has(route.receiver);
  return {
    contactPoint: named(isSilent ? fallback : route.receiver),
    matchers: route.matchers.map(({ label, operator, value }) => ({ label, match: operator, value })),
    groupBies: [...route.groupBy],
    ...timingOf(route),
    continue: route.continue,
    muteTimings: (isSilent ? [ALWAYS] : route.muteTimings).map(named),
    ...(route.routes.length > 0 && { policies: route.routes.map((one) => policy(one, within)) }),
  };
}

function timingOf({ timing: { groupWait, groupInterval, repeatInterval } }: Pick<RouteTree, "timing">) {
  return {
    groupWait: asReadBack(groupWait),
    groupInterval: asReadBack(groupInterval),
    repeatInterval: asReadBack(repeatInterval),
  };
}

/** Seconds of each unit, the largest first; years and weeks are written alone or not at all. */
const READ_BACK = { y: 31_536_000, w: 604_800, d: 86_400, h: 3600, m: 60, s: 1 } as const;

/**
 * A time as Grafana, with Prometheus' `model.Duration`, gives it back: `1d` for `24h`, `2m5s` for `125s`. The provider would take another
 * way to write it for a change at every deployment.
 */
function asReadBack(time: Duration): string {
  let rest = seconds(time);
  let text = "";
  for (const [unit, size] of Object.entries(READ_BACK)) {
    if (rest < size || ("yw".includes(unit) && rest % size !== 0)) continue;
    text += `${Math.floor(rest / size)}${unit}`;
    rest %= size;
  }
  return text || "0s";
}
