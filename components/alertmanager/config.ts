// The notifications of a Monitoring → alertmanager.yml, for Alertmanager 0.25 and newer.
import type { CredentialPaths, Inhibition, Matcher, Monitoring } from "../monitoring";
import { FALLBACK_GROUP_BY, type RouteTree, routing } from "../monitoring/maintenance/routing";
import { yaml } from "../prometheus";
import { NOTIFICATION_TIMING, SEVERITIES } from "../rules";
import { type Follower, followerConfig } from "./follower";
import { timeInterval } from "./mute-timing";
import { managedReceiver, receiver } from "./receiver";

export interface AlertmanagerConfigArgs {
  /** Where it finds the credentials of receivers. */
  credentials: CredentialPaths;
  /** Template files, relative to alertmanager.yml: `templates/*.tmpl`. */
  templates: readonly string[];
  /** Where drills are measured: a webhook that is sent what these services fire, beside the receivers of the settings. */
  drills?: { url: string; services: readonly string[] };
  /** What adds to the threads of Slack's messages. */
  incidents?: Follower;
  /** What calls the hooks of remediation: without it their receivers are silent. */
  hooks?: Follower;
}

/** What Alertmanager is started with. */
export const alertmanagerFlags = ({ events }: Pick<Monitoring["notifications"], "events">): string[] =>
  events ? ["--enable-feature=event-recorder"] : [];

/** No receiver of the settings has this name: theirs have no slash. */
const DRILLS = "tocsin/drills";

/** The configuration of Alertmanager. Throws where a receiver needs a credential whose file is not given. */
export function alertmanagerConfig(
  { notifications }: Pick<Monitoring, "notifications">,
  args: AlertmanagerConfigArgs,
): string {
  const hooks = args.hooks ? (notifications.remediation ?? []) : [];
  const isHook = ({ name }: { name: string }) => hooks.some(({ receiver }) => receiver === name);
  return yaml({
    templates: args.templates,
    ...whoIsTold(notifications, args.drills && drillRoutes(args.drills.services)),
    // Into the log, which is kept short where it is kept. Without the feature's flag nothing is written.
    ...(notifications.events && { event_recorder: { stdout_outputs: [{}] } }),
    receivers: [
      ...notifications.receivers.map((one) => ({
        ...receiver(one, args.credentials, args.incidents),
        ...(args.hooks && isHook(one) && { webhook_configs: [followerConfig(args.hooks)] }),
      })),
      ...(args.drills ? [{ name: DRILLS, webhook_configs: [{ url: args.drills.url, send_resolved: true }] }] : []),
    ],
  });
}

/** With the timing that messages of each severity have, so that what is measured is what a configured receiver sees. */
function drillRoutes(services: readonly string[]) {
  const drilled: Matcher = { label: "service", operator: "=~", value: ["drill-.+", ...services].join("|") };
  return SEVERITIES.map((severity) =>
    routeOf({
      receiver: DRILLS,
      matchers: [drilled, { label: "severity", operator: "=", value: severity }],
      groupBy: FALLBACK_GROUP_BY,
      timing: NOTIFICATION_TIMING[severity],
      continue: true,
      muteTimings: [],
      routes: [],
    }),
  );
}

/**
 * The definition of the Alertmanager in a workspace of Amazon Managed Service for Prometheus: its only receivers are topics of
 * SNS, so that each of ours is one message there, with its name and its labels as attributes to filter by.
 */
export function managedAlertmanagerDefinition(
  { notifications }: Pick<Monitoring, "notifications">,
  workspace: { topic: string; region: string },
): string {
  const receivers = notifications.receivers.map((one) => managedReceiver(one, workspace));
  return yaml({ alertmanager_config: yaml({ ...whoIsTold(notifications), receivers }) });
}

/** Everything but the receivers. */
function whoIsTold(notifications: Monitoring["notifications"], first: readonly object[] = []) {
  const { routes, muteTimings } = routing(notifications);
  return {
    route: {
      receiver: notifications.fallback,
      group_by: FALLBACK_GROUP_BY,
      ...timingOf({ timing: NOTIFICATION_TIMING.warning }),
      routes: [...first, ...routes.map(routeOf)],
    },
    inhibit_rules: notifications.inhibitions.map(inhibitRule),
    ...(muteTimings.length > 0 && { time_intervals: muteTimings.map(timeInterval) }),
  };
}

function routeOf(route: RouteTree): object {
  return {
    receiver: route.receiver,
    matchers: route.matchers.map(matcher),
    group_by: route.groupBy,
    ...timingOf(route),
    ...(route.continue && { continue: true }),
    ...(route.muteTimings.length > 0 && { mute_time_intervals: route.muteTimings }),
    ...(route.routes.length > 0 && { routes: route.routes.map((one) => routeOf(one)) }),
  };
}

function timingOf({ timing }: Pick<RouteTree, "timing">) {
  return { group_wait: timing.groupWait, group_interval: timing.groupInterval, repeat_interval: timing.repeatInterval };
}

function inhibitRule({ source, target, equal }: Inhibition) {
  return {
    source_matchers: source.map(matcher),
    target_matchers: target.map(matcher),
    ...(equal.length > 0 && { equal }),
  };
}

/** `severity="critical"`. Alertmanager knows just these three escapes in a quoted value and keeps any other backslash. */
function matcher({ label, operator, value }: Matcher): string {
  const escaped = value.replace(/[\\"]/g, "\\$&").replace(/\n/g, "\\n");
  return `${label}${operator}"${escaped}"`;
}
