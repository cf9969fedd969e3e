// Rule groups: nothing that pages waits for a recording of the calm ones, and nothing is lost between them.
import { parser } from "@prometheus-io/lezer-promql";
import { describe, expect, test } from "vitest";
import {
  assemble,
  CALM_INTERVAL,
  EVALUATION_INTERVAL,
  mixinsInUse,
  type RuleGroup,
} from "../../../../components/monitoring";
import { byUrgency } from "../../../../components/monitoring/alerts/rule-groups";
import { secondsOf } from "../../../../components/promql";
import { seconds } from "../../../../components/rules";
import { endpoints, everyMixin } from "../../../support/environment";
import { placeGroup } from "../../../support/place-group";

const settings = everyMixin();
const { groups } = assemble("local", settings, endpoints);
const urgent = groups.filter(({ interval }) => interval === EVALUATION_INTERVAL);
const calm = groups.filter(({ interval }) => interval === CALM_INTERVAL);

/** The names that an expression reads, and the windows over them. */
function readIn(expr: string): { name: string; window?: number }[] {
  const found: { name: string; window?: number }[] = [];
  parser.parse(expr).iterate({
    enter: ({ type, node }) => {
      if (type.name !== "VectorSelector") return;
      const name = node.getChild("Identifier");
      const range = node.parent?.type.name === "MatrixSelector" ? node.parent.lastChild : null;
      if (!name) return;
      found.push({
        name: expr.slice(name.from, name.to),
        ...(range && { window: secondsOf(expr.slice(range.from, range.to)) }),
      });
    },
  });
  return found;
}

describe("rule groups", () => {
  test("are named after their mixin, those evaluated every 10 s as it is", () => {
    expect(urgent.length).toBeGreaterThan(10);
    expect(calm.length).toBeGreaterThan(10);
    for (const { name, mixin } of urgent) expect(name).toBe(mixin);
    for (const { name, mixin } of calm) expect(name).toBe(`${mixin}-30s`);
  });

  test("have every rule once", () => {
    const placed = mixinsInUse(settings).map((mixin) => placeGroup(mixin, { settings, endpoints }));
    const names = (all: readonly RuleGroup[]) =>
      all
        .flatMap(({ recordings, alerts }) => [
          ...recordings.map(({ record, adds }) => `${record} ${JSON.stringify(adds)}`),
          ...alerts.map(({ alert, severity }) => `${alert.name} ${severity}`),
        ])
        .sort();
    expect(names(byUrgency(placed))).toEqual(names(placed));
  });

  test("evaluate what pages, what says that something is down, and the dead-man's switch every 10 s, all else every 30 s", () => {
    for (const { alert, severity } of calm.flatMap(({ alerts }) => alerts))
      expect(
        severity !== "critical" && alert.down === false && alert.route !== "heartbeat",
        `${alert.name} ${severity}`,
      ).toBe(true);
    for (const { alert, severity } of urgent.flatMap(({ alerts }) => alerts))
      expect(
        severity === "critical" || alert.down !== false || alert.route === "heartbeat",
        `${alert.name} ${severity}`,
      ).toBe(true);
  });

  test("let nothing urgent read what is evaluated every 30 s", () => {
    const slow = new Set(calm.flatMap(({ recordings }) => recordings.map(({ record }) => record)));
    const reading = urgent
      .flatMap(({ recordings, alerts }) => [...recordings, ...alerts])
      .flatMap(({ expr }) => readIn(expr).map(({ name }) => name))
      .filter((name) => slow.has(name));
    expect(reading).toEqual([]);
  });

  test("have two values in every window over a recording", () => {
    const every = new Map(
      groups.flatMap(({ interval, recordings }) =>
        recordings.map(({ record }) => [record, seconds(interval)] as const),
      ),
    );
    const windows = groups
      .flatMap(({ recordings, alerts }) => [...recordings, ...alerts])
      .flatMap(({ expr }) => readIn(expr))
      .filter(({ name, window }) => window !== undefined && every.has(name));
    expect(windows.length).toBeGreaterThan(10);
    expect(windows.filter(({ name, window = 0 }) => window < 1.5 * (every.get(name) ?? 0))).toEqual([]);
  });
});
