import { canHave, labelsOf } from "../../../components/promql";
import type { Policy } from "../../policy";
import { recordingsIn } from "../recordings";

export const alertTeam: Policy = {
  name: "alert-team",
  level: "advisory",
  isStyle: true,
  description: "Every alert names who is responsible.",
  judges: "rule",
  settings: { labels: { default: ["team", "owner", "squad"], description: "Labels of which one must be set" } },
  *check({ kind, labels, parsed }, settings, around) {
    const names = settings.words("labels");
    if (kind !== "alert" || "error" in parsed || names.some((name) => labels[name])) return;
    // A target can carry the label, where the expression leaves it.
    const left = labelsOf(parsed.expression, recordingsIn(around));
    if (names.some((name) => canHave(left, name))) return;
    yield {
      found: `the alert has no label ${names.join(" or ")}, and its expression leaves none`,
      why: "It cannot be routed to those who can mend it, and goes to everybody or to nobody",
      fix: `Add labels: { ${names[0]}: <who> }`,
    };
  },
  examples: {
    bad: "- alert: ShopDown\n  expr: sum by (job) (up) == 0\n  labels: { severity: critical }",
    good: "- alert: ShopDown\n  expr: sum by (job) (up) == 0\n  labels: { severity: critical, team: sales }",
  },
};
