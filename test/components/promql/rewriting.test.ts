import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { mixinsInUse } from "../../../components/monitoring";
import {
  calledAs,
  type Expression,
  expressionIn,
  groupedBy,
  inlined,
  labelValuesIn,
  metricsIn,
  namesIn,
  oneForm,
  oneLine,
  readingsIn,
  renamesIn,
  rewrite,
  variablesIn,
  walk,
  withMatcher,
  withOperator,
  withoutMatcher,
  withoutMatchers,
  withPart,
  withRange,
} from "../../../components/promql";
import { expressionsOf } from "../../../components/rules";
import { everyMixin } from "../../support/environment";

const first = <K extends Expression["kind"]>(expr: string, kind: K) => {
  const part = walk(expressionIn(expr)).find((one) => one.part.kind === kind)?.part;
  return part as Extract<Expression, { kind: K }>;
};

const OURS = mixinsInUse(everyMixin()).flatMap(({ alerts, recordings }) => [
  ...alerts.flatMap(expressionsOf),
  ...recordings.map(({ expr }) => expr),
]);

describe("parts of an expression", () => {
  it("lie in the text where they say", () => {
    expect(OURS.length).toBeGreaterThan(300);
    const more = ["  -x[5m] offset 1h + on (a) b", "# c\nsum(x) by (a) # d\n > 3", "2 ^ (a or b @ 3)"];
    for (const expr of [...OURS, ...more]) {
      for (const { part } of walk(expressionIn(expr)))
        expect(expr.slice(part.at, part.at + part.text.length)).toBe(part.text);
    }
  });
});

describe("rewriting", () => {
  it("leaves what is not changed as it is written", () => {
    for (const expr of OURS) expect(rewrite(expr, () => undefined)).toBe(expr);
  });

  it("replaces from the outside in", () => {
    const up = (part: Expression) => (part.kind === "selector" && part.name === "up" ? "(up or gone)" : undefined);
    expect(rewrite('sum  (up{a="up"}) # up\n == "up"', up)).toBe('sum  ((up or gone)) # up\n == "up"');
    expect(rewrite("abs(up)", (part) => (part.kind === "call" ? "ceil(up)" : up(part)))).toBe("ceil(up)");
  });

  it("refuses what is not PromQL", () => {
    expect(() => rewrite("sum(", () => undefined)).toThrow("This is not PromQL");
  });

  test("a part with one thing changed", () => {
    const comparison = first("a{x='>'} > bool on (b) 3", "binary");
    expect(withOperator(comparison, "<=")).toBe("a{x='>'} <= bool on (b) 3");
    expect(withoutMatcher(first('a{x="1",y="2"}', "selector"), 0)).toBe('a{y="2"}');
    expect(groupedBy(first("topk(3, x) by (a, b)", "aggregation"), ["a"])).toBe("topk by (a) (3, x)");
    expect(withRange(first('rate(x{a="[5m]"}[5m])', "range"), 600)).toBe('x{a="[5m]"}[600s]');
    expect(calledAs(first('irate(irate_total{a="irate"}[5m])', "call"), "rate")).toBe(
      'rate(irate_total{a="irate"}[5m])',
    );
    const whole = expressionIn("  a + b");
    expect(withPart(whole, first("  a + b", "selector"), "c")).toBe("c + b");
  });
});

describe("matchers", () => {
  it.each([
    ["up", 'up{e="1"}'],
    ["up{}", 'up{e="1"}'],
    ['sum(a{b="}"}) / c', 'sum(a{e="1",b="}"}) / c{e="1"}'],
    ['rate(a{b="$b"}[$__rate_interval])', 'rate(a{e="1",b="$b"}[$__rate_interval])'],
  ])("are added to each selector of %s", (expr, wanted) => {
    expect(withMatcher(expr, 'e="1"')).toBe(wanted);
  });

  it("are left out where they stand, and in no text", () => {
    const left = (expr: string) => withoutMatchers(expr, (value, operator) => operator === "=~" && value === "$b");
    expect(left('a{x="1",b=~"$b"}')).toBe('a{x="1"}');
    expect(left('a{b=~"$b"}')).toBe("a{}");
    expect(left('a{b="$b",c=~"$bc"}')).toBe('a{b="$b",c=~"$bc"}');
    expect(left('label_replace(a, "b", "b=~\\"$b\\"", "", "")')).toBe('label_replace(a, "b", "b=~\\"$b\\"", "", "")');
  });
});

