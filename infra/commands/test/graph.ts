// The closed graph of a mixin: what is used is declared, what is declared is used, and messages speak of labels that exist.
import { renderDashboard } from "../../../components/dashboards";
import { messageOf } from "../../../components/error-text";
import type { Mixin } from "../../../components/mixins";
import { FOUND, MISSING } from "../../../components/monitoring";
import { SYNTHETIC } from "../../../components/monitoring/scraping/synthetic";
import { namesIn } from "../../../components/promql";
import { expressionsOf, labelNames, type Recording, samplesOf, seriesNames } from "../../../components/rules";

/** What Prometheus itself makes for every target and rule, and what is recorded of targets that must be discovered. */
const MADE = [FOUND, MISSING, ...SYNTHETIC, "ALERTS", "ALERTS_FOR_STATE"];

/** Labels that every series of a target has, and those of alerts. */
const TARGET_LABELS = ["job", "instance", "service", "team", "host", "alertname", "alertstate", "severity"];

/** What the recordings of missing metrics say in a label of their own. */
const LACKED = "metric";

interface Graph {
  /** Every expression, with its source. */
  expressions: readonly (readonly [source: string, expr: string])[];
  declared: ReadonlySet<string>;
  labels: ReadonlySet<string>;
}

/** @param everyRecording Those of all mixins: one may read what another records. */
export function graphOf(mixin: Mixin, everyRecording: readonly Recording[]): Graph {
  const panels = mixin.dashboards.flatMap((dashboard) => dashboard.rows).flatMap((row) => row.panels);
  const expressions = [
    ...mixin.recordings.map(({ record, expr }) => [record, expr] as const),
    ...mixin.alerts.flatMap((alert) => expressionsOf(alert).map((expr) => [alert.name, expr] as const)),
    ...panels.flatMap((panel) => Object.values(panel.queries).map((expr) => [`panel ${panel.title}`, expr] as const)),
    ...mixin.dashboards
      .flatMap((dashboard) => dashboard.variables)
      .map(({ label, from }) => [`variable ${label}`, from] as const),
  ];
  const read = new Set(expressions.flatMap(([, expr]) => [...namesIn(expr).metrics]));
  return {
    expressions,
    declared: new Set([
      ...mixin.catalogue.metrics.flatMap(seriesNames),
      ...everyRecording.map(({ record }) => record),
      ...MADE,
    ]),
    labels: new Set([
      ...mixin.catalogue.metrics.flatMap(labelNames),
      ...everyRecording.filter(({ record }) => read.has(record)).flatMap((recording) => recording.labels),
      ...TARGET_LABELS,
      ...(read.has(MISSING) ? [LACKED] : []),
    ]),
  };
}

/** Metrics and labels that an expression uses and nothing declares. */
export function undeclared(expr: string, { declared, labels }: Graph): string[] {
  const names = namesIn(expr);
  return [
    ...[...names.metrics].filter((metric) => !declared.has(metric)).map((metric) => `the metric ${metric}`),
    ...[...names.labels].filter((label) => !labels.has(label)).map((label) => `the label ${label}`),
  ];
}

/** Metrics of the catalogue that nothing uses. */
export function unusedMetrics(mixin: Mixin, { expressions }: Graph): string[] {
  const used = new Set(expressions.flatMap(([, expr]) => [...namesIn(expr).metrics]));
  return mixin.catalogue.metrics
    .filter((metric) => !seriesNames(metric).some((series) => used.has(series)))
    .map(({ name }) => name);
}

/** Recordings that nothing reads. */
export function unreadRecordings({ recordings }: Mixin, { expressions }: Graph): string[] {
  return recordings
    .map(({ record }) => record)
    .filter((record) => !expressions.some(([source, expr]) => source !== record && namesIn(expr).metrics.has(record)));
}

/** Labels that an alert's message speaks of and no series has. */
export function unknownLabels({ summary, description }: Mixin["alerts"][number], { labels }: Graph): string[] {
  return [...`${summary} ${description}`.matchAll(/\$labels\.(\w+)/g)]
    .map(([, label = ""]) => label)
    .filter((label) => !labels.has(label));
}

/** What is wrong with what healthy targets show: metrics that are left out or strange, labels that are none, values that are no number. */
export function normalProblems({ catalogue, normal }: Mixin): string[] {
  const names = catalogue.metrics.map(({ name }) => name);
  const shown = [...new Set(normal.flatMap((one) => Object.keys(one)))];
  const now = 1_000_000;
  return [
    ...names.filter((name) => !shown.includes(name)).map((name) => `says nothing of ${name}`),
    ...shown.filter((name) => !names.includes(name)).map((name) => `shows ${name}, which the catalogue does not have`),
    ...catalogue.metrics.flatMap((metric) => {
      const samples = normal.flatMap((one) => samplesOf(metric, one, { now, start: now - 3_600 }));
      const strangers = samples
        .flatMap(({ labels }) => Object.keys(labels))
        .filter((label) => label !== "job" && !labelNames(metric).includes(label));
      return [
        ...[...new Set(strangers)].map(
          (label) => `shows ${metric.name} with the label ${label}, which is not declared`,
        ),
        ...(samples.some(({ value }) => !Number.isFinite(value)) ? [`shows ${metric.name} without a number`] : []),
      ];
    }),
  ];
}

/** Everything that is wrong with a mixin's graph, a sentence each. */
export function graphProblems(mixin: Mixin, everyRecording: readonly Recording[]): string[] {
  const graph = graphOf(mixin, everyRecording);
  return [
    ...graph.expressions.flatMap(([source, expr]) =>
      undeclared(expr, graph).map((what) => `${source} uses ${what}, which no catalogue declares`),
    ),
    ...unusedMetrics(mixin, graph).map((name) => `metrics: nothing uses ${name}; draw it, or take it out`),
    ...unreadRecordings(mixin, graph).map((name) => `recordings: nothing reads ${name}`),
    ...mixin.alerts.flatMap((one) =>
      unknownLabels(one, graph).map((label) => `${one.name} speaks of the label ${label}, which no series has`),
    ),
    ...normalProblems(mixin).map((problem) => `normal ${problem}`),
    ...mixin.dashboards.flatMap((dashboard) => drawingProblems(dashboard, mixin)),
  ];
}

function drawingProblems(dashboard: Mixin["dashboards"][number], { alerts }: Mixin): string[] {
  try {
    renderDashboard(dashboard, { alerts });
    return [];
  } catch (error) {
    return [`dashboard ${dashboard.uid}: ${messageOf(error)}`];
  }
}
