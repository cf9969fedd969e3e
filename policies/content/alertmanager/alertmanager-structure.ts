// What Alertmanager refuses in its configuration.
import { regexProblem } from "../../../components/promql";
import type { Place, Refusal } from "../content";
import { durationProblem, type Form } from "../durations";
import { connectionRefusals } from "../http-client";
import { isGiven, Refusals } from "../refusals";
import { type Fields, fieldsOf, isFields, listOf, textOf } from "../values";
import { type Matching, matchersIn } from "./alertmanager";
import {
  DURATIONS,
  GLOBAL,
  INHIBITION,
  INTEGRATIONS,
  NAMED_INTERVAL,
  RECEIVER,
  ROUTE,
  TOP,
} from "./alertmanager-fields";
import { slackInGlobal, slackReceiver } from "./slack";
import { timeIntervalProblems } from "./time-intervals";

/** What Alertmanager refuses; receivers that are not defined are another policy's concern. */
export function alertmanagerRefusals(config: Fields, place: Place): Refusal[] {
  const refusals = new Refusals("alertmanager", place);
  refusals.unknown(config, TOP, "the configuration");
  const global = fieldsOf(config.global);
  refusals.unknown(global, GLOBAL, "global");
  both(global, GLOBAL, "global", refusals);
  durations(global, ["resolve_timeout"], "Prometheus", refusals);
  slackInGlobal(global, refusals);
  connectionRefusals(fieldsOf(global.http_config), refusals);
  const intervals = ["mute_time_intervals", "time_intervals"].flatMap((list) =>
    listOf(config[list]).map((one) => namedInterval(fieldsOf(one), refusals)),
  );
  for (const name of repeated(intervals))
    refusals.add(config, "time_intervals", `the time interval "${name}" is not unique`);
  ofRoot(fieldsOf(config.route), refusals);
  ofRoute(fieldsOf(config.route), new Set(intervals), refusals);
  for (const one of listOf(config.inhibit_rules)) ofInhibition(fieldsOf(one), refusals);
  const receivers = listOf(config.receivers).filter(isFields);
  for (const one of receivers) ofReceiver(one, global, refusals);
  for (const name of repeated(receivers.flatMap((one) => textOf(one.name) ?? [])))
    refusals.add(config, "receivers", `the receiver's name "${name}" is not unique`);
  return refusals.found;
}

const repeated = (names: readonly string[]) => new Set(names.filter((name, i) => names.indexOf(name) !== i));

function namedInterval(interval: Fields, refusals: Refusals): string {
  refusals.unknown(interval, NAMED_INTERVAL, "a time interval");
  for (const one of listOf(interval.time_intervals).map(fieldsOf))
    for (const { field, problem } of timeIntervalProblems(one)) refusals.add(one, field, problem);
  return textOf(interval.name) ?? "";
}

function ofRoot(root: Fields, refusals: Refusals): void {
  if (!isGiven(root, "receiver"))
    refusals.add(root, undefined, "the root route must specify a default receiver", "Name one: receiver: …");
  const matching = ["matchers", "match", "match_re"].find((field) => sizeOf(root[field]) > 0);
  if (matching) {
    const fix = "Move them to a route under routes: the root is for all alerts";
    refusals.add(root, matching, "the root route must not have any matchers", fix);
  }
  const muting = ["mute_time_intervals", "active_time_intervals"].find((field) => sizeOf(root[field]) > 0);
  if (muting)
    refusals.add(root, muting, "the root route must not have any time intervals", "Move them to a route under routes");
}

const sizeOf = (value: unknown) => Object.keys(typeof value === "object" && value !== null ? value : {}).length;

function ofRoute(route: Fields, intervals: ReadonlySet<string>, refusals: Refusals): void {
  refusals.unknown(route, ROUTE, "a route");
  ofMatchers(route, { matchers: "matchers", match: "match", match_re: "match_re" }, refusals);
  for (const field of ["mute_time_intervals", "active_time_intervals"])
    for (const name of listOf(route[field]).flatMap((one) => textOf(one) ?? []))
      if (!intervals.has(name))
        refusals.add(
          route,
          field,
          `the time interval "${name}" is used in a route and not defined`,
          "Define it under time_intervals",
        );
  const labels = listOf(route.group_by).flatMap((one) => textOf(one) ?? []);
  if (labels.includes("...") && labels.length > 1)
    refusals.add(
      route,
      "group_by",
      "group_by has the wildcard ... and other labels at the same time",
      "Leave one of them out",
    );
  if (labels.includes("")) refusals.add(route, "group_by", "group_by has a label without a name", "Leave it out");
  for (const label of repeated(labels)) refusals.add(route, "group_by", `group_by has the duplicated label "${label}"`);
  durations(route, ["group_wait", "group_interval", "repeat_interval"], "Prometheus", refusals);
  for (const field of ["group_interval", "repeat_interval"])
    if (/^0+[a-z]*$/.test(textOf(route[field]) ?? "")) refusals.add(route, field, `${field} cannot be zero`);
  for (const one of listOf(route.routes)) ofRoute(fieldsOf(one), intervals, refusals);
}

