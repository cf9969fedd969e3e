// Series as Prometheus' API gives them, from a Prometheus or a store, so that the two can be compared.
import { z } from "zod";

const labels = z.record(z.string(), z.string());

const instants = z.object({
  data: z.object({ result: z.array(z.object({ metric: labels, value: z.tuple([z.number(), z.string()]) })) }),
});

const ranges = z.object({
  data: z.object({ result: z.array(z.object({ metric: labels, values: z.array(z.tuple([z.number(), z.string()])) })) }),
});

export interface Question {
  /** Base URL. */
  url: string;
  /** Seconds since 1970; now where it is left out. */
  time?: number;
  /** What a store understands beside. */
  more?: Readonly<Record<string, string>>;
  /** Labels that are left out of the answer's series. */
  without?: readonly string[];
}

/** Each series with its value, by its labels; several of the same labels have one value each. Throws where there is no answer. */
export async function valuesOf(expr: string, question: Question): Promise<Map<string, number[]>> {
  const { data } = instants.parse(await answerOf(expr, question));
  return grouped(data.result.map(({ metric, value }) => [keyOf(metric, question), Number(value[1])] as const));
}

/** The samples of a selector with a range as they are kept: the times, in milliseconds, with what was there, by the series' labels. */
export async function samplesOf(selector: string, question: Question): Promise<Map<string, Map<number, string>>> {
  const { data } = ranges.parse(await answerOf(selector, question));
  const found = new Map<string, Map<number, string>>();
  for (const { metric, values } of data.result) {
    const key = keyOf(metric, question);
    const known = found.get(key) ?? new Map<number, string>();
    for (const [seconds, value] of values) known.set(Math.round(seconds * 1000), value);
    found.set(key, known);
  }
  return found;
}

async function answerOf(query: string, { url, time, more }: Question): Promise<unknown> {
  const body = new URLSearchParams({ query, ...(time !== undefined && { time: String(time) }), ...more });
  const answer = await fetch(`${url}/api/v1/query`, { method: "POST", body });
  if (!answer.ok) throw new Error(`${answer.status} for ${query}: ${await answer.text()}`);
  return await answer.json();
}

const keyOf = (metric: Record<string, string>, { without = [] }: Question) =>
  JSON.stringify(
    Object.entries(metric)
      .filter(([label]) => !without.includes(label))
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );

function grouped(entries: readonly (readonly [string, number])[]): Map<string, number[]> {
  const all = new Map<string, number[]>();
  for (const [key, value] of entries) all.set(key, [...(all.get(key) ?? []), value]);
  return all;
}
