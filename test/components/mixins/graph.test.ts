// The closed graph of every mixin: what is used is declared, what is declared is used, and every link leads somewhere.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { renderDashboard } from "../../../components/dashboards";
import { runbookOf } from "../../../components/mixins";
import { mixinsInUse } from "../../../components/monitoring";
import {
  graphOf,
  normalProblems,
  undeclared,
  unknownLabels,
  unreadRecordings,
  unusedMetrics,
} from "../../../infra/commands/test/graph";
import { everyMixin } from "../../support/environment";

const mixins = mixinsInUse(everyMixin());

/** A mixin may read what another records: objectives read what services do. */
const everyRecording = mixins.flatMap((mixin) => mixin.recordings);

describe.each(mixins.map((mixin) => [mixin.name, mixin] as const))("%s", (name, mixin) => {
  const graph = graphOf(mixin, everyRecording);

  test.each(graph.expressions)("%s uses only metrics and labels of the catalogue", (_, expr) => {
    expect(undeclared(expr, graph)).toEqual([]);
  });

  test("declares no metric that nothing uses", () => {
    expect(unusedMetrics(mixin, graph)).toEqual([]);
  });

  test("records nothing that nothing reads", () => {
    expect(unreadRecordings(mixin, graph)).toEqual([]);
  });

  test("has a runbook section for every alert, and none for others", () => {
    const runbook = readFileSync(runbookOf(name), "utf8");
    const sections = [...runbook.matchAll(/^## (\w+)$/gm)].map(([, title]) => title);
    expect(sections.sort()).toEqual(mixin.alerts.map((alert) => alert.name).sort());
    for (const part of ["Meaning", "Impact", "First checks", "Remedy"]) {
      expect(runbook.match(new RegExp(`\\*\\*${part}\\.\\*\\*`, "g")), part).toHaveLength(mixin.alerts.length);
    }
  });

  test("speaks in messages only of labels that exist", () => {
    for (const alert of mixin.alerts) expect(unknownLabels(alert, graph), alert.name).toEqual([]);
  });

  // Objectives are about what others show.
  test.skipIf(name === "slo")("says of each of its metrics, and of no other, what healthy targets show", () => {
    expect(normalProblems(mixin)).toEqual([]);
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
