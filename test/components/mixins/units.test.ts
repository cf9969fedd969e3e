// The unit of every panel, recording and threshold is that of what its expression returns, as the catalogue says of the metrics.
import { describe, expect, test } from "vitest";
import { assemble, mixinsInUse } from "../../../components/monitoring";
import { expressionsOf } from "../../../components/rules";
import { endpoints, everyMixin } from "../../support/environment";
import { nameProblem, requestProblem } from "../../support/unit-names";
import { type Declared, declaredUnits, unitProblem } from "../../support/units";

const settings = everyMixin();
const mixins = mixinsInUse(settings);
const units: Declared = declaredUnits(mixins);

/** Of an objective of freshness, each evaluation is an event: its errors are 0 or 1. */
const EVENTS_OF_EVALUATIONS = "slo:errors:rate5m: found perSecond for (time() - ";

describe.each(mixins.map((mixin) => [mixin.name, mixin] as const))("%s", (_, mixin) => {
  test("has metrics whose suffix is their unit", () => {
    expect(mixin.catalogue.metrics.flatMap((metric) => nameProblem(metric) ?? [])).toEqual([]);
  });

  test("records in the units that it declares", () => {
    const problems = mixin.recordings.flatMap(({ record, expr, unit }) => unitProblem(record, expr, unit, units) ?? []);
    expect(problems.filter((problem) => !problem.startsWith(EVENTS_OF_EVALUATIONS))).toEqual([]);
  });

  test("compares with thresholds in the units of what it measures", () => {
    expect(
      mixin.alerts
        .filter(({ above, below }) => above ?? below)
        .flatMap((alert) =>
          expressionsOf(alert).flatMap((expr) => unitProblem(alert.name, expr, alert.unit, units) ?? []),
        ),
    ).toEqual([]);
  });
});

const dashboards = assemble("test", settings, endpoints).dashboards;

test.each(dashboards.map((dashboard) => [dashboard.uid, dashboard] as const))(
  "dashboard %s draws the units of what it asks",
  (_, { rows }) => {
    const problems = rows
      .flatMap((row) => row.panels)
      .flatMap(({ title, unit, queries, units: columns }) =>
        Object.entries(queries).flatMap(([legend, expr]) => {
          const where = `${title}, ${legend}`;
          const drawn = columns?.[legend] ?? unit;
          return unitProblem(where, expr, drawn, units) ?? requestProblem(where, expr, drawn) ?? [];
        }),
      );
    expect(problems).toEqual([]);
  },
);
