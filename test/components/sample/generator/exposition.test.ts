// Prometheus' text format: what is written is what was meant, whatever labels and helps hold.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { counter, gauge, untyped } from "../../../../components/rules";
import { exposition } from "../../../../components/sample/generator/exposition";

const up = (value: number, labels: Record<string, string> = {}) => ({ name: "up", labels, value });

describe("the exposition", () => {
  test("announces a metric with its help and its type, and then shows its samples", () => {
    const metric = counter("requests_total", "count", "Requests.", { status: 2 });
    const samples = [
      { name: "requests_total", labels: { status: "200" }, value: 12.5 },
      { name: "requests_total", labels: { status: "500" }, value: 0 },
    ];
    expect(exposition([{ metric, samples }])).toBe(
      [
        "# HELP requests_total Requests.",
        "# TYPE requests_total counter",
        'requests_total{status="200"} 12.5',
        'requests_total{status="500"} 0',
        "",
      ].join("\n"),
    );
  });

  test("leaves out a metric without samples, and is empty without any", () => {
    const metric = gauge("up", "count", "Up.");
    expect(exposition([{ metric, samples: [] }, { samples: [up(1)] }])).toBe("up 1\n");
    expect(exposition([])).toBe("");
  });

  test("announces nothing of what its exporter gives without a type", () => {
    expect(exposition([{ metric: untyped("up", "count", "Up."), samples: [up(1)] }])).toBe("up 1\n");
  });

  test("keeps a help on its line", () => {
    const metric = gauge("up", "count", 'One\nline, a \\ and "quotes".');
    expect(exposition([{ metric, samples: [up(1)] }])).toMatch(/^# HELP up One\\nline, a \\\\ and "quotes"\.\n# TYPE/);
  });

  test.each([
    [Infinity, "Inf"],
    [-Infinity, "-Inf"],
    [Number.NaN, "NaN"],
    [1e21, "1e+21"],
    [5e-7, "5e-7"],
  ])("writes %d as %s", (value, written) => {
    expect(exposition([{ samples: [up(value)] }])).toBe(`up ${written}\n`);
  });

  test("keeps a sample on its line, and its labels as they are", () => {
    const awkward = fc.string({ unit: fc.constantFrom('"', "\\", "\n", "{", "}", ",", "=", " ", "n", "é") });
    const meant: Record<string, string> = { "\\\\": "\\", '\\"': '"', "\\n": "\n" };
    fc.assert(
      fc.property(awkward, awkward, (first, second) => {
        const text = exposition([{ samples: [up(1, { first, second })] }]);
        const written = /^up\{first="((?:[^"\\\n]|\\[\\"n])*)",second="((?:[^"\\\n]|\\[\\"n])*)"\} 1\n$/.exec(text);
        const read = written?.slice(1).map((value) => value.replace(/\\./g, (escaped) => meant[escaped] ?? escaped));
        expect(read).toEqual([first, second]);
      }),
    );
  });
});
