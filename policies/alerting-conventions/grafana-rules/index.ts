// Rules that Grafana evaluates.
import type { Policy } from "../../policy";
import { grafanaRuleFolder } from "./grafana-rule-folder";
import { grafanaRuleIdentity } from "./grafana-rule-identity";
import { grafanaRuleStages } from "./grafana-rule-stages";
import { grafanaRuleStates } from "./grafana-rule-states";

export const grafanaRules: readonly Policy[] = [
  grafanaRuleFolder,
  grafanaRuleIdentity,
  grafanaRuleStates,
  grafanaRuleStages,
];
