// Who is notified of what, and what is inhibited because something else explains it (long: all routes in the order in which they are tried).
import type { Mixin } from "../../mixins";
import { labelNames, NOTIFICATION_TIMING, rulesOf, SEVERITIES, type Severity } from "../../rules";
import { hostDownAlerts } from "../alerts/down-hosts";
import { FALLBACK_GROUP_BY } from "../maintenance/routing";
import { maintenanceWindows } from "../maintenance/windows";
import type { Endpoints, Inhibition, Matcher, MuteTiming, Notifications, Route } from "../model/monitoring";
import { type Receiver, withMailServer } from "../receivers";
import type { Settings } from "../settings/schema";
import { hostOf } from "../targets/on-hosts";

const is = (label: string, value: string): Matcher => ({ label, operator: "=", value });
const oneOf = (label: string, values: readonly string[]): Matcher => ({
  label,
  operator: "=~",
  value: values.join("|"),
});
/** Two alerts that both lack a label have it in common, to Alertmanager: what explains has it. */
const there = (label: string): Matcher => ({ label, operator: "=~", value: ".+" });
const amongst = (label: string, values: readonly string[]): Matcher =>
  values.length === 1 && values[0] ? is(label, values[0]) : oneOf(label, values);
const not = (label: string, values: readonly string[]): Matcher => ({ label, operator: "!~", value: values.join("|") });

/** Routes by severity and team, the dead-man's switch, and inhibitions from the topology. */
export function notifications(settings: Settings, endpoints: Endpoints, mixins: readonly Mixin[]): Notifications {
  const routes = [
    ...heartbeatRoutes(settings, endpoints, mixins),
    ...routesPastSlack(settings, mixins),
    ...pagerRoutes(settings),
    ...otherRoutes(settings),
    ...slackRoutes(settings),
  ];
  return {
    receivers: receiversOf(routes),
    routes: routes.map(({ to, ...route }) => ({ ...route, receiver: to.name })),
    fallback: slackReceiver(settings.notifications.slack.channels.warning, settings.notifications.slack).name,
    inhibitions: [...bySeverity(mixins), ...byHost(settings, endpoints, mixins), ...byDependency(settings, mixins)],
    muteTimings: settings.notifications.muteTimings.map(muteTiming),
    maintenance: maintenanceWindows(settings, heartbeatAlerts(mixins)),
  };
}

type RouteTo = Omit<Route, "receiver"> & { to: Receiver };

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

function heartbeatRoutes(settings: Settings, endpoints: Endpoints, mixins: readonly Mixin[]): RouteTo[] {
  const names = heartbeatAlerts(mixins);
  const heartbeat = settings.notifications.heartbeat ?? endpoints.heartbeat;
  const to: Receiver = heartbeat ? { name: "heartbeat", heartbeat } : { name: "nobody" };
  // Once a minute: the group is looked at every 15 s, and a repetition is due at the fourth time, a little before it. Alertmanager
  // warns where it is due more often than the group is looked at; due at the very moment, every second one would be left out.
  const timing = { groupWait: "0s", groupInterval: "15s", repeatInterval: "50s" } as const;
  return names.length > 0 ? [route("critical", [oneOf("alertname", names)], to, { timing })] : [];
}

const heartbeatAlerts = (mixins: readonly Mixin[]) =>
  mixins
    .flatMap((mixin) => mixin.alerts)
    .filter((alert) => alert.route === "heartbeat")
    .map((alert) => alert.name);

/**
 * That Slack takes no messages is no message for Slack: every other receiver gets it, whatever its severities are. Alertmanager
 * and Grafana name the way in the label `integration`.
 */
function routesPastSlack(settings: Settings, mixins: readonly Mixin[]): RouteTo[] {
  const names = mixins
    .flatMap((mixin) => mixin.alerts)
    .filter(({ name }) => FAILED_NOTIFICATIONS.includes(name))
    .map(({ name }) => name);
  if (names.length === 0) return [];
  const matchers = [oneOf("alertname", names), is("integration", "slack")];
  return othersThanSlack(settings).map(({ to, severities }) => {
    // Those that its own routes send anyway would come twice.
    const further = severities.length > 0 ? [not("severity", severities)] : [];
    return route("critical", [...matchers, ...further], to, { continue: true });
  });
}

