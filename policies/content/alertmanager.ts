// An Alertmanager configuration → its tree of routes and its receivers.
import type { AlertmanagerConfig, Place, Route } from "./content";
import { type Fields, fieldsOf, listOf, textOf, textsOf } from "./values";

export const isAlertmanagerConfig = (value: unknown): boolean => {
  const { route, receivers } = fieldsOf(value);
  return typeof route === "object" && route !== null && Array.isArray(receivers);
};

export function alertmanagerOf(value: unknown, place: Place): AlertmanagerConfig {
  const { route, receivers } = fieldsOf(value);
  return {
    place,
    route: routeOf(fieldsOf(route), undefined),
    receivers: new Map(listOf(receivers).map((one) => [textOf(fieldsOf(one).name) ?? "", integrations(fieldsOf(one))])),
  };
}

function routeOf(fields: Fields, inherited: string | undefined): Route {
  const receiver = textOf(fields.receiver) ?? inherited;
  return {
    receiver,
    matchers: matchersOf(fields),
    continues: fields.continue === true,
    routes: listOf(fields.routes).map((route) => routeOf(fieldsOf(route), receiver)),
  };
}

/** `matchers`, and `match` and `match_re` of older files. */
function matchersOf(fields: Fields): Route["matchers"] {
  const matchers = listOf(fields.matchers).flatMap((matcher) => {
    const list = (textOf(matcher) ?? "").replace(/^\{|\}$/g, "");
    return [...list.matchAll(/([\w.]+)\s*(=~|!~|!=|=)\s*("(?:[^"\\]|\\.)*"|[^,]*)/g)].map(
      ([, label = "", operator = "", value = ""]) => ({ label, operator, value: value.trim().replace(/^"|"$/g, "") }),
    );
  });
  const equal = Object.entries(textsOf(fields.match)).map(([label, value]) => ({ label, operator: "=", value }));
  const like = Object.entries(textsOf(fields.match_re)).map(([label, value]) => ({ label, operator: "=~", value }));
  return [...matchers, ...equal, ...like];
}

const integrations = (receiver: Fields) =>
  Object.entries(receiver).reduce(
    (sum, [key, value]) => sum + (key.endsWith("_configs") ? listOf(value).length : 0),
    0,
  );
