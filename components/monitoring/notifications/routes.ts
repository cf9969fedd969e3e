// Who is notified of what: all routes, in the order in which they are tried.
import type { Mixin } from "../../mixins";
import { type Alert, type Duration, duration, NOTIFICATION_TIMING, type Severity, seconds } from "../../rules";
import { FALLBACK_GROUP_BY } from "../maintenance/routing";
import type { Endpoints, Matcher, Route } from "../model/monitoring";
import { mainReceiver, namedReceiver, ownRoutes, type Receiver, receiverOf, watchdogReceiver } from "../receivers";
import { remediationRoutes } from "../remediation/routes";
import type { Settings } from "../settings/schema";
import { DRILL_FAILED } from "./drill-failed";
import { amongst, is, not, oneOf } from "./matchers";

export type RouteTo = Omit<Route, "receiver"> & { to: Receiver };

/** Those that go on to further routes come first; what comes last takes an alert for good. */
export function routesOf(settings: Settings, endpoints: Endpoints, mixins: readonly Mixin[]): RouteTo[] {
  const own = ownRoutes(settings.notifications);
  const muted = (routes: typeof own) =>
    routes.flatMap(({ severity, to, ...more }) => mutedRoutes(settings, severity, to, more));
  return [
    ...watchdogRoutes(settings, endpoints, mixins),
    ...routesPastMain(settings, mixins),
    ...drillRoutes(settings, mixins),
    ...remediationRoutes(settings),
    ...muted(own.filter((route) => route.continue)),
    ...otherRoutes(settings),
    ...escalationRoutes(settings),
    ...muted(own.filter((route) => !route.continue)),
  ];
}

function route(severity: Severity, matchers: Matcher[], to: Receiver, more: Partial<RouteTo> = {}): RouteTo {
  return {
    matchers,
    to,
    timing: NOTIFICATION_TIMING[severity],
    groupBy: FALLBACK_GROUP_BY,
    continue: false,
    muteTimings: [],
    ...more,
  };
}

function watchdogRoutes({ notifications }: Settings, endpoints: Endpoints, mixins: readonly Mixin[]): RouteTo[] {
  const names = heartbeatAlerts(mixins);
  const to = watchdogReceiver(notifications, endpoints.heartbeat) ?? { name: "nobody" };
  // Once a minute: the group is looked at every 15 s, and a repetition is due at the fourth time, a little before it. Alertmanager
  // warns where it is due more often than the group is looked at; due at the very moment, every second one would be left out.
  const timing = { groupWait: "0s", groupInterval: "15s", repeatInterval: "50s" } as const;
  return names.length > 0 ? [route("critical", [oneOf("alertname", names)], to, { timing })] : [];
}

export const heartbeatAlerts = (mixins: readonly Mixin[]) => routedTo("heartbeat", mixins);

const routedTo = (route: Alert["route"], mixins: readonly Mixin[]) =>
  mixins
    .flatMap((mixin) => mixin.alerts)
    .filter((alert) => alert.route === route)
    .map((alert) => alert.name);

/**
 * That the main receiver takes no messages is no message for itself: every other one gets it, whatever its severities are.
 * Alertmanager names the kind in the label `integration`.
 */
function routesPastMain(settings: Settings, mixins: readonly Mixin[]): RouteTo[] {
  const names = mixins
    .flatMap((mixin) => mixin.alerts)
    .filter(({ name }) => FAILED_NOTIFICATIONS.includes(name))
    .map(({ name }) => name);
  if (names.length === 0) return [];
  const { integration } = mainReceiver(settings.notifications);
  return pastMain(settings, [oneOf("alertname", names), is("integration", integration)]);
}

/** What a drill finds may be that the main receiver takes no messages. */
function drillRoutes(settings: Settings, mixins: readonly Mixin[]): RouteTo[] {
  const names = drillAlerts(settings, mixins);
  return names.length > 0 ? pastMain(settings, [oneOf("alertname", names)]) : [];
}

/** What a drill finds, and that none runs. */
export const drillAlerts = ({ notifications }: Settings, mixins: readonly Mixin[]): string[] => [
  ...(notifications.drill ? [DRILL_FAILED] : []),
  ...routedTo("everyone", mixins),
];

