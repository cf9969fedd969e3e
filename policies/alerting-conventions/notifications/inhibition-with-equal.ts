import type { AlertmanagerConfig } from "../../content";
import type { Policy } from "../../policy";

export const inhibitionWithEqual: Policy = {
  name: "inhibition-with-equal",
  level: "mandatory",
  description: "An inhibition says by which labels two alerts belong together, and what it inhibits.",
  judges: "alertmanager",
  *check({ inhibitions }) {
    for (const [i, { sources, targets, equal }] of inhibitions.entries()) {
      // An alert that is made to inhibit others, and is never sent itself: kube-prometheus' InfoInhibitor.
      if (isOfAlert(sources, targets) || isOfAlert(targets, sources)) continue;
      // Both sides can ask for the one host or service by its name.
      if (equal.length === 0 && !(asksForOne(sources) && asksForOne(targets))) {
        yield {
          found: `inhibition ${i + 1} has no equal`,
          why: "One firing alert on its left inhibits everything on its right: of other services, teams and clusters as well",
          fix: "Add equal: [the labels that both share, such as instance or service]",
        };
      }
      if (targets.length === 0 || sources.length === 0) {
        yield {
          found: `inhibition ${i + 1} has no ${sources.length === 0 ? "source" : "target"} matchers`,
          why: "Any alert is then meant",
          fix: "Add source_matchers and target_matchers",
        };
      }
    }
  },
  examples: {
    bad: 'route: { receiver: chat }\nreceivers: [{ name: chat, slack_configs: [{}] }]\ninhibit_rules:\n  - { source_matchers: [severity="critical"], target_matchers: [severity="warning"] }',
    good: 'route: { receiver: chat }\nreceivers: [{ name: chat, slack_configs: [{}] }]\ninhibit_rules:\n  - { source_matchers: [severity="critical"], target_matchers: [severity="warning"], equal: [alertname, instance] }',
  },
};

type Matchers = AlertmanagerConfig["inhibitions"][number]["sources"];

const asksForOne = (matchers: Matchers) =>
  matchers.some(({ label, operator }) => operator.startsWith("=") && label !== "alertname" && label !== "severity");

/** Whether one side asks for an alert by its name, which explains all others, and the other side for nothing. */
const isOfAlert = (named: Matchers, other: Matchers) =>
  other.length === 0 && named.some(({ label, operator }) => label === "alertname" && operator.startsWith("="));
