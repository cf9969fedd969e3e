import { type Selector, walk } from "../../../components/promql";
import type { Policy } from "../../policy";

export const selectorWithoutName: Policy = {
  name: "selector-without-name",
  level: "mandatory",
  description: "Every selector in a rule names its metric.",
  judges: "query",
  *check({ parsed }) {
    if ("error" in parsed) return;
    for (const { part, inside } of walk(parsed.expression)) {
      if (part.kind !== "selector" || isNamed(part)) continue;
      // What info joins is chosen from the _info metrics.
      const isJoined = inside.some((outer) => outer.kind === "call" && outer.name === "info" && outer.args[1] === part);
      // How many series there are of all names can be asked only so.
      const isCounted = inside.some((outer) => outer.kind === "aggregation" && /^(count|group)/.test(outer.operator));
      if (isJoined || isCounted) continue;
      yield {
        found: `"${part.text}" does not name a metric`,
        why: "It reads every series that has these labels, at each evaluation, and more with each new metric",
        fix: `Write the metric's name before the braces: up${part.text}`,
      };
    }
  },
  examples: {
    bad: '- alert: JobMissing\n  expr: absent({job="shop"})',
    good: '- alert: JobMissing\n  expr: absent(up{job="shop"})',
  },
};

/** A pattern of the name counts where it leaves anything out. */
const isNamed = ({ name, matchers }: Selector) =>
  name !== undefined ||
  matchers.some(({ label, operator, value }) => label === "__name__" && operator === "=~" && !/^\.[*+]$/.test(value));
