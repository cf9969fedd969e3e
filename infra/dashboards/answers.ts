// What Prometheus answers to a panel's requests.
import { z } from "zod";
import type { Address } from "../running/address";
import { ask, QueryRefused } from "../running/prometheus-query";
import type { Request } from "./requests";
import type { Times } from "./times";

const labels = z.record(z.string(), z.string());
const sample = z.tuple([z.number(), z.string()]);

const data = z.discriminatedUnion("resultType", [
  z.object({
    resultType: z.literal("matrix"),
    result: z.array(z.object({ metric: labels, values: z.array(sample).default([]) })),
  }),
  z.object({
    resultType: z.literal("vector"),
    result: z.array(z.object({ metric: labels, value: sample.optional() })),
  }),
  z.object({ resultType: z.literal("scalar"), result: sample }),
]);

type Data = z.infer<typeof data>;

export interface Series {
  /** The legend with the labels put in. */
  name: string;
  labels: Readonly<Record<string, string>>;
  /** Unix seconds and value; one point of an instant request. */
  points: readonly (readonly [number, number])[];
}

export interface Answer {
  request: Request;
  series: readonly Series[];
  /** What Prometheus says against the query. */
  refused?: string;
}

/** Throws where Prometheus does not answer; what it refuses is part of the answer. */
export async function answerTo(request: Request, prometheus: string | Address): Promise<Answer> {
  const asked =
    request.kind === "range"
      ? ask(prometheus, "query_range", { query: request.expr, ...bounds(request.times) }, "POST")
      : ask(prometheus, "query", { query: request.expr, time: String(request.atSeconds) }, "POST");
  try {
    return { request, series: seriesOf(data.parse(await asked), request.target.legendFormat) };
  } catch (error) {
    if (error instanceof QueryRefused) return { request, series: [], refused: error.message };
    throw error;
  }
}

const bounds = ({ startSeconds, endSeconds, stepSeconds }: Times) => ({
  start: String(startSeconds),
  end: String(endSeconds),
  step: String(stepSeconds),
});

function seriesOf(answered: Data, legend: string): Series[] {
  const one = (metric: Record<string, string>, samples: readonly z.infer<typeof sample>[]): Series => ({
    name: named(legend, metric),
    labels: metric,
    points: samples.map(([time, value]) => [time, numberIn(value)]),
  });
  switch (answered.resultType) {
    case "matrix":
      return answered.result.map(({ metric, values }) => one(metric, values));
    case "vector":
      return answered.result.map(({ metric, value }) => one(metric, value ? [value] : []));
    case "scalar":
      return [one({}, [answered.result])];
  }
}

/** `{{label}}` becomes its value, or stays the label's name where the series has none; without a legend, all labels. */
function named(legend: string, metric: Readonly<Record<string, string>>): string {
  if (legend !== "") return legend.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, label: string) => metric[label] ?? label);
  const { __name__ = "", ...rest } = metric;
  const pairs = Object.entries(rest).map(([label, value]) => `${label}="${value}"`);
  return pairs.length > 0 ? `${__name__}{${pairs.join(", ")}}` : __name__ || "Value";
}

const SPECIAL: Record<string, number> = { "+Inf": Number.POSITIVE_INFINITY, "-Inf": Number.NEGATIVE_INFINITY };

const numberIn = (text: string) => SPECIAL[text] ?? Number(text);
