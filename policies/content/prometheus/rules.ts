// `groups:` of a rule file or PrometheusRule → rules, and what of them was not read.
import { hasValue, type Parsed, parse, typeProblem } from "../../../components/promql";
import { type Content, NOTHING, type Place, type Rule } from "../content";
import type { Language } from "../dialects/languages";
import { forPrometheus, languageOf, type Ruler, rulerOf, VMALERT } from "../dialects/rulers";
import { EXEMPTION, exemptionsIn } from "../exemption";
import { exempted } from "../place";
import { type Fields, fieldsOf, isFields, listOf, textOf, textsOf } from "../values";
import { positionOf } from "../yaml/position";
import { GROUP, ruleFileRefusals } from "./structure";

export const hasRuleGroups = (value: unknown): boolean =>
  listOf(fieldsOf(value).groups).some(
    (group) =>
      Array.isArray(fieldsOf(group).rules) ||
      isListOfRules([fieldsOf(group).rules]) ||
      Object.values(fieldsOf(group)).some(isListOfRules),
  ) || listOf(fieldsOf(value).groups).some(isEmptyGroup);

/** A group may have no rules. */
const isEmptyGroup = (group: unknown): boolean =>
  isFields(group) &&
  textOf(group.name) !== undefined &&
  Object.entries(group).every(([field, value]) => GROUP.includes(field) || value === null);

/** Also where the field that holds them is misspelt. */
const isListOfRules = (value: unknown): boolean =>
  listOf(value).some((one) => (fieldsOf(one).alert ?? fieldsOf(one).record) !== undefined);

/** A rule file, or the part of a value that is one. @param given The ruler that is known to evaluate it. */
export function ruleFileOf(value: Fields, place: Place, given?: Ruler): Content {
  const ruler = given ?? rulerOf(value, place.file);
  const rules = rulesOf(value, place, ruler);
  const served = forPrometheus(value, ruler);
  return {
    ...NOTHING,
    rules,
    unread: unreadIn(rules, place),
    refusals: ruleFileRefusals(value, place, ruler.own),
    serverFiles:
      served === undefined ? [] : [{ place: { ...place, ...positionOf(value) }, kind: "rules", value: served }],
  };
}

function rulesOf(value: unknown, place: Place, ruler: Ruler): Rule[] {
  return listOf(fieldsOf(value).groups).flatMap((one) => {
    const group = fieldsOf(one);
    const inGroup = { ...place, group: textOf(group.name) ?? "" };
    return listOf(group.rules).flatMap((rule) => (isFields(rule) ? ruleOf(rule, inGroup, group, ruler) : []));
  });
}

function ruleOf(fields: Fields, place: Place, group: Fields, ruler: Ruler): Rule[] {
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
      parsed: read(expr, languageOf(expr, group, ruler)),
      for: textOf(fields.for),
      keepFiringFor: textOf(fields.keep_firing_for),
      labels: { ...textsOf(group.labels), ...textsOf(fields.labels) },
      annotations,
      interval: textOf(group.interval),
      evaluator: ruler === VMALERT ? "vmalert" : "Prometheus",
    },
  ];
}

/** What is valid PromQL is valid MetricsQL, and means nearly the same. */
function read(expr: string, language: Language): Parsed {
  const foreign = { error: `it is ${language}`, language };
  if (language !== "PromQL" && language !== "MetricsQL") return foreign;
  const parsed = parse(expr);
  if (language === "PromQL") return parsed;
  if ("error" in parsed || !hasValue(parsed.expression)) return foreign;
  return typeProblem(parsed.expression) === undefined ? parsed : foreign;
}

function unreadIn(rules: readonly Rule[], place: Place): Content["unread"] {
  const languages = rules.flatMap(({ parsed }) => ("error" in parsed ? (parsed.language ?? []) : []));
  const [language] = languages;
  if (language === undefined) return [];
  const reason = `${languages.length} of its ${rules.length} expressions ${languages.length === 1 ? "is" : "are"} ${language}, which is not judged; names, labels and annotations were`;
  return [{ place, reason }];
}