const FAILED_NOTIFICATIONS = [
  "AlertmanagerFailedToSendAlerts",
  "AlertmanagerClusterFailedToSendAlerts",
  "GrafanaNotificationsFailing",
];

/** Who is notified beside Slack, with the severities that each gets of every team; without any, nobody hears that Slack is broken. */
export function othersThanSlack({ notifications: { also, smtp, pagerduty } }: Settings) {
  const pager = { to: { name: "pagerduty", pagerduty: true } as Receiver, severities: ["critical"] };
  const others = also.map(({ name, severities, teams, ...ways }) => ({
    to: withMailServer<Receiver>({ name, ...ways }, smtp),
    severities: teams.length === 0 ? severities : [],
  }));
  return [...(pagerduty ? [pager] : []), ...others];
}

function pagerRoutes(settings: Settings): RouteTo[] {
  if (!settings.notifications.pagerduty) return [];
  return mutedRoutes(settings, "critical", { name: "pagerduty", pagerduty: true }, { continue: true });
}

/** Those notified beside Slack: each route continues to the next. */
function otherRoutes(settings: Settings): RouteTo[] {
  const { also, smtp } = settings.notifications;
  return also.flatMap(({ name, severities, teams, ...ways }) => {
    const to: Receiver = withMailServer({ name, ...ways }, smtp);
    return severities.flatMap((severity) => mutedRoutes(settings, severity, to, { teams, continue: true }));
  });
}

/** A team's channel where it has one for the severity, else the severity's. */
function slackRoutes(settings: Settings): RouteTo[] {
  const { channels, teams } = settings.notifications.slack;
  const ofTeams = Object.entries(teams).flatMap(([team, channel]) =>
    SEVERITIES.flatMap((severity) => {
      const name = typeof channel === "string" ? channel : channel[severity];
      return name
        ? mutedRoutes(settings, severity, slackReceiver(name, settings.notifications.slack), { teams: [team] })
        : [];
    }),
  );
  return [
    ...ofTeams,
    ...SEVERITIES.flatMap((severity) =>
      mutedRoutes(settings, severity, slackReceiver(channels[severity], settings.notifications.slack)),
    ),
  ];
}

/**
 * The routes of a severity to a receiver, of all teams where none is named. Mute timings hold back whole routes, so that teams
 * with timings of their own have a route of their own, and where routes continue the general one leaves them out.
 */
