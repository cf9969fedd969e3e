// An Alertmanager configuration → its tree of routes, its receivers and inhibitions. Grafana's notification policies and the
// operator's AlertmanagerConfig are read in the same way: they differ in the case of their words.
import type { AlertmanagerConfig, Place, Route, RouteMatcher } from "../content";
import { type Fields, fieldsOf, listOf, textOf, textsOf } from "../values";
import { positionOf } from "../yaml/position";
import { receiversOf } from "./receivers";

export const isAlertmanagerConfig = (value: unknown): boolean => {
  const { route, receivers } = fieldsOf(value);
  return typeof route === "object" && route !== null && Array.isArray(receivers);
};

export function alertmanagerOf(value: unknown, place: Place): AlertmanagerConfig {
  const { route, receivers, inhibit_rules, inhibitRules } = fieldsOf(value);
  return {
    place: { ...place, ...positionOf(value, "route") },
    route: routeOf(fieldsOf(route), undefined),
    receivers: new Map(receiversOf(receivers, place).map(({ name, integrations }) => [name, integrations.length])),
    inhibitions: listOf(inhibit_rules ?? inhibitRules).map((one) => inhibitionOf(fieldsOf(one))),
  };
}

/** A notification policy of Grafana: its contact points are defined elsewhere. */
export function notificationPolicyOf(fields: Fields, place: Place): AlertmanagerConfig {
  return { place, route: routeOf(fields, undefined), receivers: undefined, inhibitions: [] };
}

/** A tree of them beside the organisation's. */
export function routingTreeOf({ spec }: Fields, place: Place): AlertmanagerConfig {
  const { defaults, routes } = fieldsOf(spec);
  return notificationPolicyOf({ ...fieldsOf(defaults), routes }, place);
}

function routeOf(fields: Fields, inherited: string | undefined): Route {
  const receiver = textOf(fields.receiver) ?? textOf(fields.contactPoint) ?? inherited;
  return {
    receiver,
    matchers: matchersOf(fields),
    continues: fields.continue === true,
    routes: listOf(fields.routes ?? fields.policies).map((route) => routeOf(fieldsOf(route), receiver)),
  };
}

function inhibitionOf(fields: Fields) {
  const of = (side: string) =>
    matchersOf({
      matchers: fields[`${side}_matchers`] ?? fields[`${side}Match`],
      match: fields[`${side}_match`],
      match_re: fields[`${side}_match_re`],
    });
  return {
    sources: of("source"),
    targets: of("target"),
    equal: listOf(fields.equal).flatMap((label) => textOf(label) ?? []),
  };
}

/** `matchers` as text, as the operator's and Grafana's objects, and `match` and `match_re` of older files. */
function matchersOf(fields: Fields): RouteMatcher[] {
  const matchers = listOf(fields.matchers ?? fields.object_matchers).flatMap(matcherOf);
  const equal = Object.entries(textsOf(fields.match)).map(([label, value]) => ({ label, operator: "=", value }));
  const like = Object.entries(textsOf(fields.match_re)).map(([label, value]) => ({ label, operator: "=~", value }));
  return [...matchers, ...equal, ...like];
}

function matcherOf(matcher: unknown): RouteMatcher[] {
  if (Array.isArray(matcher)) {
    const [label = "", operator = "=", value = ""] = matcher.map((part) => textOf(part) ?? "");
    return [{ label, operator, value }];
  }
  const { name, label = name, matchType, match, type, regex, value } = fieldsOf(matcher);
  const of = textOf(label);
  if (of !== undefined) {
    const operator = textOf(matchType) ?? textOf(match) ?? textOf(type) ?? (regex === true ? "=~" : "=");
    return [{ label: of, operator, value: textOf(value) ?? "" }];
  }
  return matchersIn(textOf(matcher) ?? "").flatMap((one) => ("bad" in one ? [] : [one]));
}

/** A matcher, or a piece of text that is none. */
export type Matching = RouteMatcher | { bad: string };

const MATCHER = /^\s*("(?:[^"\\]|\\.)*"|[^\s{}!=~,"'`\\]+)\s*(=~|!~|!=|=)(\s*"(?:[^"\\]|\\.)*"\s*|[^,"{}]*)(?:,|$)/;

/** Those of a text such as `a="b"`, `{a="b", c=~"d"}` or `"service.name"=b`. */
export function matchersIn(text: string): Matching[] {
  let rest = text.trim().replace(/^\{|\}$/g, "");
  const found: Matching[] = [];
  while (rest.trim() !== "") {
    const [whole, label = "", operator = "", value = ""] = MATCHER.exec(rest) ?? [];
    // Before 0.27 braces stood in a value as well; of what is no matcher the rest is unknown.
    if (whole === undefined) return [...found, ...(looseMatcher(rest) ?? [{ bad: text }])];
    found.push({ label: plain(label), operator, value: plain(value.trim()) });
    rest = rest.slice(whole.length);
  }
  return found;
}

/** A value without quotes that holds braces or quotes. */
function looseMatcher(text: string): RouteMatcher[] | undefined {
  const [, label, operator = "", given = ""] = /^([a-zA-Z_]\w*)\s*(=~|!~|!=|=)(.*)$/.exec(text.trim()) ?? [];
  const value = given.trim();
  return label === undefined || value.startsWith('"') ? undefined : [{ label, operator, value }];
}

const plain = (text: string) => (text.startsWith('"') ? text.slice(1, -1).replace(/\\(.)/g, "$1") : text);
