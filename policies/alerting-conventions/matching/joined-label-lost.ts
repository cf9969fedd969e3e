import {
  type Binary,
  canHave,
  choosesSeries,
  type Expression,
  isScalar,
  labelsOf,
  type Part,
  selectorsIn,
  unwrapped,
  walk,
} from "../../../components/promql";
import type { Policy } from "../../policy";
import { recordingsIn } from "../recordings";

export const joinedLabelLost: Policy = {
  name: "joined-label-lost",
  level: "advisory",
  description: "Labels that group_left joins are there to join, and reach the result or what it is matched with.",
  judges: "rule",
  mentions: /group_/i,
  *check({ parsed, place }, _, around) {
    if ("error" in parsed) return;
    for (const one of walk(parsed.expression)) {
      const join = one.part;
      if (join.kind !== "binary" || !join.matching?.group) continue;
      const { side, include } = join.matching.group;
      const [many, single] = side === "left" ? [join.left, join.right] : [join.right, join.left];
      for (const label of include) {
        const clause = `group_${side} (${include.join(", ")})`;
        const lost = lostIn(one, label);
        if (!canHave(labelsOf(single, recordingsIn(around, place)), label)) {
          yield {
            found: `${clause} joins ${label}, which "${single.text}" does not have`,
            why: "The label is empty on every series of the result",
            fix: `Keep ${label} there, or leave it out of ${clause}`,
          };
        } else if (isFixed(many, label)) {
          yield {
            found: `${clause} joins ${label}, which "${many.text}" already asks for`,
            why: "The label has one value on that side: joining it replaces or repeats it",
            fix: `Leave ${label} out of ${clause}`,
          };
        } else if (lost) {
          yield {
            found: `${clause} joins ${label}, and "${lost.text}" drops it again`,
            why: "The label is not in the result, and nothing is matched on it",
            fix: `Keep it ${lost.kind === "aggregation" ? `in by (${label}, …)` : `with group_left (${label})`}, or leave it out of ${clause}`,
          };
        }
      }
    }
  },
  examples: {
    bad: "- record: job:errors:rate5m\n  expr: sum by (job) (rate(errors_total[5m]) * on (instance) group_left (team) max by (instance, team) (owner))",
    good: "- record: job_team:errors:rate5m\n  expr: sum by (job, team) (rate(errors_total[5m]) * on (instance) group_left (team) max by (instance, team) (owner))",
  },
};

/** What takes the label away before anything has used it. */
function lostIn({ part, inside }: Part, label: string): Expression | undefined {
  let from = part;
  for (const outer of inside) {
    if (outer.kind === "aggregation") {
      const { grouping } = outer;
      if (!choosesSeries(outer) && (!grouping || grouping.labels.includes(label) !== grouping.by)) return outer;
    } else if (outer.kind === "binary") {
      const fate = throughBinary(outer, from, label);
      if (fate !== "kept") return fate === "lost" ? outer : undefined;
    } else if (outer.kind === "call") {
      // What is made of labels uses them.
      if (/^label_/.test(outer.name)) return undefined;
      if (/^(absent|scalar)/.test(outer.name)) return outer;
    }
    from = outer;
  }
  return undefined;
}

function throughBinary({ operator, left, right, matching }: Binary, from: Expression, label: string) {
  if (isScalar(left) || isScalar(right) || operator === "or") return "kept";
  const isMatched = !matching || matching.labels.includes(label) === matching.on;
  if (operator === "and" || operator === "unless") return from === left ? "kept" : isMatched ? "used" : "lost";
  if (!matching?.group) return isMatched ? "used" : "lost";
  const isMany = (matching.group.side === "left") === (from === left);
  if (isMany || matching.group.include.includes(label)) return "kept";
  return isMatched ? "used" : "lost";
}

/** Whether its series are chosen by one value of the label. */
function isFixed(many: Expression, label: string): boolean {
  const of = unwrapped(many);
  const [first, ...others] = selectorsIn(of);
  if (!first || others.length > 0 || !canHave(labelsOf(of), label)) return false;
  return first.matchers.some((one) => one.label === label && one.operator === "=" && one.value !== "");
}