function mutedRoutes(
  settings: Settings,
  severity: Severity,
  to: Receiver,
  { teams = [], continue: goesOn = false }: { teams?: readonly string[]; continue?: boolean } = {},
): RouteTo[] {
  const timings = settings.notifications.muteTimings.filter((timing) => timing.severities.includes(severity));
  const general = timings.filter((timing) => timing.teams.length === 0).map(({ name }) => name);
  const apart = [...new Set(timings.flatMap((timing) => timing.teams))].filter(
    (team) => teams.length === 0 || teams.includes(team),
  );
  const of = (matchers: Matcher[], own: readonly string[]) =>
    route(severity, [...matchers, is("severity", severity)], to, {
      continue: goesOn,
      muteTimings: [...general, ...own],
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

function slackReceiver(channel: string, { updates }: Settings["notifications"]["slack"]): Receiver {
  return { name: `slack-${channel.replace(/^[#@]/, "")}`, slack: { channel, ...(updates && { updates }) } };
}

function receiversOf(routes: readonly RouteTo[]): Receiver[] {
  return [...new Map(routes.map(({ to }) => [to.name, to])).values()];
}

/** The critical rule of an alert explains its milder ones, on the very same thing. */
function bySeverity(mixins: readonly Mixin[]): Inhibition[] {
  const graded = mixins.filter((mixin) =>
    mixin.alerts.some((alert) => new Set(rulesOf(alert).map(({ severity }) => severity)).size > 1),
  );
  if (graded.length === 0) return [];
  const labels = new Set(
    graded.flatMap((mixin) => [
      ...mixin.catalogue.metrics.flatMap(labelNames),
      ...mixin.recordings.flatMap((recording) => recording.labels),
    ]),
  );
  for (const label of ["le", "quantile"]) labels.delete(label);
  return [
    {
      source: [is("severity", "critical")],
      target: [oneOf("severity", ["warning", "info"])],
      equal: [
        "alertname",
        "job",
        ...[...labels, "instance", "service", "team", "host"]
          .filter((l, i, all) => l !== "job" && all.indexOf(l) === i)
          .sort(),
      ],
    },
  ];
}

/** A host that is down explains what its targets say, and what the services that run only on it say. */
function byHost(settings: Settings, endpoints: Endpoints, mixins: readonly Mixin[]): Inhibition[] {
  const down = hostDownAlerts(settings, endpoints, mixins);
  if (down.length === 0) return [];
  const others = not("alertname", down);
  const anyHost = there("host");
  const onHost = settings.hosts.flatMap((host) => {
    const services = settings.services
      .filter((service) => hostOf(service, settings) === host.name)
      .map((service) => service.name);
    return services.length === 0
      ? []
      : [
          {
            source: [oneOf("alertname", down), is("host", host.name)],
            target: [others, oneOf("service", services)],
            equal: [],
          },
        ];
  });
  return [{ source: [oneOf("alertname", down), anyHost], target: [others, anyHost], equal: ["host"] }, ...onHost];
}

/**
 * What is down explains its own symptoms, and those of the services that depend on it. One instance of several explains
 * its own only: the others may answer. All of a component explains what is said of each of its instances.
 */
function byDependency(settings: Settings, mixins: readonly Mixin[]): Inhibition[] {
  const others = mixins.filter(({ targets }) => targets !== "hosts");
  const service = downAlerts(others, "service");
  const instance = downAlerts(others, "instance");
  const host = downAlerts(mixins, "instance").filter((name) => !instance.includes(name));
  const component = downAlerts(others, "component");
  const ofComponents = downAlerts(
    mixins.filter(({ alerts }) => alerts.some(({ down }) => down === "component")),
    "instance",
  );
  const symptoms = mixins
    .flatMap((mixin) => mixin.alerts)
    .filter((alert) => alert.symptom)
    .map((alert) => alert.name);
  if (symptoms.length === 0) return [];

  const inhibit = (
    source: readonly string[],
    more: Matcher[],
    target: Matcher[],
    equal: string[] = [],
    also: readonly string[] = [],
  ): Inhibition[] => {
    const explained = [oneOf("alertname", [...symptoms, ...also]), ...target];
    return source.length === 0 ? [] : [{ source: [oneOf("alertname", source), ...more], target: explained, equal }];
  };

  const dependants = settings.services.flatMap((dependant) =>
    dependant.dependsOn.flatMap((name) => {
      const dependency = settings.services.find((other) => other.name === name);
      const targets = dependency ? dependency.targets.length + (dependency.inCluster?.expected ?? 0) : 0;
      const gone = targets > 1 ? service : [...service, ...instance];
      const target = [is("service", dependant.name)];
      const itsHost = dependency && hostOf(dependency, settings);
      const onHost = itsHost ? inhibit(host, [is("host", itsHost)], target) : [];
      return [...inhibit(gone, [is("service", name)], target), ...onHost];
    }),
  );
  return [
    ...inhibit(service, [], [], ["service"]),
    ...inhibit(component, [there("component")], [], ["service", "component"], ofComponents),
    ...inhibit(instance, [there("instance")], [], ["service", "instance"]),
    ...dependants,
  ];
}

function downAlerts(mixins: readonly Mixin[], what: "service" | "component" | "instance"): string[] {
  return mixins
    .flatMap((mixin) => mixin.alerts)
    .filter((alert) => alert.down === what)
    .map((alert) => alert.name);
}

function muteTiming({ name, weekdays, times, timezone }: Settings["notifications"]["muteTimings"][number]): MuteTiming {
  return { name, weekdays, times, timezone };
}
