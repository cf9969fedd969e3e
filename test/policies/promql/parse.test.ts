import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { comparisonsIn, type Expression, parse, walk } from "../../../components/promql";

const parsed = (text: string): Expression => {
  const result = parse(text);
  if ("error" in result) throw new Error(result.error);
  return result.expression;
};

const kinds = (text: string) => [...walk(parsed(text))].map(({ part }) => part.kind);

describe("parsing", () => {
  it("keeps the metric, its matchers and the range", () => {
    expect(parsed(`rate(x{a="b", c!~'d.*'}[5m])`)).toMatchObject({
      kind: "call",
      name: "rate",
      args: [
        {
          kind: "range",
          seconds: 300,
          of: {
            name: "x",
            matchers: [
              { label: "a", operator: "=", value: "b" },
              { label: "c", operator: "!~", value: "d.*" },
            ],
          },
        },
      ],
    });
  });

  it("keeps what is aggregated, by which labels, and the parameter", () => {
    expect(parsed("topk by (a) (3, x)")).toMatchObject({
      operator: "topk",
      grouping: { by: true, labels: ["a"] },
      parameter: { value: 3 },
      of: { name: "x" },
    });
    expect(parsed("SUM(x) WITHOUT (a, b)")).toMatchObject({
      operator: "sum",
      grouping: { by: false, labels: ["a", "b"] },
      parameter: undefined,
    });
  });

  it("keeps operators with their matching", () => {
    expect(parsed("a / on (job) group_left (team, tier) b > bool 3")).toMatchObject({
      operator: ">",
      bool: true,
      left: {
        operator: "/",
        matching: { on: true, labels: ["job"], group: { side: "left", include: ["team", "tier"] } },
      },
    });
    expect(parsed("a * ignoring (x) b")).toMatchObject({ matching: { on: false, labels: ["x"], group: undefined } });
  });

  test.each([
    ['{"http.requests", job="shop"}', "http.requests"],
    ['{__name__="up"}', "up"],
    ['{job="shop"}', undefined],
  ])("the name of %s is %s", (text, name) => {
    expect(parsed(text)).toMatchObject({ kind: "selector", name });
  });

  test.each([
    ["x offset -5m", ["shifted", "selector"]],
    ["x @ start()", ["shifted", "selector"]],
    ["-(x)", ["sign", "parentheses", "selector"]],
    ["max_over_time(x[1h:])", ["call", "subquery", "selector"]],
    ["x # and why\n + 1", ["binary", "selector", "number"]],
  ])("%s is made of %j", (text, expected) => {
    expect(kinds(text)).toEqual(expected);
  });

  test.each([
    ["1.5", 1.5],
    ["1h30m", 5_400],
    ["250ms", 0.25],
    ["1e3", 1_000],
    ["0x1F", 31],
    ["-Inf", -Infinity],
  ])("the number %s is %d", (text, value) => {
    const last = [...walk(parsed(text))].at(-1)?.part;
    expect(last).toMatchObject({ kind: "number", value: Math.abs(value) * (last?.text.startsWith("-") ? -1 : 1) });
  });

  test.each([
    ["", "unexpected end"],
    ["sum(up", "unexpected end"],
    ["up > ", "unexpected end"],
    ["up }", 'unexpected "}" at character 4'],
    ['up{job="shop}', "unexpected end"],
    ["x # y\n offset", "unexpected end"],
    ["sum(x) offset 5m", '"offset 5m" follows "sum(x)", but goes after a selector'],
    ["rate(x[5m])[1h]", '"[1h]" follows "rate(x[5m])": write the subquery [1h:]'],
  ])("%s is reported", (text, error) => {
    expect(parse(text)).toEqual({ error: expect.stringContaining(error) });
  });
});

describe("what stands after an expression", () => {
  test.each([
    ["a / b offset 1h", "b offset 1h"],
    ["a + b * c offset 1h", "c offset 1h"],
    ["a / b @ 5", "b @ 5"],
    ["a or b / c[5m:1m]", "c[5m:1m]"],
    ["-a offset 1h", "a offset 1h"],
    ["a offset 1h / b", "a offset 1h"],
    ["a / on (job) group_left () b[5m:] offset 1h", "b[5m:] offset 1h"],
  ])("of %s is bound as by Prometheus: %s", (text, bound) => {
    const whole = parsed(text);
    expect(whole.text).toBe(text);
    const modified = walk(whole).find(({ part }) => part.kind === "shifted" || part.kind === "subquery");
    expect(modified?.part.text).toBe(bound);
    if (whole.kind === "binary") expect(walk(whole)[0]?.part.kind).toBe("binary");
  });

  it("leaves the operators around it in their order", () => {
    const [text, other] = ["a == 0 and b offset 10m >= 2 or c * d @ 5 + e", "a == 0 and b >= 2 or c * d + e"];
    const operators = (of: string) =>
      walk(parsed(of)).flatMap(({ part }) => (part.kind === "binary" ? [part.operator] : []));
    expect(operators(text)).toEqual(operators(other));
    expect(parsed("a == 0 and b offset 10m >= 2")).toMatchObject({ operator: "and", right: { operator: ">=" } });
    expect(parsed("2 ^ 3 ^ x")).toMatchObject({ left: { value: 2 }, right: { operator: "^" } });
    expect(parsed("a - b - c")).toMatchObject({ left: { operator: "-" }, text: "a - b - c" });
  });

  it("tells by how much it is shifted", () => {
    expect(parsed("a / b offset -1h30m")).toMatchObject({ right: { kind: "shifted", seconds: -5_400 } });
  });
});

describe("long expressions", () => {
  const chain = (length: number) => Array.from({ length }, (_, i) => `x${i}`).join(" or ");

  it("are read and walked through, those of four hundred alternatives as well", () => {
    expect(walk(parsed(chain(400))).filter(({ part }) => part.kind === "selector")).toHaveLength(400);
  });

  it.each([chain(3_000), `${"(".repeat(3_000)}up${")".repeat(3_000)}`])(
    "are reported where the grammar gives up",
    (text) => {
      expect(parse(text)).toHaveProperty("error");
    },
  );
});

describe("comparisons", () => {
  test.each([
    ["up == 0", [0]],
    ["5 < x", [5]],
    ["x > y", [undefined]],
    ["x > 1 and y < -2", [1, -2]],
    ["x > 2h", [7_200]],
  ])("of %s are with %j", (text, thresholds) => {
    expect(comparisonsIn(parsed(text)).map(({ threshold }) => threshold)).toEqual(thresholds);
  });
});

describe("any text", () => {
  const words = fc.constantFrom(
    ..."sum by without ( ) { } [ ] rate up 5m \" ' ` , = =~ / > on group_left offset @ : # \n -".split(" "),
  );
  it("is parsed or reported, never thrown at", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.array(words).map((all) => all.join(" ")),
        ),
        (text) => {
          const result = parse(text);
          return "error" in result ? result.error !== "" : [...walk(result.expression)].length > 0;
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
