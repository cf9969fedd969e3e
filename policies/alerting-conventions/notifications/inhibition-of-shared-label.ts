import { canHave, labelsOf, matches } from "../../../components/promql";
import type { Content, RouteMatcher, Rule } from "../../content";
import type { Policy } from "../../policy";
import { recordingsIn } from "../recordings";

export const inhibitionOfSharedLabel: Policy = {
  name: "inhibition-of-shared-label",
  level: "mandatory",
  description: "Labels of equal are there on both sides of an inhibition.",
  judges: "everything",
  *check(everything) {
    // Every alert that such a server sends has them.
    const external = new Set(everything.servers.flatMap(({ externalLabels }) => externalLabels));
    for (const { inhibitions, place } of everything.alertmanagers) {
      for (const [i, { sources, targets, equal }] of inhibitions.entries()) {
        const [from, to] = [named(sources, everything), named(targets, everything)];
        if (from.length === 0 || to.length === 0) continue;
        for (const label of equal.filter((one) => !external.has(one))) {
          if ([...from, ...to].some((rule) => has(rule, label, everything))) continue;
          yield {
            place,
            found: `inhibition ${i + 1} compares ${label}, which neither ${namesOf(from)} nor ${namesOf(to)} has`,
            why: "Two labels that are missing are equal: any firing source inhibits every target",
            fix: `Keep ${label} in the expressions of both, or compare a label that they have`,
          };
        }
      }
    }
  },
  examples: {
    bad: 'groups:\n  - name: shop\n    rules:\n      - { alert: ShopDown, expr: "sum by (job) (up) == 0" }\n      - { alert: ShopSlow, expr: "sum by (job) (slow) > 0" }\n---\nroute: { receiver: chat }\nreceivers: [{ name: chat }]\ninhibit_rules:\n  - { source_matchers: [alertname="ShopDown"], target_matchers: [alertname="ShopSlow"], equal: [node] }',
    good: 'groups:\n  - name: shop\n    rules:\n      - { alert: ShopDown, expr: "sum by (job) (up) == 0" }\n      - { alert: ShopSlow, expr: "sum by (job) (slow) > 0" }\n---\nroute: { receiver: chat }\nreceivers: [{ name: chat }]\ninhibit_rules:\n  - { source_matchers: [alertname="ShopDown"], target_matchers: [alertname="ShopSlow"], equal: [job] }',
  },
};

/** The alerts that a side asks for by their names. */
function named(matchers: readonly RouteMatcher[], { rules }: Content): Rule[] {
  const asked = matchers.find(({ label, operator }) => label === "alertname" && operator.startsWith("="));
  if (!asked) return [];
  return rules.filter(
    ({ kind, name }) =>
      kind === "alert" && (asked.operator === "=" ? name === asked.value : matches(asked.value, name) === true),
  );
}

const has = ({ parsed, labels }: Rule, label: string, content: Content) =>
  label === "alertname" ||
  label in labels ||
  "error" in parsed ||
  canHave(labelsOf(parsed.expression, recordingsIn(content)), label);

const namesOf = (rules: readonly Rule[]) => [...new Set(rules.map(({ name }) => name))].slice(0, 3).join(", ");
