// The unit of what a PromQL expression returns, by the units of the metrics that it reads.
import type { Mixin } from "../../components/mixins";
import {
  asWords,
  type Binary,
  type Call,
  COMPARISONS,
  type Expression,
  parse,
  type Selector,
  selectorsIn,
  unwrapped,
} from "../../components/promql";
import { seriesNames, type Unit } from "../../components/rules";

/** Exponents of base units; for what has none of them, the units that it can be drawn in. */
interface Measure {
  seconds: number;
  bytes: number;
  dollars: number;
  /** A point in time. */
  instant: boolean;
  plain: readonly Unit[];
}

const PLAIN: readonly Unit[] = ["ratio", "count"];
const NONE: Measure = { seconds: 0, bytes: 0, dollars: 0, instant: false, plain: PLAIN };
const COUNT: Measure = { ...NONE, plain: ["count"] };
const FLAG: Measure = { ...NONE, plain: ["boolean", "count"] };

const OF_UNIT: Readonly<Record<Unit, Measure>> = {
  seconds: { ...NONE, seconds: 1 },
  bytes: { ...NONE, bytes: 1 },
  bytesPerSecond: { ...NONE, bytes: 1, seconds: -1 },
  ratio: { ...NONE, plain: ["ratio"] },
  count: COUNT,
  requestsPerSecond: { ...NONE, seconds: -1 },
  perSecond: { ...NONE, seconds: -1 },
  timestamp: { ...NONE, instant: true },
  dollars: { ...NONE, dollars: 1 },
  boolean: FLAG,
};

const keyOf = ({ seconds, bytes, dollars, instant }: Measure) => [seconds, bytes, dollars, instant].join();
const isPlain = (measure: Measure) => keyOf(measure) === keyOf(NONE);

/** The units in which it can be drawn; none where there is no unit for it. */
function unitsOf(measure: Measure): readonly Unit[] {
  if (isPlain(measure)) return measure.plain;
  const all = Object.entries(OF_UNIT) as [Unit, Measure][];
  return all.filter(([, one]) => keyOf(one) === keyOf(measure)).map(([unit]) => unit);
}

/** The units of series, by name: what metrics and recordings declare. */
export interface Declared {
  measures: ReadonlyMap<string, Measure>;
  /** The unit of what a histogram's buckets hold, by the names of its series. */
  observed: ReadonlyMap<string, Measure>;
}

/** What metrics of every scrape are. */
const OF_SCRAPES: Readonly<Record<string, Measure>> = {
  up: FLAG,
  scrape_duration_seconds: OF_UNIT.seconds,
  scrape_samples_scraped: COUNT,
  scrape_samples_post_metric_relabeling: COUNT,
  scrape_series_added: COUNT,
  // Recorded by the assembly.
  "service:up:found_ratio": OF_UNIT.ratio,
};

export function declaredUnits(mixins: readonly Mixin[]): Declared {
  const measures = new Map(Object.entries(OF_SCRAPES));
  const observed = new Map<string, Measure>();
  for (const { catalogue, recordings } of mixins) {
    for (const metric of catalogue.metrics) {
      const measure = OF_UNIT[metric.unit];
      for (const name of seriesNames(metric)) {
        measures.set(name, name !== metric.name && /_(bucket|count)$/.test(name) ? COUNT : measure);
        observed.set(name, measure);
      }
    }
    for (const { record, unit } of recordings) measures.set(record, OF_UNIT[unit]);
  }
  for (const { record, expr } of mixins.flatMap(({ recordings }) => recordings)) {
    const parsed = parse(expr);
    const names = "error" in parsed ? [] : selectorsIn(parsed.expression).flatMap(({ name }) => name ?? []);
    const measure = names.map((name) => observed.get(name)).find((one) => one !== undefined);
    if (measure) observed.set(record, measure);
  }
  return { measures, observed };
}

/** `any` is a number, which is of the unit of what it is compared or added with; undefined is not known. */
type Found = Measure | "any" | undefined;

const SAME = new Set(
  "increase delta idelta sum_over_time avg_over_time min_over_time max_over_time last_over_time first_over_time clamp clamp_min clamp_max abs ceil floor round sort sort_desc label_replace label_join scalar predict_linear".split(
    " ",
  ),
);
const PER_SECOND = new Set(["rate", "irate", "deriv"]);
const COUNTING = new Set(["count_over_time", "changes", "resets"]);
const FLAGS = new Set(["absent", "absent_over_time", "present_over_time"]);
const CLOCKS = new Set(["time", "timestamp"]);

/** A mean of flags is a share, a sum of them a count. */
const meanOf = (of: Found): Found =>
  of && of !== "any" && isPlain(of) && of.plain.includes("boolean") ? { ...of, plain: [...of.plain, "ratio"] } : of;

function measureOf(expression: Expression, declared: Declared): Found {
  const inner = (of: Expression | undefined) => of && measureOf(of, declared);
  switch (expression.kind) {
    case "number":
      return "any";
    case "string":
      return undefined;
    case "selector":
      return ofSelector(expression, declared);
    case "call":
      return ofCall(expression, declared);
    case "aggregation":
      if (["count", "count_values"].includes(expression.operator)) return COUNT;
      if (expression.operator === "group") return FLAG;
      return expression.operator === "avg" ? meanOf(inner(expression.of)) : inner(expression.of);
    case "binary":
      return ofBinary(expression, inner(expression.left), inner(expression.right));
    default:
      return inner(expression.of);
  }
}

