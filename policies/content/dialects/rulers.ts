// Who evaluates a rule file: Prometheus, or another ruler whose files look alike and have fields of their own.
import { type Fields, fieldsOf, listOf, textOf } from "../values";
import { isWithoutNames, isWithoutSelectors, type Language, otherLanguage } from "./languages";

export interface Ruler {
  name: string;
  language: Language;
  /** Its own fields, which Prometheus refuses. */
  own: Readonly<Record<"file" | "group" | "rule", readonly string[]>>;
  /** Whether what is left without them is a rule file of Prometheus. */
  isPrometheus: boolean;
}

const NO_FIELDS = { file: [], group: [], rule: [] };

const PROMETHEUS: Ruler = { name: "Prometheus", language: "PromQL", own: NO_FIELDS, isPrometheus: true };
const LOKI: Ruler = {
  name: "Loki",
  language: "LogQL",
  own: { ...NO_FIELDS, group: ["remote_write"] },
  isPrometheus: false,
};
export const VMALERT: Ruler = {
  name: "vmalert",
  language: "MetricsQL",
  own: {
    file: [],
    group: [
      ...["type", "concurrency", "params", "headers", "notifier_headers", "tenant", "debug"],
      ...["eval_offset", "eval_delay", "eval_alignment"],
    ],
    rule: ["debug", "update_entries_limit"],
  },
  isPrometheus: false,
};
/** What a chart makes a rule file of: until then nobody loads it. */
const CHART: Ruler = { name: "Helm", language: "a Helm template", own: NO_FIELDS, isPrometheus: false };
/** Of Mimir and Cortex, with what their tools add. */
const MIMIR: Ruler = {
  name: "Mimir",
  language: "PromQL",
  own: {
    file: ["namespace"],
    group: [
      ...["source_tenants", "evaluation_delay", "align_evaluation_time_on_interval"],
      ...["align_execution_time_on_interval", "federated_from", "remote_write"],
    ],
    rule: [],
  },
  isPrometheus: true,
};
const THANOS: Ruler = {
  name: "Thanos",
  language: "PromQL",
  own: { ...NO_FIELDS, group: ["partial_response_strategy"] },
  isPrometheus: true,
};

/** Fields that tell, the most telling first. */
const BY_FIELDS: readonly Ruler[] = [VMALERT, THANOS, MIMIR];

const BY_LANGUAGE: Partial<Record<Language, Ruler>> = {
  LogQL: LOKI,
  MetricsQL: VMALERT,
  "a Helm template": CHART,
};

/** Types of vmalert's groups that are not of metrics. */
const TYPES: Readonly<Record<string, Language>> = { vlogs: "LogsQL", graphite: "Graphite's language" };

/** Who evaluates the file: by its fields, else by the language of its expressions, else by its path. */
export function rulerOf(value: unknown, file = ""): Ruler {
  const groups = listOf(fieldsOf(value).groups).map(fieldsOf);
  const rules = groups.flatMap((group) => listOf(group.rules)).map(fieldsOf);
  const has = (owners: readonly Fields[], fields: readonly string[]) =>
    owners.some((owner) => fields.some((field) => field in owner));
  const byFields = BY_FIELDS.find(
    ({ own }) => has(groups, own.group) || has(rules, own.rule) || has([fieldsOf(value)], own.file),
  );
  if (byFields && byFields !== MIMIR) return byFields;
  for (const { expr } of rules) {
    const language = otherLanguage(textOf(expr) ?? "");
    const ruler = language && BY_LANGUAGE[language];
    if (ruler) return ruler;
  }
  if (byFields) return byFields;
  const exprs = rules.map(({ expr }) => textOf(expr) ?? "");
  const isOfLoki = /(^|[^a-z])loki/i.test(file) && (exprs.some(isWithoutNames) || exprs.every(isWithoutSelectors));
  return isOfLoki ? LOKI : PROMETHEUS;
}

/** The language of one rule that is not PromQL, as far as that is known. */
export function languageOf(expr: string, group: Fields, ruler: Ruler): Language {
  if (ruler === LOKI)
    return otherLanguage(expr) === "LogQL" || isWithoutNames(expr) || isWithoutSelectors(expr) ? "LogQL" : "PromQL";
  if (ruler === CHART) return otherLanguage(expr) ?? "PromQL";
  if (ruler !== VMALERT) return "PromQL";
  return TYPES[textOf(group.type) ?? ""] ?? "MetricsQL";
}

/** What is left for Prometheus of a file: undefined where that is not its file. */
export function forPrometheus(value: unknown, ruler: Ruler): unknown {
  if (!ruler.isPrometheus) return undefined;
  if (ruler === PROMETHEUS) return value;
  const without = (fields: Fields, own: readonly string[]) =>
    Object.fromEntries(Object.entries(fields).filter(([field]) => !own.includes(field)));
  const { groups, ...file } = fieldsOf(value);
  return {
    ...without(file, ruler.own.file),
    groups: listOf(groups).map((group) => without(fieldsOf(group), ruler.own.group)),
  };
}
