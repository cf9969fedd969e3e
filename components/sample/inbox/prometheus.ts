// What the inbox asks Prometheus: the value of an expression now, by its API.
import { z } from "zod";
import { messageOf } from "../../error-text";
import { HttpError } from "../http";

const WITHIN_MILLISECONDS = 10_000;

const answer = z.discriminatedUnion("status", [
  z.object({
    status: z.literal("success"),
    data: z.discriminatedUnion("resultType", [
      z.object({
        resultType: z.literal("vector"),
        result: z.array(
          z.object({
            metric: z.record(z.string(), z.string()),
            // A native histogram has no value.
            value: z.tuple([z.number(), z.string()]).optional(),
          }),
        ),
      }),
      z.object({ resultType: z.enum(["scalar", "string"]), result: z.tuple([z.number(), z.string()]) }),
      z.object({ resultType: z.literal("matrix"), result: z.array(z.unknown()) }),
    ]),
  }),
  z.object({ status: z.literal("error"), error: z.string() }),
]);

/** A series and its value, or what Prometheus says against the expression. */
export type Evaluated =
  | { readonly series: readonly { readonly labels: Readonly<Record<string, string>>; readonly value: string }[] }
  | { readonly refusal: string };

/**
 * Evaluates an expression now.
 *
 * @throws HttpError 502 when Prometheus does not answer as it should.
 */
export async function evaluate(prometheus: string, expr: string): Promise<Evaluated> {
  try {
    const url = `${prometheus}/api/v1/query?${new URLSearchParams({ query: expr })}`;
    const response = await fetch(url, { signal: AbortSignal.timeout(WITHIN_MILLISECONDS) });
    return evaluated(answer.parse(await response.json()));
  } catch (error) {
    throw new HttpError(502, `Prometheus at ${prometheus}: ${messageOf(error)}`);
  }
}

function evaluated(answered: z.infer<typeof answer>): Evaluated {
  if (answered.status === "error") return { refusal: answered.error };
  const { data } = answered;
  switch (data.resultType) {
    case "vector":
      return {
        series: data.result.map(({ metric, value }) => ({ labels: metric, value: value?.[1] ?? "a histogram" })),
      };
    case "matrix":
      return { refusal: "a range of samples has no value now: give a function of it, such as rate()" };
    default:
      return { series: [{ labels: {}, value: data.result[1] }] };
  }
}