const pastMain = (settings: Settings, matchers: readonly Matcher[]): RouteTo[] =>
  besideMain(settings).map(({ to, severities }) => {
    // Those that its own routes send anyway would come twice.
    const further = severities.length > 0 ? [not("severity", severities)] : [];
    return route("critical", [...matchers, ...further], to, { continue: true });
  });

const FAILED_NOTIFICATIONS = [
  "AlertmanagerFailedToSendAlerts",
  "AlertmanagerClusterFailedToSendAlerts",
  "GrafanaNotificationsFailing",
];

/**
 * Who is notified beside the main receiver, with the severities that each gets of every team. Without any, nobody hears that the
 * main one is broken.
 */
export function besideMain({ notifications }: Settings): { to: Receiver; severities: string[] }[] {
  const own = ownRoutes(notifications).filter((route) => route.continue);
  const receivers = [...new Map(own.map(({ to }) => [to.name, to])).values()];
  return [
    ...receivers.map((to) => ({
      to,
      severities: own
        .filter((one) => one.to.name === to.name && one.teams.length === 0)
        .map(({ severity }) => severity),
    })),
    ...notifications.receivers.map((entry) => ({
      to: receiverOf(entry, notifications),
      severities: entry.teams.length === 0 ? entry.severities : [],
    })),
  ];
}

/** The entries of `also`: each route continues to the next. */
function otherRoutes(settings: Settings): RouteTo[] {
  const { notifications } = settings;
  return notifications.receivers.flatMap((entry) => {
    const to = receiverOf(entry, notifications);
    return entry.severities.flatMap((severity) =>
      mutedRoutes(settings, severity, to, { teams: entry.teams, continue: true }),
    );
  });
}

/**
 * A step waits as its group's wait, after the first message: of what is resolved before, or silenced at that time, nothing is sent. A group that is silenced
 * is looked at again every group interval, so that the step comes once the silence is over.
 */
function escalationRoutes(settings: Settings): RouteTo[] {
  const { notifications } = settings;
  return notifications.escalation.flatMap(({ after, to, teams }) => {
    const receiver = namedReceiver(to, notifications);
    return receiver ? mutedRoutes(settings, "critical", receiver, { teams, continue: true, after }) : [];
  });
}

/**
 * The routes of a severity to a receiver, of all teams where none is named. Mute timings hold back whole routes, so that teams
 * with timings of their own have a route of their own, and where routes continue the general one leaves them out.
 */
function mutedRoutes(
  settings: Settings,
  severity: Severity,
  to: Receiver,
  {
    teams = [],
    continue: goesOn = false,
    after,
  }: { teams?: readonly string[]; continue?: boolean; after?: Duration } = {},
): RouteTo[] {
  const timings = settings.notifications.muteTimings.filter((timing) => timing.severities.includes(severity));
  const general = timings.filter((timing) => timing.teams.length === 0).map(({ name }) => name);
  const apart = [...new Set(timings.flatMap((timing) => timing.teams))].filter(
    (team) => teams.length === 0 || teams.includes(team),
  );
  const timing = NOTIFICATION_TIMING[severity];
  const of = (matchers: Matcher[], own: readonly string[]) =>
    route(severity, [...matchers, is("severity", severity)], to, {
      continue: goesOn,
      muteTimings: [...general, ...own],
      // Between evaluations, as the first message.
      ...(after && { after, timing: { ...timing, groupWait: duration(seconds(timing.groupWait) + seconds(after)) } }),
    });
  const others = teams.filter((team) => !apart.includes(team));
  const rest = others.length > 0 ? [amongst("team", others)] : goesOn && apart.length > 0 ? [not("team", apart)] : [];
  return [
    ...apart.map((team) => of([is("team", team)], namesFor(timings, team))),
    ...(teams.length > 0 && others.length === 0 ? [] : [of(rest, [])]),
  ];
}

const namesFor = (timings: readonly { name: string; teams: string[] }[], team: string) =>
  timings.filter((timing) => timing.teams.includes(team)).map((timing) => timing.name);
