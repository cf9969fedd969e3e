// The closed graph of every mixin: what is used is declared, what is declared is used, and every link leads somewhere.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { renderDashboard } from "../../../components/dashboards";
import { FOUND, MISSING, mixinsInUse } from "../../../components/monitoring";
import { expressionsOf, labelNames, samplesOf, seriesNames } from "../../../components/rules";
import { everyMixin } from "../../support/environment";
import { namesIn } from "../../support/promql";

/** What Prometheus itself makes for every target and rule, and what is recorded of targets that must be found. */
const SYNTHETIC = [
  FOUND,
  MISSING,
  "up",
  "scrape_duration_seconds",
  "scrape_samples_scraped",
  "scrape_samples_post_metric_relabeling",
  "scrape_series_added",
  "ALERTS",
  "ALERTS_FOR_STATE",
];

/** Labels that every series of a target has, and those of alerts. */
const TARGET_LABELS = ["job", "instance", "service", "team", "host", "alertname", "alertstate", "severity"];

/** What the recordings of missing metrics say in a label of their own. */
const LACKED = "metric";

const mixins = mixinsInUse(everyMixin());

/** A mixin may read what another records: objectives read what services do. */
const everyRecording = mixins.flatMap((mixin) => mixin.recordings);

describe.each(mixins.map((mixin) => [mixin.name, mixin] as const))("%s", (name, mixin) => {
  const panels = mixin.dashboards.flatMap((dashboard) => dashboard.rows).flatMap((row) => row.panels);
  const expressions = [
    ...mixin.recordings.map(({ record, expr }) => [record, expr] as const),
    ...mixin.alerts.flatMap((alert) => expressionsOf(alert).map((expr) => [alert.name, expr] as const)),
    ...panels.flatMap((panel) => Object.values(panel.queries).map((expr) => [`panel ${panel.title}`, expr] as const)),
    ...mixin.dashboards
      .flatMap((dashboard) => dashboard.variables)
      .map(({ label, from }) => [`variable ${label}`, from] as const),
  ];
  const recorded = mixin.recordings.map(({ record }) => record);
  const read = new Set(expressions.flatMap(([, expr]) => [...namesIn(expr).metrics]));
  const declared = new Set([
    ...mixin.catalogue.metrics.flatMap(seriesNames),
    ...everyRecording.map(({ record }) => record),
    ...SYNTHETIC,
  ]);
  const labels = new Set([
    ...mixin.catalogue.metrics.flatMap(labelNames),
    ...everyRecording.filter(({ record }) => read.has(record)).flatMap((recording) => recording.labels),
    ...TARGET_LABELS,
    ...(read.has(MISSING) ? [LACKED] : []),
  ]);

  test.each(expressions)("%s uses only metrics and labels of the catalogue", (_, expr) => {
    const names = namesIn(expr);
    expect([...names.metrics].filter((metric) => !declared.has(metric))).toEqual([]);
    expect([...names.labels].filter((label) => !labels.has(label))).toEqual([]);
  });

  test("declares no metric that nothing uses", () => {
    const used = new Set(expressions.flatMap(([, expr]) => [...namesIn(expr).metrics]));
    const unused = mixin.catalogue.metrics.filter((metric) => !seriesNames(metric).some((series) => used.has(series)));
    expect(unused.map((metric) => metric.name)).toEqual([]);
  });

  test("records nothing that nothing reads", () => {
    const readers = expressions.filter(([source]) => !recorded.includes(source));
    const chained = mixin.recordings.map(({ record, expr }) => [record, expr] as const);
    const unread = recorded.filter(
      (record) =>
        ![...readers, ...chained.filter(([source]) => source !== record)].some(([, expr]) =>
          namesIn(expr).metrics.has(record),
        ),
    );
    expect(unread).toEqual([]);
  });

  test("has a runbook section for every alert, and none for others", () => {
    const runbook = readFileSync(`components/mixins/${name}/runbook.md`, "utf8");
    const sections = [...runbook.matchAll(/^## (\w+)$/gm)].map(([, title]) => title);
    expect(sections.sort()).toEqual(mixin.alerts.map((alert) => alert.name).sort());
    for (const part of ["Meaning", "Impact", "First checks", "Remedy"]) {
      expect(runbook.match(new RegExp(`\\*\\*${part}\\.\\*\\*`, "g")), part).toHaveLength(mixin.alerts.length);
    }
  });

  test("speaks in messages only of labels that exist", () => {
    for (const alert of mixin.alerts) {
      const spoken = [...`${alert.summary} ${alert.description}`.matchAll(/\$labels\.(\w+)/g)].map(
        ([, label = ""]) => label,
      );
      expect(
        spoken.filter((label) => !labels.has(label)),
        alert.name,
      ).toEqual([]);
    }
  });

  test("says of each of its metrics, and of no other, what healthy targets show", () => {
    const isScraped = name !== "slo";
    const names = isScraped ? mixin.catalogue.metrics.map((metric) => metric.name).sort() : [];
    expect([...new Set(mixin.normal.flatMap((normal) => Object.keys(normal)))].sort()).toEqual(names);
    const now = 1_000_000;
    for (const metric of mixin.catalogue.metrics) {
      const samples = mixin.normal.flatMap((normal) => samplesOf(metric, normal, { now, start: now - 3_600 }));
      const strangers = samples
        .flatMap(({ labels }) => Object.keys(labels))
        .filter((l) => l !== "job" && !labelNames(metric).includes(l));
      expect(strangers, metric.name).toEqual([]);
      expect(
        samples.filter(({ value }) => !Number.isFinite(value)),
        metric.name,
      ).toEqual([]);
    }
  });

  test("renders its dashboard, drawing only thresholds of its own alerts", () => {
    for (const dashboard of mixin.dashboards) {
      const rendered = JSON.parse(renderDashboard(dashboard, { alerts: mixin.alerts }));
      expect(rendered).toMatchObject({ uid: dashboard.uid, editable: false });
    }
  });
});

test("alerts, recordings and dashboards have names of their own", () => {
  const names = mixins.flatMap((mixin) =>
    [...mixin.alerts.map((a) => a.name), mixin.dashboards.map(({ uid }) => uid)].flat(),
  );
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
