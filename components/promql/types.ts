// What Prometheus checks of an expression beyond its syntax: which kinds of values functions and operators take.
import { COMPARISONS } from "./comparison";
import { type Aggregation, type Binary, type Call, type Expression, walk } from "./syntax/expression";

type Type = "scalar" | "vector" | "range" | "string";

/** What each function takes; a question mark marks what can be left out, dots what can be repeated. */
const PARAMETERS: Readonly<Record<string, string>> = {
  ...all(
    "range",
    "absent_over_time avg_over_time changes count_over_time delta deriv first_over_time idelta increase irate last_over_time mad_over_time max_over_time min_over_time present_over_time rate resets stddev_over_time stdvar_over_time sum_over_time ts_of_first_over_time ts_of_last_over_time ts_of_max_over_time ts_of_min_over_time",
  ),
  ...all(
    "vector",
    "abs absent acos acosh asin asinh atan atanh ceil cos cosh deg exp floor histogram_avg histogram_count histogram_stddev histogram_stdvar histogram_sum ln log10 log2 rad scalar sgn sin sinh sort sort_desc sqrt start_timestamp tan tanh timestamp",
  ),
  ...all("vector?", "day_of_month day_of_week day_of_year days_in_month hour minute month year"),
  ...all("", "end pi range start step time"),
  ...all("scalar scalar", "max_of min_of"),
  clamp: "vector scalar scalar",
  clamp_max: "vector scalar",
  clamp_min: "vector scalar",
  double_exponential_smoothing: "range scalar scalar",
  histogram_fraction: "scalar scalar vector",
  histogram_quantile: "scalar vector",
  histogram_quantiles: "vector string scalar scalar...",
  holt_winters: "range scalar scalar",
  info: "vector vector?",
  label_join: "vector string string string...",
  label_replace: "vector string string string string",
  predict_linear: "range scalar",
  quantile_over_time: "scalar range",
  round: "vector scalar?",
  sort_by_label: "vector string...",
  sort_by_label_desc: "vector string...",
  vector: "scalar",
};

function all(parameters: string, names: string): Record<string, string> {
  return Object.fromEntries(names.split(" ").map((name) => [name, parameters]));
}

/** How many of them there are at least and at most, and the type of each; the last one's is that of all that follow. */
interface Taken {
  types: readonly string[];
  least: number;
  most: number;
}

const TAKEN: ReadonlyMap<string, Taken> = new Map(
  Object.entries(PARAMETERS).map(([name, text]) => {
    const given = text.split(" ").filter((one) => one !== "");
    const least = given.filter((one) => !/[?.]$/.test(one)).length;
    const most = given.at(-1)?.endsWith("...") ? Infinity : given.length;
    return [name, { types: given.map((one) => one.replace(/[?.]+$/, "")), least, most }];
  }),
);

/** Aggregations with a parameter, and its type. */
const PARAMETER: Readonly<Record<string, Type>> = {
  bottomk: "scalar",
  count_values: "string",
  limit_ratio: "scalar",
  limitk: "scalar",
  quantile: "scalar",
  topk: "scalar",
};

/** Whether Prometheus knows a function or an aggregation of this name, behind a flag or not. */
export const isKnownFunction = (name: string): boolean => name in PARAMETERS || name in PARAMETER;

/** Functions that give a number. */
const SCALARS = new Set(["end", "max_of", "min_of", "pi", "range", "scalar", "start", "step", "time"]);

const SET_OPERATORS = new Set(["and", "or", "unless"]);

/** What Prometheus refuses in the expression, or undefined. */
export function typeProblem(expression: Expression): string | undefined {
  for (const { part } of walk(expression)) {
    const problem =
      part.kind === "call"
        ? ofCall(part)
        : part.kind === "aggregation"
          ? ofAggregation(part)
          : part.kind === "binary"
            ? ofBinary(part)
            : part.kind === "sign" && ["string", "range"].includes(typeOf(part.of))
              ? `a sign goes before a number or series only, as in "${part.text}"`
              : undefined;
    if (problem) return problem;
  }
  return undefined;
}

/** Whether it has a value at a time, as a rule needs; what is not has a type that is loaded, and fails at each evaluation. */
export const hasValue = (expression: Expression): boolean => !["range", "string"].includes(typeOf(expression));

function typeOf(expression: Expression): Type {
  switch (expression.kind) {
    case "number":
      return "scalar";
    case "string":
      return "string";
    case "range":
    case "subquery":
      return "range";
    case "call":
      return SCALARS.has(expression.name) ? "scalar" : "vector";
    case "binary":
      return typeOf(expression.left) === "scalar" && typeOf(expression.right) === "scalar" ? "scalar" : "vector";
    case "selector":
    case "aggregation":
      return "vector";
    default:
      return typeOf(expression.of);
  }
}

function ofCall({ name, args, text }: Call): string | undefined {
  const taken = TAKEN.get(name);
  // One that is newer than this table.
  if (!taken) return undefined;
  const { types, least, most } = taken;
  if (args.length < least || args.length > most)
    return `"${text}" gives ${name} ${args.length} arguments; it takes ${PARAMETERS[name]?.replaceAll(" ", ", ") || "none"}`;
  for (const [i, arg] of args.entries()) {
    const wanted = types[i] ?? types.at(-1) ?? "";
    if (typeOf(arg) !== wanted)
      return `${name} takes a ${wanted}${wanted === "range" ? ", such as x[5m]" : ""}, and "${arg.text}" is a ${typeOf(arg)}`;
  }
  return undefined;
}

function ofAggregation({ operator, parameter, of, text }: Aggregation): string | undefined {
  const wanted = PARAMETER[operator];
  if (typeOf(of) !== "vector") return `${operator} takes a vector, and "${of.text}" is a ${typeOf(of)}`;
  if (wanted && !parameter) return `"${text}" gives ${operator} no ${wanted} before what it aggregates`;
  if (!wanted && parameter)
    return `${operator} takes what it aggregates only, and is given "${parameter.text}" as well`;
  return wanted && parameter && typeOf(parameter) !== wanted
    ? `${operator} takes a ${wanted}, and "${parameter.text}" is a ${typeOf(parameter)}`
    : undefined;
}

function ofBinary({ operator, left, right, bool, matching, text }: Binary): string | undefined {
  const [a, b] = [typeOf(left), typeOf(right)];
  const wrong = [a, b].find((type) => type === "range" || type === "string");
  if (wrong) return `${operator} takes no ${wrong}, as in "${text}"`;
  const both = a === "scalar" && b === "scalar";
  if (COMPARISONS.has(operator) && both && !bool)
    return `"${text}" compares two numbers, for which ${operator} needs bool`;
  if (matching && (a === "scalar" || b === "scalar"))
    return `${matching.on ? "on" : "ignoring"} goes between series only, as in "${text}"`;
  if (SET_OPERATORS.has(operator) && (a === "scalar" || b === "scalar"))
    return `${operator} takes series on both sides, as in "${text}"`;
  if (SET_OPERATORS.has(operator) && matching?.group)
    return `${operator} takes no group_${matching.group.side}, as in "${text}"`;
  return undefined;
}
