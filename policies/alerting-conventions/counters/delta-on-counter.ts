import { isBucket, isCounter, selectorsIn, walk } from "../../../components/promql";
import type { Policy } from "../../policy";

const INSTEAD: Readonly<Record<string, (range: string) => string>> = {
  delta: (range) => `increase(${range})`,
  idelta: (range) => `irate(${range})`,
  deriv: (range) => `rate(${range})`,
  predict_linear: (range) => `increase(${range}), or predict_linear of a recorded rate`,
};

export const deltaOnCounter: Policy = {
  name: "delta-on-counter",
  level: "mandatory",
  description: "A counter's growth is asked for with functions that know resets.",
  judges: "query",
  mentions: /delta|deriv|predict/i,
  *check({ parsed }) {
    if ("error" in parsed) return;
    for (const { part } of walk(parsed.expression)) {
      const instead = part.kind === "call" ? INSTEAD[part.name] : undefined;
      if (!instead || part.kind !== "call") continue;
      const range = part.args[0];
      const of = range?.kind === "range" ? selectorsIn(range)[0]?.name : undefined;
      if (of === undefined || !(isCounter(of) || isBucket(of))) continue;
      yield {
        found: `"${part.text}" takes ${part.name} of the counter ${of}`,
        why: "After a restart the counter begins at 0, and the result is negative, or far too low",
        fix: `Write ${instead(range?.text ?? "…")}`,
      };
    }
  },
  examples: {
    bad: "- alert: ShopErrors\n  expr: delta(errors_total[5m]) > 10",
    good: "- alert: ShopErrors\n  expr: increase(errors_total[5m]) > 10",
  },
};
