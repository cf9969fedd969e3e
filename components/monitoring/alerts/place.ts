// An alert of a mixin, placed into an environment: labels, annotations, links, and its detection latency checked.
import { type Mixin, SERVICE_MIXINS } from "../../mixins";
import { readingsIn } from "../../promql";
import {
  type AlertRule,
  DETECTION_BUDGET,
  type Duration,
  duration,
  NOTIFICATION_TIMING,
  rulesOf,
  seconds,
  severitiesOf,
  thresholdTemplate,
} from "../../rules";
import { dashboardOf } from "../dashboards/proofs";
import type { Endpoints, PlacedAlert, RuleGroup } from "../model/monitoring";
import { isExcused } from "../overrides";
import type { Settings } from "../settings/schema";
import { timeoutOf } from "../targets/intervals";
import { usesOf } from "../targets/uses";
import { withRecorded } from "./recorded";
import { byUrgency, CALM_INTERVAL, EVALUATION_INTERVAL, isUrgent } from "./rule-groups";

export interface Place {
  settings: Settings;
  endpoints: Endpoints;
  /** How often the slowest of all targets is scraped. Default: the mixin's own interval. */
  slowest?: Duration;
}

/** The rules of mixins in the groups in which they are evaluated, be they late or not. */
export const groupsOf = (mixins: readonly Mixin[], place: Place): RuleGroup[] =>
  withRecorded(byUrgency(mixins.map((mixin) => placed(mixin, place))), place.endpoints);

/** All rules of a mixin as one group; what they read of recordings is not yet in their detection latency. */
export function placed(mixin: Mixin, place: Place): RuleGroup {
  const { name, recordings, shardBy } = mixin;
  const alerts = mixin.alerts.flatMap((alert) => rulesOf(alert).map((rule) => placeAlert(mixin, rule, place)));
  return { name, mixin: name, shardBy, interval: EVALUATION_INTERVAL, recordings, alerts };
}

const budgetOf = ({ severity }: PlacedAlert) => seconds(DETECTION_BUDGET[severity]);

export const isLate = (alert: PlacedAlert) => alert.latencySeconds > budgetOf(alert);

/** Throws, naming every one that is over its budget, but for those whose override says why they may be. */
export function refuseLate(alerts: readonly PlacedAlert[], overrides: Settings["alerts"]): void {
  const late = alerts.filter((one) => isLate(one) && !isExcused(one, overrides));
  if (late.length === 0) return;
  const lines = late.map(
    (a) =>
      `  ${a.alert.name} (${a.severity}) takes up to ${a.latencySeconds} s; its budget is ${budgetOf(a)} s. Shorten its "for" (${a.for})${a.alert.seesAbsent ? ", or how rarely targets are looked for (discovery.every)" : ""}, or say why it may: alerts.${a.alert.name}.overBudget: { reason: … }.`,
  );
  throw new Error([`Alerts over their detection budget:`, ...lines].join("\n"));
}

function placeAlert(mixin: Mixin, rule: AlertRule, { settings, endpoints, slowest }: Place): PlacedAlert {
  const { alert, severity } = rule;
  const threshold = thresholdTemplate(rule);
  const scraped = mixin.slowest ?? mixin.scrapeInterval;
  const keepFiringFor = keptFiring(rule, slowest ?? scraped);
  return {
    alert,
    severity,
    ...(rule.where && { where: rule.where }),
    expr: rule.expr,
    ...(rule.threshold !== undefined && { threshold: rule.threshold }),
    for: rule.for,
    ...(keepFiringFor && { keepFiringFor }),
    // Series carry their own service and team; a rule that detects absence has no series to take them from.
    labels: { severity, ...(alert.onMissing === "fires" && { service: mixin.name, team: settings.team }) },
    annotations: {
      summary: alert.summary,
      description: alert.description,
      ...(threshold && { threshold }),
      runbook_url: fill(settings.links.runbook ?? endpoints.runbook, {
        mixin: mixin.name,
        alert: alert.name.toLowerCase(),
      }),
      dashboard_url: fill(settings.links.dashboard ?? endpoints.dashboard, { uid: dashboardOf(mixin, alert.name).uid }),
      // What detects absence has no series that say whose lines and traces.
      ...(alert.onMissing === "quiet" && {
        ...(endpoints.logs && { logs_url: linesOf(mixin, endpoints.logs) }),
        ...(endpoints.traces && isOfRequests(mixin) && { traces_url: fill(endpoints.traces, { service: SERVICE }) }),
      }),
    },
    latencySeconds:
      (alert.seesAbsent
        ? untilAbsent(scraped, mixin.name, settings, endpoints)
        : untilScraped(rule.expr, scraped, [mixin.catalogue.present?.while ?? "up"])) + latency(rule),
  };
}

