import {
  type Binary,
  canHave,
  comparisonsIn,
  type Expression,
  isScalar,
  labelsOf,
  type Selector,
  walk,
} from "../../../components/promql";
import type { Policy } from "../../policy";

/** Metrics of which each series is a part, distinguished by a label, and what their sum over it is. */
const PARTS: readonly { metric: RegExp; label: string; whole: string; constant: boolean }[] = [
  {
    metric: /^node_cpu_seconds_total$/,
    label: "mode",
    whole: "all time of the processors, used or not",
    constant: true,
  },
  {
    metric: /^windows_cpu_time_total$/,
    label: "mode",
    whole: "all time of the processors, used or not",
    constant: true,
  },
  { metric: /^probe_http_duration_seconds$/, label: "phase", whole: "the whole request", constant: false },
  { metric: /^probe_icmp_duration_seconds$/, label: "phase", whole: "the whole probe", constant: false },
  { metric: /^kube_pod_status_phase$/, label: "phase", whole: "the number of pods", constant: true },
  { metric: /^kube_node_status_condition$/, label: "condition", whole: "the number of conditions", constant: true },
];

export const partComparedAsWhole: Policy = {
  name: "part-compared-as-whole",
  level: "mandatory",
  description: "A metric of phases or modes is summed up, or one of them is chosen, before it is compared.",
  judges: "rule",
  *check({ kind, parsed }) {
    if (kind !== "alert" || "error" in parsed) return;
    for (const { of } of comparisonsIn(parsed.expression)) {
      const side = isScalar(of.right) ? of.left : isScalar(of.left) ? of.right : undefined;
      const problem = side && problemIn(side, of);
      if (problem) yield problem;
    }
  },
  examples: {
    bad: "- alert: ShopSlow\n  expr: avg_over_time(probe_http_duration_seconds[5m]) > 1",
    good: "- alert: ShopSlow\n  expr: sum without (phase) (avg_over_time(probe_http_duration_seconds[5m])) > 1",
  },
};

function problemIn(side: Expression, { text }: Binary) {
  const [selector, ...more] = walk(side).flatMap(({ part, inside }) =>
    part.kind === "selector" ? [{ part, inside }] : [],
  );
  if (
    !selector ||
    more.length > 0 ||
    selector.inside.some((outer) => outer.kind === "binary" && ["and", "or", "unless"].includes(outer.operator))
  )
    return undefined;
  const of = PARTS.find(({ metric }) => metric.test(selector.part.name ?? ""));
  if (!of || isChosen(selector.part, of.label)) return undefined;
  // One that is asked for by its state, or grouped by on purpose, is meant as it is.
  const isMeant = walk(side).some(
    ({ part }) => part.kind === "aggregation" && part.grouping?.by && part.grouping.labels.includes(of.label),
  );
  if (isMeant || isChosen(selector.part, "status")) return undefined;
  if (
    [...selector.inside].some(({ kind }) => kind === "call") &&
    walk(side).some(
      ({ part }) => part.kind === "aggregation" && ["count", "group", "count_values"].includes(part.operator),
    )
  )
    return undefined;
  const { label, whole, constant } = of;
  const { name } = selector.part;
  if (canHave(labelsOf(side), label)) {
    return {
      found: `"${text}" compares each ${label} of ${name} apart`,
      why: `${whole.replace(/^./, (letter) => letter.toUpperCase())} can be over the threshold with each ${label} below it`,
      fix: constant ? `Choose what is meant: ${name}{${label}="…"}` : `Sum over it: sum without (${label}) (…)`,
    };
  }
  const sums = walk(side).some(({ part }) => part.kind === "aggregation" && part.operator === "sum");
  if (!sums || !constant) return undefined;
  return {
    found: `"${text}" sums ${name} over every ${label}`,
    why: `That is ${whole}: it does not tell how things are`,
    fix: `Choose what is meant: ${name}{${label}="…"}`,
  };
}

/** A matcher that leaves some out; a phase that is asked for is known. */
const isChosen = ({ matchers }: Selector, label: string) =>
  matchers.some((matcher) => matcher.label === label && matcher.value !== "");
