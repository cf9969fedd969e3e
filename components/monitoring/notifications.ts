// Who is told what, and what is not sent because something else explains it.
import type { Mixin } from "../mixins";
import { labelNames, NOTIFICATION_TIMING, SEVERITIES, type Severity, severitiesOf } from "../rules";
import { hostDownAlerts } from "./down-hosts";
import type { Endpoints, Inhibition, Matcher, MuteTiming, Notifications, Route } from "./monitoring";
import { hostOf } from "./on-hosts";
import { type Receiver, withMailServer } from "./receivers";
import type { Settings } from "./settings";

const GROUP_BY = ["alertname", "severity", "service"];

const is = (label: string, value: string): Matcher => ({ label, operator: "=", value });
const oneOf = (label: string, values: readonly string[]): Matcher => ({
  label,
  operator: "=~",
  value: values.join("|"),
});
const not = (label: string, values: readonly string[]): Matcher => ({ label, operator: "!~", value: values.join("|") });

/** Routes by severity and team, the dead-man's switch, and inhibitions from the topology. */
export function notifications(settings: Settings, endpoints: Endpoints, mixins: readonly Mixin[]): Notifications {
  const routes = [
    ...heartbeatRoutes(settings, endpoints, mixins),
    ...pagerRoutes(settings),
    ...otherRoutes(settings),
    ...slackRoutes(settings),
  ];
  return {
    receivers: receiversOf(routes),
    routes: routes.map(({ to, ...route }) => ({ ...route, receiver: to.name })),
    fallback: slackReceiver(settings.notifications.slack.channels.warning).name,
    inhibitions: [...bySeverity(mixins), ...byHost(settings, endpoints, mixins), ...byDependency(settings, mixins)],
    muteTimings: settings.notifications.muteTimings.map(muteTiming),
  };
}

type RouteTo = Omit<Route, "receiver"> & { to: Receiver };

function route(severity: Severity, matchers: Matcher[], to: Receiver, more: Partial<RouteTo> = {}): RouteTo {
  return {
    matchers,
    to,
    timing: NOTIFICATION_TIMING[severity],
    groupBy: GROUP_BY,
    continue: false,
    muteTimings: [],
    ...more,
  };
}

function heartbeatRoutes(settings: Settings, endpoints: Endpoints, mixins: readonly Mixin[]): RouteTo[] {
  const names = mixins
    .flatMap((mixin) => mixin.alerts)
    .filter((alert) => alert.route === "heartbeat")
    .map((alert) => alert.name);
  const heartbeat = settings.notifications.heartbeat ?? endpoints.heartbeat;
  const to: Receiver = heartbeat ? { name: "heartbeat", heartbeat } : { name: "nobody" };
  // Once a minute: the group is looked at every 15 s, and a repetition is due at the fourth time, a little before it. Alertmanager
  // warns where it is due more often than the group is looked at; due at the very moment, every second one would be left out.
  const timing = { groupWait: "0s", groupInterval: "15s", repeatInterval: "50s" } as const;
  return names.length > 0 ? [route("critical", [oneOf("alertname", names)], to, { timing })] : [];
}

function pagerRoutes(settings: Settings): RouteTo[] {
  if (!settings.notifications.pagerduty) return [];
  return [route("critical", [is("severity", "critical")], { name: "pagerduty", pagerduty: true }, { continue: true })];
}

/** Those told beside Slack: each route continues to the next. */
function otherRoutes({ notifications: { also, smtp } }: Settings): RouteTo[] {
  return also.flatMap(({ name, severities, teams, ...ways }) => {
    const to: Receiver = withMailServer({ name, ...ways }, smtp);
    const ofTeams = teams.length > 0 ? [oneOf("team", teams)] : [];
    return severities.map((severity) =>
      route(severity, [...ofTeams, is("severity", severity)], to, { continue: true }),
    );
  });
}

/** A team's channel where it has one for the severity, else the severity's. */
function slackRoutes(settings: Settings): RouteTo[] {
  const { channels, teams } = settings.notifications.slack;
  const ofTeams = Object.entries(teams).flatMap(([team, channel]) =>
    SEVERITIES.flatMap((severity) => {
      const name = typeof channel === "string" ? channel : channel[severity];
      return name ? slackRoute(settings, severity, name, team) : [];
    }),
  );
  return [...ofTeams, ...SEVERITIES.flatMap((severity) => slackRoute(settings, severity, channels[severity]))];
}

/**
 * Mute timings hold back a route; those for some teams only need routes of their own before the general one.
 */
function slackRoute(settings: Settings, severity: Severity, channel: string, team?: string): RouteTo[] {
  const timings = settings.notifications.muteTimings.filter((timing) => timing.severities.includes(severity));
  const general = timings.filter((t) => t.teams.length === 0).map((t) => t.name);
  const matchers = [...(team ? [is("team", team)] : []), is("severity", severity)];
  const teamsWithOwn = team ? [] : [...new Set(timings.flatMap((t) => t.teams))];
  const own = teamsWithOwn.map((name) =>
    route(severity, [is("team", name), ...matchers], slackReceiver(channel), {
      muteTimings: [...general, ...namesFor(timings, name)],
    }),
  );
  return [
    ...own,
    route(severity, matchers, slackReceiver(channel), {
      muteTimings: [...general, ...(team ? namesFor(timings, team) : [])],
    }),
  ];
}

const namesFor = (timings: readonly { name: string; teams: string[] }[], team: string) =>
  timings.filter((timing) => timing.teams.includes(team)).map((timing) => timing.name);

function slackReceiver(channel: string): Receiver {
  return { name: `slack-${channel.replace(/^[#@]/, "")}`, slack: { channel } };
}

function receiversOf(routes: readonly RouteTo[]): Receiver[] {
  return [...new Map(routes.map(({ to }) => [to.name, to])).values()];
}

/** The critical rule of an alert explains its milder ones, on the very same thing. */
function bySeverity(mixins: readonly Mixin[]): Inhibition[] {
  const graded = mixins.filter((mixin) => mixin.alerts.some((alert) => severitiesOf(alert).length > 1));
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
  const anyHost: Matcher = { label: "host", operator: "=~", value: ".+" };
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
 * its own only: the others may answer.
 */
function byDependency(settings: Settings, mixins: readonly Mixin[]): Inhibition[] {
  const others = mixins.filter((mixin) => mixin.name !== "node");
  const service = downAlerts(others, "service");
  const instance = downAlerts(others, "instance");
  const host = downAlerts(mixins, "instance").filter((name) => !instance.includes(name));
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
  ): Inhibition[] =>
    source.length === 0
      ? []
      : [{ source: [oneOf("alertname", source), ...more], target: [oneOf("alertname", symptoms), ...target], equal }];

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
    ...inhibit(instance, [], [], ["service", "instance"]),
    ...dependants,
  ];
}

function downAlerts(mixins: readonly Mixin[], what: "service" | "instance"): string[] {
  return mixins
    .flatMap((mixin) => mixin.alerts)
    .filter((alert) => alert.down === what)
    .map((alert) => alert.name);
}

function muteTiming({ name, weekdays, times, timezone }: Settings["notifications"]["muteTimings"][number]): MuteTiming {
  return { name, weekdays, times, timezone };
}
