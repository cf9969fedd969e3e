// What Prometheus refuses in the structure of a rule file: fields that it does not know, and fields in the wrong place.
import type { Place, Refusal } from "../content";
import type { Ruler } from "../dialects/rulers";
import { type Fields, fieldsOf, isFields, listOf, textOf } from "../values";
import { positionOf } from "../yaml/position";

const FILE = ["groups"];
/** Fields of a group of rules. */
export const GROUP = ["name", "interval", "query_offset", "limit", "rules", "labels"];
const RULE = ["record", "alert", "expr", "for", "keep_firing_for", "labels", "annotations"];
const TEXTS = ["record", "alert", "expr", "for", "keep_firing_for"];
const OF_ALERTS = ["for", "keep_firing_for", "annotations"];

/** Where a known field goes that stands in the wrong place. */
const BELONGS: Readonly<Record<string, string>> = {
  severity: "under labels",
  team: "under labels",
  summary: "under annotations",
  description: "under annotations",
  runbook_url: "under annotations",
  rules: "in a group, under groups",
  interval: "in the group, beside its name",
  expr: "in a rule, beside its name",
};

/** Of a file with `groups`; `spec` of a PrometheusRule has the same form. @param own Fields of the ruler's own. */
export function ruleFileRefusals(value: Fields, place: Place, own: Ruler["own"]): Refusal[] {
  const names = new Set<string>();
  const groups = listOf(value.groups).flatMap((group) => {
    if (!isFields(group)) return [refusal(place, value, "groups", "a group is no mapping of fields")];
    const name = textOf(group.name) ?? "";
    const at = { ...place, group: name };
    const again = name !== "" && names.has(name);
    names.add(name);
    return [
      ...(isMissing(group, "name") ? [refusal(at, group, undefined, "a group has no name")] : []),
      ...(again ? [refusal(at, group, "name", `the group name "${name}" is given twice in the file`)] : []),
      ...unknown(group, [...GROUP, ...own.group], at, "a group"),
      ...wrongLabels(group, "labels", at),
      ...(isRule(group.rules)
        ? [refusal(at, group, "rules", "rules is no list", "Put a hyphen before each rule")]
        : []),
      ...listOf(group.rules).flatMap((rule) =>
        isFields(rule) ? ofRule(rule, at, own.rule) : [refusal(at, group, "rules", "a rule is no mapping of fields")],
      ),
    ];
  });
  return [...unknown(value, [...FILE, ...own.file], place, "a rule file"), ...groups];
}

/** Rules outside any group: as a list, or in `rules` at the top. */
export function looseRuleRefusals(value: unknown, place: Place): Refusal[] {
  const rules = Array.isArray(value) ? value : listOf(fieldsOf(value).rules);
  if (!rules.some(isRule)) return [];
  const problem = "rules stand outside a group";
  return [refusal(place, value, "rules", problem, "Write groups: [{ name: …, rules: … }] around them")];
}

const isRule = (rule: unknown) => {
  const { alert, record } = fieldsOf(rule);
  return (alert ?? record) !== undefined;
};

function ofRule(rule: Fields, inGroup: Place, own: readonly string[]): Refusal[] {
  const { alert, record } = rule;
  const place = { ...inGroup, rule: textOf(alert) ?? textOf(record) ?? "" };
  const kinds = ["alert", "record"].filter((field) => field in rule && !isMissing(rule, field)).length;
  return [
    ...unknown(rule, [...RULE, ...own], place, "a rule"),
    ...(kinds === 2 ? [refusal(place, rule, "record", "a rule has both alert and record")] : []),
    ...(kinds === 0 ? [refusal(place, rule, undefined, "a rule has neither alert nor record")] : []),
    ...TEXTS.filter((field) => typeof rule[field] === "object" && rule[field] !== null).map((field) =>
      refusal(place, rule, field, `${field} is no text`, "Put quotes around it"),
    ),
    // Of a misspelt expr the unknown field is reported.
    ...(isMissing(rule, "expr") && ("expr" in rule || Object.keys(rule).every((key) => RULE.includes(key)))
      ? [refusal(place, rule, undefined, "a rule has no expr")]
      : []),
    ...("record" in rule && !("alert" in rule)
      ? OF_ALERTS.filter((field) => !isZero(rule[field])).map((field) =>
          refusal(place, rule, field, `a recording rule has no ${field}`),
        )
      : []),
    ...(/[{}]/.test(textOf(record) ?? "")
      ? [
          refusal(
            place,
            rule,
            "record",
            `braces in the recording's name ${textOf(record)}`,
            "Write a name alone; labels go under labels",
          ),
        ]
      : []),
    ...wrongLabels(rule, "labels", place),
    ...wrongLabels(rule, "annotations", place),
  ];
}

/** What is there and undefined is a value that is not known yet. */
/** What Go takes for nothing given: also a duration of nothing, and a mapping without fields. */
const isZero = (value: unknown) =>
  value === undefined ||
  value === null ||
  value === "" ||
  /^(0[a-z]*)+$/.test(textOf(value) ?? "") ||
  (isFields(value) && Object.keys(value).length === 0);

const isMissing = (owner: Fields, field: string) => !(field in owner) || owner[field] === null || owner[field] === "";

const unknown = (value: Fields, allowed: readonly string[], place: Place, owner: string): Refusal[] =>
  Object.keys(value)
    .filter((field) => !allowed.includes(field))
    .map((field) => refusal(place, value, field, `${owner} has no field ${field}`, fixFor(field, allowed)));

const fixFor = (field: string, allowed: readonly string[]) =>
  BELONGS[field] === undefined ? `Write one of ${allowed.slice(0, 7).join(", ")}` : `Move it ${BELONGS[field]}`;

/** Labels and annotations are texts: `{{ $labels.a }}` without quotes is a mapping in YAML. */
function wrongLabels(owner: Fields, field: "labels" | "annotations", place: Place): Refusal[] {
  const given = owner[field];
  if (given === undefined || given === null) return [];
  if (!isFields(given)) return [refusal(place, owner, field, `${field} is no mapping of names to texts`)];
  const named =
    "__name__" in given ? [refusal(place, given, "__name__", `${field} sets __name__`, "Leave it out")] : [];
  const wrong = Object.entries(fieldsOf(given))
    .filter(([, text]) => typeof text === "object" && text !== null)
    .map(([name]) =>
      refusal(place, given, name, `${field} gives ${name} no text`, "Put quotes around it, above all around {{ … }}"),
    );
  return field === "labels" ? [...named, ...wrong] : wrong;
}

function refusal(place: Place, value: unknown, field: string | undefined, problem: string, fix?: string): Refusal {
  return { place: { ...place, ...positionOf(value, field) }, of: "rules", problem, fix: fix ?? "Correct it there" };
}