describe("one line", () => {
  it("keeps what is in quotes, and loses comments, which would swallow what follows them", () => {
    expect(oneLine('  a{b="x  y"}\n\t== # none\n  0')).toBe('a{b="x  y"} == 0');
    expect(oneLine('a{b="#"}  > 1')).toBe('a{b="#"} > 1');
  });

  it("means the same", () => {
    for (const expr of OURS) expect(metricsIn(oneLine(expr))).toEqual(metricsIn(expr));
  });
});

describe("one form", () => {
  it.each([
    ["sum(rate(x[5m])) by (a)  >  3", "sum by (a) (rate(x[5m]))>3"],
    ['a{b = "x  y",c="d"}', 'a{b="x  y",c="d"}'],
    ["avg(x) without(a)", "avg without(a)(x)"],
  ])("%s is as %s", (one, other) => {
    expect(oneForm(one)).toBe(oneForm(other));
  });

  it("tells apart what differs", () => {
    const all = [
      "sum by (a) (x)",
      "sum without (a) (x)",
      "sum(x)",
      'x{a="b c"}',
      'x{a="bc"}',
      "x[5m]",
      "x",
      "-x",
      "x offset 1m",
    ];
    expect(new Set(all.map(oneForm)).size).toBe(all.length);
  });
});

describe("reading", () => {
  it("tells values of now from earlier ones and from ranges, and what a range is given to", () => {
    const read = readingsIn("irate(a[1m] offset 1h) + b offset 5m + c + max_over_time((d)[1h:1m])");
    expect(read.map(({ selector, reads, seconds, by }) => [selector.name, reads, seconds, by])).toEqual([
      ["a", "range", 60, "irate"],
      ["b", "shifted", undefined, undefined],
      ["c", "now", undefined, undefined],
      ["d", "now", undefined, undefined],
    ]);
  });

  it("knows renamed labels, names, and Grafana's variables", () => {
    expect(renamesIn('label_replace(a, "to", "$1", "from", "(.+)") or label_replace(a, "x", "y", "", "")')).toEqual([
      ["to", "from"],
    ]);
    const { metrics, labels } = namesIn('sum by (x) (rate(a{y=~"$y"}[$__rate_interval]))');
    expect([[...metrics], [...labels]]).toEqual([["a"], ["x", "y"]]);
    expect(variablesIn('$a + label_replace(b, "c", "$1", "d", "(.*)$") + [[e]]')).toEqual(["a", "e"]);
    expect(labelValuesIn('label_values(up{job=~"$job"}, instance)')).toEqual({
      metric: 'up{job=~"$job"}',
      label: "instance",
    });
    expect(labelValuesIn("query_result(up)")).toBeUndefined();
  });
});

describe("a recording that is put in", () => {
  const inlining = { recordings: new Map([["a:b:c", "sum(x)"]]), replace: () => true, intervalSeconds: 15 };

  it("takes matchers of any text", () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        const text = inlined(`a:b:c{l=${JSON.stringify(value)}} > 1`, inlining);
        expect(metricsIn(text)).toEqual(["x"]);
      }),
    );
  });

  it("is read at other times and over ranges by subqueries", () => {
    expect(inlined("a:b:c offset 1h", inlining)).toBe("last_over_time((sum(x))[15s:15s] offset 1h)");
    expect(inlined("max_over_time(a:b:c[1h] offset 5m)", inlining)).toBe("max_over_time((sum(x))[1h:15s] offset 5m)");
  });
});
