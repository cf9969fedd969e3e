import { grouped } from "../../../components/grouped";
import { comparisonsIn, type Expression, type Matcher, matches, selectorsIn } from "../../../components/promql";
import type { Rule } from "../../content";
import type { Policy } from "../../policy";

export const alertNamedTwice: Policy = {
  name: "alert-named-twice",
  level: "advisory",
  description: "Two alerts of one name and the same labels do not fire for the same series.",
  judges: "everything",
  *check({ rules }) {
    for (const [first, ...others] of grouped(rules, sameAlert).values()) {
      for (const other of others) {
        const twin = [first, ...others.slice(0, others.indexOf(other))].find((one) => one && overlap(one, other));
        if (!twin) continue;
        yield {
          place: other.place,
          found: `${other.name} is also in group "${twin.place.group ?? ""}" with the same labels, and both can fire for the same series`,
          why: "Alertmanager takes them for one alert: the texts change at each evaluation, and one resolves the other",
          fix: "Give them different names or severities, or series that differ",
        };
      }
    }
  },
  examples: {
    bad: "groups:\n  - name: shop\n    rules:\n      - { alert: ShopBusy, expr: node_load1 > 5, labels: { severity: warning } }\n      - { alert: ShopBusy, expr: node_load1 > 10, labels: { severity: warning } }",
    good: "groups:\n  - name: shop\n    rules:\n      - { alert: ShopBusy, expr: node_load1 > 5, labels: { severity: warning } }\n      - { alert: ShopBusy, expr: node_load1 > 10, labels: { severity: critical } }",
  },
};

/** Recordings are apart, each by itself. */
function sameAlert({ kind, name, labels, place: { resource = "", file = "", line = 0, group = "" } }: Rule): string {
  const own = kind === "alert" ? "" : `${line} ${group}`;
  return JSON.stringify([kind, resource, file, name, own, Object.entries(labels).sort()]);
}

/** Whether they read the same metrics in the same form, and their matchers leave series in common. */
function overlap(one: Rule, other: Rule): boolean {
  if (one.kind !== "alert" || "error" in one.parsed || "error" in other.parsed || one.expr === other.expr) return false;
  const [a, b] = [one.parsed.expression, other.parsed.expression];
  const [ofA, ofB] = [selectorsIn(a), selectorsIn(b)];
  if (shapeOf(a) !== shapeOf(b) || shapeOf(a) === undefined) return false;
  return ofA.every(({ matchers }, i) => !areApart(matchers, ofB[i]?.matchers ?? []));
}

/** Without matchers and thresholds; undefined where there is no comparison by which one could differ. */
function shapeOf(expression: Expression): string | undefined {
  if (comparisonsIn(expression).length !== 1) return undefined;
  const [comparison] = comparisonsIn(expression);
  const names = selectorsIn(expression).map(
    ({ name, matchers }) => name ?? matchers.find(({ label }) => label === "__name__")?.value,
  );
  const form = comparison?.of.left.text
    .replace(/\{[^{}]*\}|\[[^[\]]*\]/g, "")
    .replace(/[\w:]+/g, (word) => (names.includes(word) ? "" : word));
  return `${names.join()} ${comparison?.of.operator} ${form?.replace(/\s/g, "")}`;
}

/** Whether a label must have another value in each. */
const areApart = (a: readonly Matcher[], b: readonly Matcher[]): boolean =>
  a.some((one) => b.some((other) => one.label === other.label && one.label !== "__name__" && excludes(one, other)));

function excludes(one: Matcher, other: Matcher): boolean {
  if (one.operator !== "=")
    return other.operator === "=" ? excludes(other, one) : one.value !== other.value && one.operator === "=~";
  const takes = /~$/.test(other.operator) ? (matches(other.value, one.value) ?? true) : other.value === one.value;
  return other.operator.startsWith("!") ? takes : !takes;
}
