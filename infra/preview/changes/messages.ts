// Receivers, routes, inhibitions and mute timings as items.
import { RECEIVER_FACTS, waysOf } from "../../../components/monitoring";
import { readableDuration } from "../../../components/rules/readable";
import type { Item } from "./difference";
import type { Watched, WatchedMatcher } from "./watched";

const byName = ({ name }: Item) => name;

export const RECEIVER_IDENTITIES = [byName];
export const ROUTE_IDENTITIES = [byName];
export const INHIBITION_IDENTITIES = [byName, ({ name }: Item) => name.replace(/ of the same .*/, "")];
export const MUTE_TIMING_IDENTITIES = [byName];
export const MAINTENANCE_IDENTITIES = [byName];

/** What a receiver does not have is null, so that it shows when it comes or goes. */
const NO_WAY: Item["facts"] = Object.fromEntries(RECEIVER_FACTS.map((fact) => [fact, null]));

export function receiversIn({ notifications }: Watched): Item[] {
  return (notifications?.receivers ?? []).map((receiver) => ({
    name: receiver.name,
    facts: { ...NO_WAY, ...Object.fromEntries(waysOf(receiver).flatMap(({ facts }) => Object.entries(facts))) },
  }));
}

/** Lists of alert names grow and shrink with the alerts: they are facts, not part of what makes a route the same. */
const isList = ({ label }: WatchedMatcher) => label === "alertname";

const nameOf = (matchers: readonly WatchedMatcher[]) =>
  matchers
    .map((one) => `${one.label}${one.operator}${isList(one) ? "…" : `"${one.value}"`}`)
    .sort()
    .join(", ") || "everything";

const IN_WORDS: Record<string, string> = {
  "=": "alerts",
  "=~": "alerts",
  "!=": "all alerts but",
  "!~": "all alerts but",
};

const listsOf = (matchers: readonly WatchedMatcher[], what = "") =>
  Object.fromEntries(
    matchers.filter(isList).map(({ operator, value }) => [what + (IN_WORDS[operator] ?? operator), value.split("|")]),
  );

export function routesIn({ notifications }: Watched): Item[] {
  return (notifications?.routes ?? []).map(
    ({ matchers, receiver, timing, groupBy, continue: goesOn, muteTimings, after }) => ({
      name: nameOf(matchers),
      facts: {
        receiver,
        ...listsOf(matchers),
        "unless acknowledged within": after ? readableDuration(after) : null,
        "group wait": timing && readableDuration(timing.groupWait),
        "group interval": timing && readableDuration(timing.groupInterval),
        "repeat interval": timing && readableDuration(timing.repeatInterval),
        "grouped by": groupBy,
        "later routes": goesOn ? "looked at as well" : "left out",
        "muted in": muteTimings,
      },
    }),
  );
}

export function inhibitionsIn({ notifications }: Watched): Item[] {
  return (notifications?.inhibitions ?? []).map(({ source, target, equal }) => ({
    name: `${nameOf(source)} inhibits ${nameOf(target)}${equal ? sameness(equal) : ""}`,
    facts: { ...listsOf(source, "inhibiting "), ...listsOf(target, "inhibited "), "equal labels": equal },
  }));
}

/** A few labels tell inhibitions apart; many of them come and go with what is watched. */
const sameness = (labels: readonly string[]) =>
  labels.length > 0 && labels.length <= 3 ? ` of the same ${labels.join(", ")}` : "";

export function muteTimingsIn({ notifications }: Watched): Item[] {
  return (notifications?.muteTimings ?? []).map(({ name, weekdays, times, timezone }) => ({
    name,
    facts: { weekdays, times: times?.map(({ from, to }) => `${from} to ${to}`), timezone },
  }));
}

export function maintenanceIn({ notifications }: Watched): Item[] {
  return (notifications?.maintenance ?? []).map(({ name, matchers, reason, owner, once, muteTiming }) => ({
    name,
    facts: {
      alerts: matchers.map(({ label, operator, value }) => `${label}${operator}"${value}"`),
      once: once && `${once.from} to ${once.to}`,
      ...(!once &&
        muteTiming && {
          weekdays: muteTiming.weekdays,
          "days of the month": muteTiming.daysOfMonth,
          months: muteTiming.months,
          times: muteTiming.times.map(({ from, to }) => `${from} to ${to} ${muteTiming.timezone}`),
        }),
      reason,
      owner,
    },
  }));
}