function ofInhibition(inhibition: Fields, refusals: Refusals): void {
  refusals.unknown(inhibition, INHIBITION, "an inhibition");
  if (listOf(inhibition.equal).includes(""))
    refusals.add(inhibition, "equal", "equal has a label without a name", "Leave it out");
  for (const side of ["source", "target"])
    ofMatchers(
      inhibition,
      { matchers: `${side}_matchers`, match: `${side}_match`, match_re: `${side}_match_re` },
      refusals,
    );
}

/** As it was before UTF-8: `matchers` alone takes other names. */
const OLD_NAME = /^[A-Za-z_]\w*$/;

function ofMatchers(
  owner: Fields,
  fields: Record<"matchers" | "match" | "match_re", string>,
  refusals: Refusals,
): void {
  for (const field of [fields.match, fields.match_re])
    for (const label of Object.keys(fieldsOf(owner[field])).filter((one) => !OLD_NAME.test(one)))
      refusals.add(
        owner[field],
        label,
        `invalid label name "${label}" in ${field}`,
        `Write it in ${fields.matchers}: '"${label}"="…"'`,
      );
  const { [fields.matchers]: matchers, [fields.match_re]: like } = owner;
  if (typeof matchers === "string")
    refusals.add(owner, fields.matchers, `${fields.matchers} is a text, and must be a list`, "Write [ ] around it");
  for (const [label, value] of Object.entries(fieldsOf(like)))
    if (value === null) refusals.add(like, label, `no regular expression for ${label}`, "Write one");
  const found: Matching[] = listOf(matchers).flatMap((one) => matchersIn(textOf(one) ?? ""));
  const patterns = Object.entries(fieldsOf(like)).map(([label, value]) => ({
    label,
    operator: "=~",
    value: textOf(value) ?? "",
  }));
  for (const [field, all] of [
    [fields.matchers, found],
    [fields.match_re, patterns],
  ] as const)
    for (const one of all) {
      if ("bad" in one) refusals.add(owner, field, `"${one.bad}" is no matcher`, 'Write label="value", or =~, !=, !~');
      else if (one.operator.endsWith("~")) {
        const problem = regexProblem(one.value);
        if (problem)
          refusals.add(owner, field, `the regular expression "${one.value}" of ${one.label} is invalid: ${problem}`);
      }
    }
}

function ofReceiver(receiver: Fields, global: Fields, refusals: Refusals): void {
  if (!isGiven(receiver, "name")) refusals.add(receiver, undefined, "a receiver has no name");
  refusals.unknown(receiver, RECEIVER, "a receiver");
  for (const [list, { fields, needs }] of Object.entries(INTEGRATIONS)) {
    for (const given of listOf(receiver[list])) {
      const one = fieldsOf(given);
      refusals.unknown(one, fields, `one of ${list}`);
      for (const needed of needs) {
        const [own = [], inGlobal = []] = needed.split("|").map((names) => names.trim().split(" "));
        if (own.some((name) => isGiven(one, name)) || inGlobal.some((name) => isGiven(global, name))) continue;
        const otherwise = inGlobal.length > 0 ? `, or ${inGlobal[0]} in global` : "";
        const at = isFields(given) ? given : receiver;
        refusals.add(at, undefined, `one of ${list} has no ${own[0]}`, `Set ${own.join(" or ")}${otherwise}`);
      }
      both(one, fields, `one of ${list}`, refusals);
      for (const [form, named] of DURATIONS) durations(one, named, form, refusals);
      if (list === "slack_configs") slackReceiver(one, refusals);
      connectionRefusals(fieldsOf(one.http_config), refusals);
    }
  }
}

function durations(owner: Fields, fields: readonly string[], form: Form, refusals: Refusals): void {
  for (const field of fields) {
    const problem = durationProblem(owner[field], form);
    if (problem) refusals.add(owner, field, problem, "Write a number with its unit: 30s, 5m");
  }
}

/** A secret, and the file of the same secret. */
function both(owner: Fields, fields: readonly string[], name: string, refusals: Refusals): void {
  for (const field of fields.filter((one) => isGiven(owner, one) && isGiven(owner, `${one}_file`)))
    refusals.add(owner, field, `${name} has both ${field} and ${field}_file`, "Leave one of them out");
}
