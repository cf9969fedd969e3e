// Routes → Grafana's tree of notification policies.
import { type Matcher, type Notifications, type Route, waysOf } from "../../monitoring";
import { type Duration, duration, NOTIFICATION_TIMING, seconds } from "../../rules";
import { ALWAYS } from "./mute-timing";

/** A policy without further ones below it. */
export interface Policy {
  contactPoint: string;
  matchers: { label: string; match: Matcher["operator"]; value: string }[];
  groupBies: string[];
  groupWait: string;
  groupInterval: string;
  repeatInterval: string;
  continue: boolean;
  muteTimings: string[];
}

export interface PolicyTree {
  contactPoint: string;
  groupBies: string[];
  groupWait: string;
  groupInterval: string;
  repeatInterval: string;
  policies: Policy[];
}

/** Alerts that no policy takes come one message a problem, as those of the policies do. */
const GROUP_BY = ["alertname", "severity", "service"];

/** The whole tree: Grafana knows the same matchers, timings and `continue` as Alertmanager. */
export function policyTree({ receivers, routes, fallback }: Notifications): PolicyTree {
  const silent = new Set(receivers.filter((one) => waysOf(one).length === 0).map(({ name }) => name));
  return {
    contactPoint: fallback,
    groupBies: GROUP_BY,
    ...timingOf({ timing: NOTIFICATION_TIMING.warning }),
    policies: routes.map((route) => policy(route, silent.has(route.receiver) ? fallback : undefined)),
  };
}

/** A contact point that notifies nobody does not exist: its policy has another, and is muted at all times. */
function policy(route: Route, inPlaceOfNobody: string | undefined): Policy {
  return {
    contactPoint: inPlaceOfNobody ?? route.receiver,
    matchers: route.matchers.map(({ label, operator, value }) => ({ label, match: operator, value })),
    groupBies: [...route.groupBy],
    ...timingOf(route),
    continue: route.continue,
    muteTimings: inPlaceOfNobody ? [ALWAYS] : [...route.muteTimings],
  };
}

function timingOf({ timing: { groupWait, groupInterval, repeatInterval } }: Pick<Route, "timing">) {
  return {
    groupWait: asReadBack(groupWait),
    groupInterval: asReadBack(groupInterval),
    repeatInterval: asReadBack(repeatInterval),
  };
}

/** Grafana gives 24h back as 1d, which the provider takes for a change at every deployment. */
const asReadBack = (time: Duration) => duration(seconds(time));