/**
 * How long the rule goes on firing. What inhibits others must not end before they do: of two Prometheus, one may see the end of
 * a fault in the next scrape and evaluation, the other a scrape interval and a calm evaluation later, and what is no longer
 * inhibited by then would be sent. Rounded up to a calm evaluation.
 */
function keptFiring({ alert, severity }: AlertRule, slowest: Duration): Duration | undefined {
  const inhibits =
    alert.down !== false || alert.route === "everyone" || (severity === "critical" && severitiesOf(alert).length > 1);
  if (!inhibits) return alert.keepFiringFor;
  const calm = seconds(CALM_INTERVAL);
  const outlasting = Math.ceil((seconds(slowest) + calm + seconds(EVALUATION_INTERVAL)) / calm) * calm;
  return duration(Math.max(outlasting, alert.keepFiringFor ? seconds(alert.keepFiringFor) : 0));
}

/** What says that there was no answer: it is known once the scrape, or the exporter in it, has waited for one. */
const OF_ANSWERS = ["up", "probe_success"];

/** The longest time from a fault to the end of the scrape that sees it. @param answers Further metrics that say so. */
export function untilScraped(expr: string, interval: Duration, answers: readonly string[] = []): number {
  const waitedFor = [...OF_ANSWERS, ...answers];
  const waits = readingsIn(expr).some(
    ({ selector, reads }) => reads === "now" && waitedFor.includes(selector.name ?? ""),
  );
  return seconds(interval) + (waits ? seconds(timeoutOf(interval)) : 0);
}

/** What finds the lines of what the alert is about: a host's are those of all services on it. */
function linesOf({ targets }: Mixin, logs: NonNullable<Endpoints["logs"]>): string {
  const field = targets === "hosts" ? "host" : "service";
  return fill(logs[field], { value: `{{ $labels.${field} }}` });
}

const SERVICE = "{{ $labels.service }}";

/** Whether what the alerts are about answers requests, which traces are of. */
const isOfRequests = ({ name, targets }: Mixin): boolean =>
  targets === "objectives" || SERVICE_MIXINS[name]?.measures !== undefined;

/**
 * The longest time from the end of the scrape that sees a fault to its message, but for recordings: what the expression waits for, the
 * evaluations that `for` spans, the group's wait.
 */
function latency(rule: AlertRule): number {
  const urgent = isUrgent(rule.alert, rule.severity);
  const evaluation = seconds(urgent ? EVALUATION_INTERVAL : CALM_INTERVAL);
  const held = Math.ceil(seconds(rule.for) / evaluation) * evaluation;
  return seconds(rule.exprHolds) + evaluation + held + seconds(NOTIFICATION_TIMING[rule.severity].groupWait);
}

/** Prometheus hands what it discovers on every five seconds, and looks at that as often. */
const HANDING_ON = 10;

/** A target that is gone keeps its series for the two scrapes in which it might come back, and a little more. */
const SCRAPES_WITHOUT = 2.1;

/** The longest time from a target's end to that of its series. */
function untilAbsent(scrapeInterval: Duration, mixin: string, settings: Settings, { finds = {} }: Endpoints): number {
  const lookedUp = usesOf(mixin, settings).flatMap(({ service }) => service.discovery?.dns ?? []);
  const looks = [...Object.values(finds), ...lookedUp].map((one) => ("every" in one ? seconds(one.every) : 0));
  return Math.ceil(Math.max(0, ...looks) + HANDING_ON + SCRAPES_WITHOUT * seconds(scrapeInterval));
}

function fill(template: string, values: Record<string, string>): string {
  return template.replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
}
