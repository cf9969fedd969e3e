// Rule groups → PrometheusRule, one for each mixin, with the same groups as a rule file.
import type { RuleGroup } from "../../monitoring";
import { ruleGroup } from "../../prometheus";
import { namesIn } from "../names";
import { type Manifest, metadata } from "./custom-resource";

export function prometheusRule(group: RuleGroup, namespace: string): Manifest {
  return {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PrometheusRule",
    metadata: metadata(`tocsin-${group.name}`, namespace, namesIn(namespace)),
    spec: { groups: [ruleGroup(group)] },
  };
}
