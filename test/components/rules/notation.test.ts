// The notation of scenarios' series: read as promtool reads it.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { selectorOf, seriesOf, type Value, valuesOf } from "../../../components/rules";

describe("values", () => {
  test.each<[string, Value[]]>([
    ["7", [7]],
    ["-2.5", [-2.5]],
    [".5x1", [0.5, 0.5]],
    ["1x3", [1, 1, 1, 1]],
    ["1x0", [1]],
    ["_", ["missing"]],
    ["_x3", ["missing", "missing", "missing"]],
    ["_x0", []],
    ["0+15x2", [0, 15, 30]],
    ["5-1x2", [5, 4, 3]],
    ["-3-2x2", [-3, -5, -7]],
    ["1e3+1e2x2", [1000, 1100, 1200]],
    ["2.5e-3", [0.0025]],
    ["stale", ["stale"]],
    ["Inf -Inf +Inf NaN", [Infinity, -Infinity, Infinity, Number.NaN]],
    ["  1\n 2\t_  stale ", [1, 2, "missing", "stale"]],
    ["", []],
  ])("of %j are %j", (notation, values) => {
    expect(valuesOf(notation)).toEqual(values);
  });

  // promtool refuses each of these as well.
  test.each(["x3", "1x", "1 x3", "0+15", "stalex3", "Infx2", "NaNx1", "one", "1,2", "1x-3", "__", "0x10x2", "1+_x2"])(
    "of %j are refused, and the error says what is allowed",
    (notation) => {
      expect(() => valuesOf(`1 ${notation}`)).toThrow(
        /^"\S+" is not a value in promtool's notation, such as 1, 1x10, 0\+15x20, _ or stale$/,
      );
    },
  );

  test.each(["1x100000", "_x400000000", `1x${"9".repeat(200)}`, "1x60000 1x60000", "0+1x99999 1"])(
    "of %j are too many, and are never made",
    (notation) => {
      expect(() => valuesOf(notation)).toThrow(/^"\S+" stands for too many values: 100000 at most$/);
    },
  );

  test("are a hundred thousand at most", () => {
    expect(valuesOf("1x49998 _x50000")).toHaveLength(99_999);
  });

  test("that climb by a step are as many as are asked for, and as far apart", () => {
    const step = fc.integer({ min: 1, max: 1000 });
    fc.assert(
      fc.property(fc.integer(), step, fc.integer({ min: 0, max: 200 }), (first, by, times) => {
        const values = valuesOf(`${first}+${by}x${times}`);
        expect(values).toHaveLength(times + 1);
        expect([values[0], values.at(-1)]).toEqual([first, first + by * times]);
      }),
    );
  });
});

describe("a series", () => {
  test.each<[string, { name: string; labels: Record<string, string> }]>([
    ["up", { name: "up", labels: {} }],
    ["up{}", { name: "up", labels: {} }],
    ["service:http:rate5m", { name: "service:http:rate5m", labels: {} }],
    [' up { job = "node" , instance="a:1", } ', { name: "up", labels: { job: "node", instance: "a:1" } }],
    ['x{path="C:\\\\", say="\\"{a,b}\\""}', { name: "x", labels: { path: "C:\\", say: '"{a,b}"' } }],
  ])("%s has its name and its labels", (selector, series) => {
    expect(seriesOf(selector)).toEqual(series);
  });

  test.each([
    "",
    "{}",
    '{job="node"}',
    "up{",
    "1up",
    "up{job}",
    "up{job='node'}",
    'up{job=~"node"}',
    'up{job!="node"}',
    'up{job="node" instance="a"}',
    'up{job="node",,}',
    'up{job="node"}[5m]',
    'up{job="a"b"}',
  ])("is not %j, and the error shows one that is", (selector) => {
    expect(() => seriesOf(selector)).toThrow(`"${selector}" is not a series such as up{job="node"}`);
  });

  test("says which escapes a label's value can have", () => {
    expect(() => seriesOf('up{job="\\d"}')).toThrow(
      '"\\d" is not the value of a label: it can have the escapes \\\\, \\", \\n and \\t',
    );
  });

  test("is the same after it is written and read, whatever its labels hold", () => {
    const name = fc.stringMatching(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/);
    const label = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]*$/);
    const awkward = fc.string({ unit: fc.constantFrom('"', "\\", "\n", "\u2028", "{", "}", ",", "=", " ", "n", "é") });
    const value = fc.oneof(awkward, fc.string({ unit: "binary" }));
    fc.assert(
      fc.property(name, fc.dictionary(label, value, { noNullPrototype: true }), (aName, labels) => {
        const series = { name: aName, labels };
        expect(seriesOf(selectorOf(series))).toEqual(series);
      }),
      { numRuns: 1000 },
    );
  });
});