/** Where a label names what is measured, its value has the unit. */
const RESOURCES: Readonly<Record<string, Measure>> = { memory: OF_UNIT.bytes, ephemeral_storage: OF_UNIT.bytes };

function ofSelector({ name, matchers }: Selector, { measures }: Declared): Found {
  const resource = matchers.find(({ label, operator }) => label === "resource" && operator === "=")?.value ?? "";
  const ofResource = name?.startsWith("kube_") ? RESOURCES[resource] : undefined;
  return ofResource ?? (name === undefined ? undefined : measures.get(name));
}

function ofCall({ name, args }: Call, declared: Declared): Found {
  const [first, second] = args;
  const of = first && measureOf(first, declared);
  if (name === "avg_over_time") return meanOf(of);
  if (SAME.has(name)) return of;
  if (PER_SECOND.has(name)) return of && of !== "any" ? { ...of, seconds: of.seconds - 1, plain: PLAIN } : undefined;
  if (COUNTING.has(name)) return COUNT;
  if (FLAGS.has(name)) return FLAG;
  if (CLOCKS.has(name)) return OF_UNIT.timestamp;
  if (name === "vector") return of;
  if (name === "quantile_over_time") return second && measureOf(second, declared);
  if (name === "histogram_quantile" || name === "histogram_avg") {
    const buckets = name === "histogram_avg" ? first : second;
    const [series] = buckets ? selectorsIn(buckets) : [];
    return series?.name === undefined ? undefined : declared.observed.get(series.name);
  }
  return undefined;
}

function ofBinary({ operator, bool, left, right }: Binary, a: Found, b: Found): Found {
  if (COMPARISONS.has(operator)) return bool ? { ...FLAG, plain: [...FLAG.plain, "ratio"] } : a === "any" ? b : a;
  if (operator === "and" || operator === "unless" || operator === "%") return a;
  if (operator === "or") return a === undefined || a === "any" ? b : a;
  if (operator === "+" || operator === "-") return ofSum(operator, a, b);
  if (operator !== "*" && operator !== "/") return undefined;
  if (a === "any" && b === "any") return "any";
  if (a === "any") return operator === "*" ? byNumber(b, left, operator) : overMeasure(left, b);
  if (b === "any") return byNumber(a, right, operator);
  if (!a || !b || a.instant || b.instant) return undefined;
  // What is joined for its labels is 1.
  if (operator === "*" && isPlain(b) && b.plain.includes("boolean")) return a;
  if (operator === "*" && isPlain(a) && a.plain.includes("boolean")) return b;
  const sign = operator === "*" ? 1 : -1;
  return {
    seconds: a.seconds + sign * b.seconds,
    bytes: a.bytes + sign * b.bytes,
    dollars: a.dollars + sign * b.dollars,
    instant: false,
    plain: PLAIN,
  };
}

/** Seconds of what rates are told by, as factors. */
const PERIODS = [60, 3_600, 86_400];

/** What a number makes of it: it converts a count to whatever it counts, and a share to one of percent. */
function byNumber(of: Found, by: Expression, operator: string): Found {
  if (!of || of === "any") return of;
  const { value } = { value: undefined, ...unwrapped(by) };
  if (value === 0) return "any";
  if (value === 1 || value === -1) return of;
  if (isPlain(of) && of.plain.includes("ratio"))
    return operator === "*" && value === 100 ? COUNT : { ...of, plain: PLAIN };
  // A count of milliseconds or mebibytes: their exporters have no base units.
  if (isPlain(of) || (operator === "/" && keyOf(of) === keyOf(OF_UNIT.perSecond))) return "any";
  const perPeriod = operator === "*" && typeof value === "number" && PERIODS.includes(value) && of.seconds === -1;
  if (perPeriod) return { ...of, seconds: 0 };
  // Prices are told for a thousand and for a month; times and sizes in base units only.
  return of.dollars === 1 ? of : undefined;
}

/** A number over it is its inverse; what was converted before can be anything. */
function overMeasure(number: Expression, of: Found): Found {
  if (unwrapped(number).kind !== "number" || !of || of === "any") return "any";
  return { ...of, seconds: -of.seconds, bytes: -of.bytes, dollars: -of.dollars, plain: PLAIN };
}

function ofSum(operator: "+" | "-", a: Found, b: Found): Found {
  if (a === "any") return b;
  if (b === "any") return a;
  if (!a || !b) return a ?? b;
  if (a.instant && b.instant) return operator === "-" ? OF_UNIT.seconds : undefined;
  return a.instant
    ? a
    : b.instant
      ? b
      : isPlain(a) && a.plain.includes("boolean")
        ? { ...a, plain: [...a.plain, ...b.plain] }
        : a;
}

/** What is wrong with the unit that an expression is given, or that nothing is known of it. */
export function unitProblem(where: string, text: string, unit: Unit, declared: Declared): string | undefined {
  const parsed = parse(asWords(text));
  if ("error" in parsed) return `${where}: ${parsed.error}`;
  const measure = measureOf(parsed.expression, declared);
  if (measure === "any") return undefined;
  if (!measure) return `${where}: the unit of ${text} is not known`;
  const units = unitsOf(measure);
  return units.includes(unit)
    ? undefined
    : `${where}: found ${unit} for ${text}, which is ${units.join(" or ") || JSON.stringify(measure)}`;
}
