import { matches } from "../../../components/promql";
import type { Route, RouteMatcher } from "../../content";
import type { Policy } from "../../policy";

export const unreachableRoute: Policy = {
  name: "unreachable-route",
  level: "mandatory",
  description: "Every route can be reached, and every receiver is.",
  judges: "alertmanager",
  *check({ route, receivers }) {
    yield* shadowed(route);
    if (!receivers) return;
    const reached = new Set(receiversIn(route));
    const lost = [...receivers.keys()].filter((name) => !reached.has(name) && receivers.get(name) !== 0);
    if (lost.length > 0)
      yield {
        found: `no route leads to ${lost.length > 1 ? "the receivers" : "the receiver"} ${lost.join(", ")}`,
        why: "Nothing is ever sent there",
        fix: "Add a route, or remove what nobody uses",
      };
  },
  examples: {
    bad: 'route:\n  receiver: chat\n  routes:\n    - { receiver: chat }\n    - { receiver: chat, matchers: [severity="critical"] }\nreceivers: [{ name: chat, slack_configs: [{ api_url: "https://hooks.example" }] }]',
    good: 'route:\n  receiver: chat\n  routes:\n    - { receiver: chat, matchers: [severity="critical"] }\n    - { receiver: chat }\nreceivers: [{ name: chat, slack_configs: [{ api_url: "https://hooks.example" }] }]',
  },
};

function* shadowed({ routes }: Route): Generator<{ found: string; why: string; fix: string }> {
  for (const [i, route] of routes.entries()) {
    const first = routes.slice(0, i).findIndex((one) => !one.continues && takesAllOf(one, route));
    if (first >= 0)
      yield {
        found: `route ${i + 1}, ${textOf(route)}, is never reached`,
        why: `Route ${first + 1} of the same list, ${textOf(routes[first])}, takes all of its alerts and does not continue`,
        fix: `Put route ${i + 1} before it, or add continue: true to route ${first + 1}`,
      };
    yield* shadowed(route);
  }
}

/** Whether one takes every alert of the other, as far as its matchers tell. */
const takesAllOf = (one: Route, other: Route) =>
  one.matchers.every((matcher) => other.matchers.some((given) => implies(given, matcher)));

function implies(given: RouteMatcher, asked: RouteMatcher): boolean {
  if (given.label !== asked.label) return false;
  if (given.operator === asked.operator && given.value === asked.value) return true;
  if (given.operator !== "=") return false;
  if (asked.operator === "!=") return given.value !== asked.value;
  const like = asked.operator.endsWith("~") ? matches(asked.value, given.value) : undefined;
  return like !== undefined && like === (asked.operator === "=~");
}

const textOf = (route: Route | undefined) =>
  route && route.matchers.length > 0
    ? route.matchers.map(({ label, operator, value }) => `${label}${operator}"${value}"`).join(", ")
    : "without matchers";

const receiversIn = ({ receiver, routes }: Route): string[] => [
  ...(receiver === undefined ? [] : [receiver]),
  ...routes.flatMap(receiversIn),
];
