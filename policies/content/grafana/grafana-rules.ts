// Rules that Grafana evaluates: its provisioning files, and the rule groups of its Pulumi and Terraform provider.

import { asWords, parse } from "../../../components/promql";

import type { GrafanaRule, Place } from "../content";
import { EXEMPTION, exemptionsIn } from "../exemption";
import { exempted } from "../place";
import { type Fields, fieldsOf, isFields, listOf, textOf, textsOf } from "../values";
import { positionOf } from "../yaml/position";

/** Whether a file's `groups` are Grafana's: their rules have queries in `data`. */
export const hasGrafanaRules = (value: unknown): boolean =>
  listOf(fieldsOf(value).groups).some((group) => listOf(fieldsOf(group).rules).some((rule) => isGrafanaRule(rule)));

const isGrafanaRule = (rule: unknown) => {
  const { data, datas } = fieldsOf(rule);
  return Array.isArray(data) || Array.isArray(datas);
};

/** Rules of every group of a provisioning file. */
export const grafanaRulesOf = (value: unknown, place: Place): GrafanaRule[] =>
  listOf(fieldsOf(value).groups).flatMap((group) => grafanaGroup(fieldsOf(group), place));

/** Rules of one group. */
export function grafanaGroup(group: Fields, place: Place): GrafanaRule[] {
  const inGroup = { ...place, group: textOf(group.name) ?? "" };
  const folder = textOf(group.folderUid) ?? textOf(group.folderUID) ?? textOf(group.folder);
  return listOf(group.rules).flatMap((value) => (isFields(value) ? [ruleOf(value, folder, inGroup)] : []));
}

function ruleOf(fields: Fields, folder: string | undefined, inGroup: Place): GrafanaRule {
  const title = textOf(fields.title) ?? textOf(fields.name) ?? "";
  const annotations = textsOf(fields.annotations);
  const place = exempted({ ...inGroup, ...positionOf(fields), rule: title }, exemptionsIn(annotations[EXEMPTION]));
  return {
    place,
    title,
    uid: textOf(fields.uid),
    folder,
    fields,
    labels: textsOf(fields.labels),
    annotations,
    queries: listOf(fields.data ?? fields.datas).flatMap((query) => {
      const { model } = fieldsOf(query);
      const expr = textOf(modelOf(model).expr);
      if (expr === undefined || textOf(fieldsOf(modelOf(model).datasource).type) === "loki") return [];
      return [{ place, kind: "Grafana rule" as const, expr, parsed: parse(asWords(expr)) }];
    }),
  };
}

/** The provider takes the model as JSON. */
function modelOf(model: unknown): Fields {
  if (typeof model !== "string") return fieldsOf(model);
  try {
    return fieldsOf(JSON.parse(model));
  } catch {
    return {};
  }
}
