import { componentsOf, type Fields, fieldsOf, listOf, textOf } from "../../content";
import type { Policy } from "../../policy";

/** A rule of the tail sampler that keeps whatever comes. Those that others narrow do not. */
const keepsAll = (rule: Fields): boolean =>
  textOf(rule.type) === "always_sample" ||
  (textOf(rule.type) === "probabilistic" && Number(textOf(fieldsOf(rule.probabilistic).sampling_percentage)) >= 100);

export const everyTraceKept: Policy = {
  name: "every-trace-kept",
  level: "advisory",
  description: "A collector that samples traces leaves some out.",
  judges: "document",
  *check({ fields }) {
    const all = [
      ...componentsOf(fields, "processors", "tail_sampling").filter(([, sampler]) =>
        listOf(sampler.policies).some((one) => {
          const rule = fieldsOf(one);
          const parts = listOf(fieldsOf(rule.and).and_sub_policy).map(fieldsOf);
          const narrows = (part: Fields) => !keepsAll(part) && textOf(part.type) !== "rate_limiting";
          return keepsAll(rule) || (parts.some(keepsAll) && !parts.some(narrows));
        }),
      ),
      ...componentsOf(fields, "processors", "probabilistic_sampler").filter(
        ([, { sampling_percentage: percent }]) => Number(textOf(percent)) >= 100,
      ),
    ];
    for (const [id] of all)
      yield {
        found: `the processor ${id} keeps every trace`,
        why: "The store grows with traffic: ten times the spans of the usual tenth, most of them of requests that nobody asks about",
        fix: "Keep errors and slow requests always, and a share such as sampling_percentage: 10 of all others",
      };
  },
  examples: {
    bad: "receivers: { otlp: {} }\nprocessors: { tail_sampling: { policies: [{ name: all, type: probabilistic, probabilistic: { sampling_percentage: 100 } }] } }\nservice: { pipelines: { traces: { receivers: [otlp], processors: [tail_sampling], exporters: [debug] } } }",
    good: "receivers: { otlp: {} }\nprocessors: { tail_sampling: { policies: [{ name: errors, type: status_code, status_code: { status_codes: [ERROR] } }, { name: share, type: probabilistic, probabilistic: { sampling_percentage: 10 } }] } }\nservice: { pipelines: { traces: { receivers: [otlp], processors: [tail_sampling], exporters: [debug] } } }",
  },
};
