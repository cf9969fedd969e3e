// A rule group → Prometheus' rule file.
import { stringify } from "yaml";
import type { PlacedAlert, RuleGroup } from "../monitoring";

/** A rule file with one group. */
export function ruleFile(group: RuleGroup): string {
  return yaml({ groups: [ruleGroup(group)] });
}

/** A group as Prometheus has it: its recordings first, then its alerts, which may read them in the same evaluation. */
export function ruleGroup(group: RuleGroup) {
  const recordings = group.recordings.map(({ record, expr, adds }) => ({
    record,
    expr,
    ...(adds && { labels: adds }),
  }));
  const { limit, queryOffset } = group.own ?? {};
  return {
    name: group.name,
    interval: group.interval,
    ...(limit !== undefined && { limit }),
    ...(queryOffset !== undefined && { query_offset: queryOffset }),
    rules: [...recordings, ...group.alerts.map(alertRule)],
  };
}

function alertRule(placed: PlacedAlert) {
  return {
    alert: placed.alert.name,
    expr: placed.expr,
    for: placed.for,
    ...(placed.keepFiringFor && { keep_firing_for: placed.keepFiringFor }),
    labels: placed.labels,
    annotations: placed.annotations,
  };
}

/** YAML without folded lines or aliases, so that a change shows as the lines that changed. */
export function yaml(value: unknown): string {
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
}
