// What holds for any two environments.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readable } from "../../../components/rules/readable";
import { type Changes, changesOf } from "../../../infra/preview/changes";
import type { Difference } from "../../../infra/preview/changes/difference";
import { sectionsOf, summaryOf } from "../../../infra/preview/render/rows";
import { BASE, printed, watching } from "./sides";

const some = <T>(...choices: T[]) => fc.subarray(choices);

/** Settings that differ in each part that a comparison looks at. */
const environments = fc
  .record({
    services: some<object>(
      ...BASE.services,
      { name: "cart", mixin: "redis", targets: ["10.0.0.3:9121", "10.0.0.4:9121"] },
      { name: "jobs", mixin: "rabbitmq", targets: ["10.0.0.5:15692"] },
    ).map((services) => services.map((one) => ({ ...one, dependsOn: [] }))),
    disabled: some("NodeCPUHighUsage", "InstanceDown", "TargetDown"),
    threshold: fc.constantFrom(0.5, 0.7, 0.8),
    for: fc.constantFrom("1m", "10m"),
    team: fc.constantFrom("platform", "ops"),
    teams: some("sales", "ops"),
    pages: fc.boolean(),
  })
  .map(({ services, disabled, threshold, for: held, team, teams, pages }) =>
    watching({
      // Only a team that owns something can have a channel.
      hosts: [...BASE.hosts, ...teams.map((name) => ({ name: `of-${name}`, team: name, address: "10.0.0.9:9100" }))],
      services,
      team,
      alerts: {
        ...Object.fromEntries(disabled.map((name) => [name, { disabled: { reason: "not wanted here" } }])),
        NodeSwapIsFillingUp: { threshold: { warning: threshold }, for: held },
      },
      notifications: {
        slack: { teams: Object.fromEntries(teams.map((name) => [name, `#${name}`])) },
        ...(pages && { pagerduty: { routingKey: "key" } }),
      },
    }),
  );

const differencesOf = ({ latency: _, ...kinds }: Changes): [kind: string, Difference][] => Object.entries(kinds);

const told = (items: readonly object[]) => items.map((item) => JSON.stringify(item)).sort();

describe("any environment", () => {
  test("compared with itself, or with what JSON made of it, has no change", () => {
    fc.assert(
      fc.property(environments, (one) => {
        for (const other of [one, printed(one)]) {
          const changes = changesOf(one, other);
          for (const [, difference] of differencesOf(changes))
            expect(difference).toEqual({ added: [], removed: [], changed: [], notCompared: [] });
          expect(summaryOf(changes)).toBe("No change to what is watched");
          expect(sectionsOf(changes)).toEqual([]);
        }
      }),
      { numRuns: 15 },
    );
  });

  test("compared the other way round has added and removed, old and new swapped", () => {
    fc.assert(
      fc.property(environments, environments, (one, other) => {
        const back = new Map(differencesOf(changesOf(other, one)));
        for (const [kind, forth] of differencesOf(changesOf(one, other))) {
          expect(told(forth.added), kind).toEqual(told(back.get(kind)?.removed ?? []));
          expect(told(forth.removed), kind).toEqual(told(back.get(kind)?.added ?? []));
          const pairs = forth.changed.map(({ before, after }) => ({ before: after, after: before }));
          const swapped = back.get(kind)?.changed.map(({ before, after }) => ({ before, after }));
          expect(told(pairs), kind).toEqual(told(swapped ?? []));
        }
      }),
      { numRuns: 25 },
    );
  });

  test("has changes that are plain data", () => {
    fc.assert(
      fc.property(environments, environments, (one, other) => {
        const changes = changesOf(one, other);
        expect(JSON.parse(JSON.stringify(changes))).toEqual(changes);
      }),
      { numRuns: 15 },
    );
  });
});

describe("a value with its unit", () => {
  test.each<[value: number, unit: string, text: string]>([
    [0.85, "ratio", "85%"],
    [0.999, "ratio", "99.9%"],
    [0.07, "ratio", "7%"],
    [-0.02, "ratio", "-2%"],
    [0.1, "seconds", "100 ms"],
    [2.5, "seconds", "2.5 s"],
    [0, "seconds", "0 s"],
    [355, "seconds", "5 m 55 s"],
    [14_400, "seconds", "4 h"],
    [2_592_000, "seconds", "30 d"],
    [1_073_741_824, "bytes", "1 GiB"],
    [900_000_000, "bytes", "900 MB"],
    [1_048_577, "bytes", "1,048,577 B"],
    [268_435_456, "bytesPerSecond", "256 MiB/s"],
    [10_000, "count", "10,000"],
    [0.015, "dollars", "$0.015"],
    [10, "perSecond", "10/s"],
    [3, "litres", "3 litres"],
  ])("%d %s reads %s", (value, unit, text) => expect(readable(value, unit)).toBe(text));

  test("reads as another where it differs", () => {
    const units = fc.constantFrom("ratio", "seconds", "bytes", "bytesPerSecond", "count", "dollars", "perSecond");
    const values = fc.integer({ min: 0, max: 2_000_000_000 }).map((thousandths) => thousandths / 1000);
    fc.assert(
      fc.property(units, values, values, (unit, one, other) => {
        fc.pre(one !== other);
        expect(readable(one, unit)).not.toBe(readable(other, unit));
      }),
    );
  });
});
