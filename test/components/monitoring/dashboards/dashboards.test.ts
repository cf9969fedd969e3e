// The dashboards that no mixin has: the overview and the layers, for an environment of every mixin and for a small one.
import { describe, expect, test } from "vitest";
import { assemble, dashboardFiles, mixinsInUse } from "../../../../components/monitoring";
import { namesIn } from "../../../../components/promql";
import { labelNames, seriesNames } from "../../../../components/rules";
import { endpoints, everyMixin, settings } from "../../../support/environment";

const watched = assemble("prod", everyMixin(), endpoints);
const mixins = mixinsInUse(everyMixin());
const uids = watched.dashboards.map(({ uid }) => uid);
const common = watched.dashboards.filter(({ tags }) => tags.includes("overview") || tags.includes("layer"));
const panelsOf = (uid: string, from = watched) =>
  from.dashboards.find((one) => one.uid === uid)?.rows.flatMap(({ panels }) => panels) ?? [];

/** What Prometheus makes itself. */
const SYNTHETIC = ["up", "ALERTS"];
const LABELS = ["job", "instance", "service", "team", "host", "alertname", "alertstate", "severity"];

describe("the overview", () => {
  test("is the first dashboard", () => expect(uids[0]).toBe("tocsin-overview"));

  test("lists every service by its targets, whatever it is", () => {
    const [table] = panelsOf("tocsin-overview").filter(({ title }) => title === "Every service");
    expect(table?.queries.Up).toMatch(/^avg by \(service, team\) \(up\{/);
    // Each column has the same labels, so that a service is one line.
    for (const query of Object.values(table?.queries ?? {})) {
      const by = /by \((.*?)\)/.exec(query)?.[1];
      const recorded = mixins.flatMap(({ recordings }) => recordings).find(({ record }) => query.startsWith(record));
      expect(by?.split(", ") ?? recorded?.labels, query).toEqual(["service", "team"]);
    }
  });

  test("says 0 where nothing is wrong", () => {
    const states = panelsOf("tocsin-overview").filter(({ queries }) => /ALERTS/.test(JSON.stringify(queries)));
    expect(states.length).toBeGreaterThan(3);
    for (const { queries, title } of states) {
      const asking = Object.values(queries).filter((query) => query.includes("ALERTS"));
      for (const query of asking) expect(query, title).toMatch(/or (vector\(0\)|0 \*)/);
    }
  });

  test("leads down to every layer, and from a job to its dashboard", () => {
    const leads = panelsOf("tocsin-overview").flatMap(({ leadsTo }) => leadsTo ?? []);
    expect(leads).toEqual(["tocsin-prometheus", ...uids.filter((uid) => uid.startsWith("tocsin-layer-"))]);
    for (const { name } of mixins) expect(uids).toContain(`tocsin-${name}`);
  });

  test("reads no series of alerts where Grafana evaluates them, for there are none", () => {
    const grafana = assemble("prod", everyMixin(), { ...endpoints, evaluates: "grafana" });
    const panels = panelsOf("tocsin-overview", grafana);
    expect(JSON.stringify(panels)).not.toContain("ALERTS");
    expect(panels.map(({ kind }) => kind)).toContain("alerts");
    expect(panels.length).toBeLessThan(panelsOf("tocsin-overview").length);
  });

  test("has no column for what nobody records", () => {
    const small = assemble("prod", settings({ services: [], hosts: [{ name: "web-1" }] }), endpoints);
    const [table] = panelsOf("tocsin-overview", small).filter(({ title }) => title === "Every service");
    expect(Object.keys(table?.queries ?? {})).toEqual(["Up", "Alerts"]);
  });
});

describe("layers", () => {
  test("are six where everything is in use", () => {
    expect(common.map(({ title }) => title)).toEqual([
      "Overview",
      "Infrastructure",
      "All containers",
      "Applications",
      "Data and external",
      "Business",
      "Monitoring of the monitoring",
    ]);
  });

  test("show nothing that belongs to a technology which is not in use, and are not made for one alone", () => {
    const services = [{ name: "cache", mixin: "redis", targets: ["10.0.0.1:9121"] }];
    const small = assemble("prod", settings({ services }), endpoints);
    const layers = small.dashboards.filter(({ tags }) => tags.includes("layer"));
    expect(layers.map(({ title, rows }) => [title, rows.map((row) => row.title)])).toEqual([
      ["Data and external", ["Redis", "Probes"]],
      ["Monitoring of the monitoring", ["Prometheus", "Alertmanager", "Probes"]],
    ]);
  });

  test("have every panel lead to the dashboard that it is from", () => {
    for (const { rows } of common.filter(({ tags }) => tags.includes("layer"))) {
      for (const { leadsTo } of rows.flatMap(({ panels }) => panels)) expect(uids).toContain(leadsTo);
    }
  });

  test("have each title once", () => {
    for (const { uid } of common) {
      const titles = panelsOf(uid).map(({ title }) => title);
      expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
    }
  });
});

describe("every panel of theirs", () => {
  const panels = common.flatMap(({ title, variables, rows }) =>
    rows.flatMap((row) =>
      row.panels.flatMap((panel) =>
        Object.values(panel.queries).map((query) => [title, panel.title, query, variables] as const),
      ),
    ),
  );
  const series = new Set([
    ...SYNTHETIC,
    ...mixins.flatMap(({ catalogue, recordings }) => [
      ...catalogue.metrics.flatMap(seriesNames),
      ...recordings.map(({ record }) => record),
    ]),
  ]);
  const labels = new Set([
    ...LABELS,
    ...mixins.flatMap(({ catalogue, recordings }) => [
      ...catalogue.metrics.flatMap(labelNames),
      ...recordings.flatMap((recording) => recording.labels),
    ]),
  ]);

  test.each(panels)("%s, %s, asks for what there is: %s", (_, __, query, variables) => {
    const names = namesIn(query);
    expect([...names.metrics].filter((name) => !series.has(name))).toEqual([]);
    expect([...names.labels].filter((name) => !labels.has(name))).toEqual([]);
    const used = [...query.matchAll(/\$(\w+)/g)].map(([, name]) => name);
    expect(used.filter((name) => !variables.some(({ label }) => label === name))).toEqual([]);
  });
});

test("dashboards are rendered though an alert that they draw is disabled", () => {
  const alerts = { TargetDown: { disabled: { reason: "not in this environment" } } };
  const files = dashboardFiles(assemble("prod", settings({ alerts }), endpoints));
  expect(Object.keys(files)).toContain("tocsin-overview.json");
});
