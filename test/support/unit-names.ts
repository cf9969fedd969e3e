// What names of metrics say of their units.
import { asWords, parse, selectorsIn } from "../../components/promql";
import type { Metric, Unit } from "../../components/rules";

/** What is wrong where requests are drawn as operations: people search panels for req/s. */
export function requestProblem(where: string, text: string, unit: Unit): string | undefined {
  const parsed = parse(asWords(text));
  if (unit !== "perSecond" || "error" in parsed) return undefined;
  const names = selectorsIn(parsed.expression).flatMap(({ name }) => name ?? []);
  const isOfRequests = names.length > 0 && names.every((name) => name.includes("request"));
  return isOfRequests ? `${where}: found perSecond for ${text}, which counts requests: requestsPerSecond` : undefined;
}

/** Suffixes that say a unit. */
const SUFFIXES: readonly (readonly [RegExp, readonly Unit[]])[] = [
  [/_timestamp_seconds$/, ["timestamp"]],
  [/_seconds(_total)?$/, ["seconds", "timestamp"]],
  [/_bytes(_total)?$/, ["bytes"]],
  [/_ratio$/, ["ratio"]],
  [/_dollars(_total)?$/, ["dollars"]],
];

/** What is wrong with a metric's unit, by its own name. */
export function nameProblem({ name, unit }: Metric): string | undefined {
  const [, units] = SUFFIXES.find(([suffix]) => suffix.test(name)) ?? [];
  return !units || units.includes(unit) ? undefined : `${name}: found ${unit}, but its name says ${units.join(" or ")}`;
}
