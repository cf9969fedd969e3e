// A team's own rules, placed into an environment: each alert with a severity, a team and a service, by which it is routed.
import { secondsOf } from "../../promql";
import { type Duration, type JudgedAlert, NOTIFICATION_TIMING, seconds } from "../../rules";
import { untilScraped } from "../alerts/place";
import { withRecorded } from "../alerts/recorded";
import { EVALUATION_INTERVAL } from "../alerts/rule-groups";
import type { Endpoints, PlacedAlert, RuleGroup } from "../model/monitoring";
import type { Settings } from "../settings/schema";
import type { OwnAlert, OwnGroup } from "./types";

/** What the groups of own rules are of, where a group of a mixin has the mixin's name. */
const OWN = "own";

interface Place {
  settings: Settings;
  endpoints: Endpoints;
  /** Whose recordings they may read. */
  mixinGroups: readonly RuleGroup[];
  /** How often targets are scraped; whose series an own rule reads is not known. */
  intervals: readonly Duration[];
}

/** The groups under names that are unique here and allowed as names of resources. */
export function placeOwn(groups: readonly OwnGroup[], place: Place): RuleGroup[] {
  const names = new Map<string, number>();
  const own = groups
    .filter(({ recordings, alerts }) => recordings.length + alerts.length > 0)
    .map(({ file, name, interval = EVALUATION_INTERVAL, limit, queryOffset, recordings, alerts }): RuleGroup => {
      const slug = `${OWN}-${slugOf(name)}`;
      const count = (names.get(slug) ?? 0) + 1;
      names.set(slug, count);
      return {
        name: count === 1 ? slug : `${slug}-${count}`,
        mixin: OWN,
        shardBy: "service",
        interval,
        own: { file, ...(limit !== undefined && { limit }), ...(queryOffset !== undefined && { queryOffset }) },
        recordings,
        alerts: alerts.map((alert) => placed(alert, { interval, queryOffset }, place)),
      };
    });
  return withRecorded(own, place.endpoints, [...place.mixinGroups, ...own]);
}

const slugOf = (name: string) =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40) || "group";

function placed(
  alert: OwnAlert,
  { interval, queryOffset = "0s" }: Pick<OwnGroup, "queryOffset"> & { interval: Duration },
  { settings, endpoints, intervals }: Place,
): PlacedAlert {
  const { team = settings.team, service } = settings.rules;
  const { severity, expr, keepFiringFor } = alert;
  const every = seconds(interval);
  const held = Math.ceil(seconds(alert.for) / every) * every;
  return {
    alert: judged(alert),
    severity,
    expr,
    for: alert.for,
    ...(keepFiringFor && { keepFiringFor }),
    // A label of the rule would take the place of its series' own, which say better whose they are.
    labels: { team: orElse("team", team), service: orElse("service", service), ...alert.labels, severity },
    annotations: {
      dashboard_url: (settings.links.dashboard ?? endpoints.dashboard).replaceAll("{uid}", OVERVIEW),
      ...alert.annotations,
    },
    latencySeconds:
      Math.max(0, ...intervals.map((scraped) => untilScraped(expr, scraped))) +
      (secondsOf(queryOffset) ?? 0) +
      every +
      held +
      seconds(NOTIFICATION_TIMING[severity].groupWait),
  };
}

/** The dashboard that lists what fires. */
const OVERVIEW = "tocsin-overview";

const orElse = (label: string, value: string) => `{{ with $labels.${label} }}{{ . }}{{ else }}${value}{{ end }}`;

function judged({ name, expr, severity, for: wait, annotations }: OwnAlert): JudgedAlert {
  return {
    name,
    expr,
    severity,
    for: wait,
    unit: "count",
    symptom: false,
    down: false,
    onMissing: "quiet",
    summary: annotations.summary ?? name,
    description: annotations.description ?? "",
  };
}
