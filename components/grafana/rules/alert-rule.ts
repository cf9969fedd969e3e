// A placed alert → a Grafana-managed alert rule that gives the same verdict as the Prometheus rule.
import { type Dashboard, panelOf } from "../../dashboards";
import type { PlacedAlert } from "../../monitoring";
import { whereText } from "../../promql";
import { type Duration, seconds } from "../../rules";
import { TREE_LABEL } from "../notifications/own-tree";
import { uidOf } from "../uid";
import { CONDITION, type Stage, stagesOf, VALUE } from "./stages";

/** What a rule says while it cannot know: of `noDataState` and `execErrState`, the values that are used here. */
type Unknown = "OK" | "KeepLast" | "Alerting";

export interface GrafanaAlertRule {
  uid: string;
  name: string;
  condition: string;
  datas: readonly Stage[];
  for: Duration;
  keepFiringFor?: Duration;
  noDataState: Unknown;
  execErrState: Unknown;
  missingSeriesEvalsToResolve: number;
  labels: Readonly<Record<string, string>>;
  annotations: Readonly<Record<string, string>>;
}

export interface RuleArgs {
  environment: string;
  /** Uid of the Prometheus data source. */
  dataSource: string;
  /** How often the rule's group is evaluated. */
  interval: Duration;
  /** Where the panels that draw the alerts are: Grafana marks on them when an alert fired. */
  dashboards: readonly Dashboard[];
  /** The tree of notification policies that routes it; left out, that of the organisation. */
  tree?: string | undefined;
}

/**
 * The rule. Grafana makes its name the label `alertname`, so that it is the alert's own, though an alert has a rule for
 * each severity and each override of some series: they lie in different folders, where names may repeat.
 */
export function alertRule(
  placed: PlacedAlert,
  { environment, dataSource, interval, dashboards, tree }: RuleArgs,
): GrafanaAlertRule {
  const { alert, severity, where, keepFiringFor } = placed;
  return {
    uid: uidOf(environment, alert.name, severity, ...(where ? [whereText(where)] : [])),
    name: alert.name,
    condition: CONDITION,
    datas: stagesOf(placed, dataSource),
    for: placed.for,
    ...(keepFiringFor && { keepFiringFor }),
    // A query that returns nothing has found nothing wrong, as in Prometheus: one that is to fire on missing series says so
    // itself, with `absent` or the like, and returns something then.
    noDataState: "OK",
    execErrState: whenNotAnswered(placed),
    missingSeriesEvalsToResolve: evaluationsToResolve(interval, keepFiringFor),
    labels: { ...placed.labels, environment, ...(tree && { [TREE_LABEL]: tree }) },
    annotations: {
      ...Object.fromEntries(Object.entries(placed.annotations).map(([name, text]) => [name, templateOf(text)])),
      ...panelAnnotations(alert.name, dashboards),
    },
  };
}

function panelAnnotations(alert: string, dashboards: RuleArgs["dashboards"]): Record<string, string> {
  const panel = panelOf(alert, dashboards);
  return panel ? { __dashboardUid__: panel.dashboardUid, __panelId__: String(panel.panelId) } : {};
}

/**
 * What a rule says when the data source does not answer. The sign of life stops, so that the dead-man's switch notices. What
 * reports absence fires: nothing is as absent as everything. All others stay as they were, which is no storm of messages.
 */
function whenNotAnswered({ alert }: PlacedAlert): Unknown {
  if (alert.route === "heartbeat") return "OK";
  return alert.onMissing === "fires" ? "Alerting" : "KeepLast";
}

/** As in Prometheus, an alert is over with the first evaluation without its series, or so much later as it goes on firing. */
function evaluationsToResolve(interval: Duration, keepFiringFor: Duration | undefined): number {
  return 1 + (keepFiringFor ? Math.ceil(seconds(keepFiringFor) / seconds(interval)) : 0);
}

/** In Grafana `$value` is a text about all stages; the number is that of one stage. */
const templateOf = (text: string) => text.replace(/\$value\b/g, `$values.${VALUE}.Value`);
