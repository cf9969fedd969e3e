// `groups:` of a Prometheus rule file or PrometheusRule → rules.
import { parse } from "../../../components/promql";
import type { Place, Rule } from "../content";
import { EXEMPTION, exemptionsIn } from "../exemption";
import { exempted } from "../place";
import { positionOf } from "../position";
import { type Fields, fieldsOf, isFields, listOf, textOf, textsOf } from "../values";

export const hasRuleGroups = (value: unknown): boolean =>
  listOf(fieldsOf(value).groups).some((group) => Array.isArray(fieldsOf(group).rules));

export function rulesOf(value: unknown, place: Place): Rule[] {
  return listOf(fieldsOf(value).groups).flatMap((group) => {
    const { name, rules, interval } = fieldsOf(group);
    const inGroup = { ...place, group: textOf(name) ?? "" };
    return listOf(rules).flatMap((rule) => (isFields(rule) ? ruleOf(rule, inGroup, textOf(interval)) : []));
  });
}

function ruleOf(fields: Fields, place: Place, interval: string | undefined): Rule[] {
  const alert = textOf(fields.alert);
  const name = alert ?? textOf(fields.record);
  const expr = textOf(fields.expr);
  // Without one of these, Prometheus does not load the file; an unknown value looks the same.
  if (name === undefined || expr === undefined) return [];
  const annotations = textsOf(fields.annotations);
  return [
    {
      place: exempted({ ...place, ...positionOf(fields), rule: name }, exemptionsIn(annotations[EXEMPTION])),
      kind: alert === undefined ? "recording" : "alert",
      name,
      expr,
      parsed: parse(expr),
      for: textOf(fields.for),
      keepFiringFor: textOf(fields.keep_firing_for),
      labels: textsOf(fields.labels),
      annotations,
      interval,
    },
  ];
}
