import { matches } from "../../../components/promql";
import type { Route, RouteMatcher } from "../../content";
import type { Policy, Problem } from "../../policy";

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

/** @param above Matchers of the routes that lead there. */
function* shadowed({ routes, matchers }: Route, above: readonly RouteMatcher[] = []): Generator<Problem> {
  const leading = [...above, ...matchers];
  for (const [i, route] of routes.entries()) {
    const apart = contradictionIn([...leading, ...route.matchers]);
    if (apart) {
      yield {
        found: `route ${i + 1}, ${textOf(route)}, is never reached`,
        why: `No alert has both ${written(apart[0])} and ${written(apart[1])}, which it and the routes above it ask for`,
        fix: "Put it beside the route above it, or correct its matchers",
      };
      continue;
    }
    const first = routes.slice(0, i).findIndex((one) => !one.continues && takesAllOf(one, route));
    if (first >= 0)
      yield {
        found: `route ${i + 1}, ${textOf(route)}, is never reached`,
        why: `Route ${first + 1} of the same list, ${textOf(routes[first])}, takes all of its alerts and does not continue`,
        fix: `Put route ${i + 1} before it, or add continue: true to route ${first + 1}`,
      };
    yield* shadowed(route, leading);
  }
}

/** Two matchers that no value meets both, as far as one of them names it. */
function contradictionIn(matchers: readonly RouteMatcher[]): readonly [RouteMatcher, RouteMatcher] | undefined {
  for (const one of matchers) {
    if (one.operator !== "=") continue;
    const other = matchers.find((other) => other.label === one.label && takes(other, one.value) === false);
    if (other) return [one, other];
  }
  return undefined;
}

/** Whether a matcher takes a value; undefined where its pattern cannot be read. */
function takes({ operator, value }: RouteMatcher, given: string): boolean | undefined {
  if (!operator.endsWith("~")) return (value === given) === (operator === "=");
  const like = matches(value, given);
  return like === undefined ? undefined : like === (operator === "=~");
}

/** Whether one takes every alert of the other, as far as its matchers tell. */
const takesAllOf = (one: Route, other: Route) =>
  one.matchers.every((matcher) => takesAnything(matcher) || other.matchers.some((given) => implies(given, matcher)));

/** Also where the label is missing. */
const takesAnything = ({ operator, value }: RouteMatcher) => operator === "=~" && /^\^?\(?\.\*\)?\$?$/.test(value);

function implies(given: RouteMatcher, asked: RouteMatcher): boolean {
  if (given.label !== asked.label) return false;
  if (given.operator === asked.operator && given.value === asked.value) return true;
  return given.operator === "=" && takes(asked, given.value) === true;
}

const written = ({ label, operator, value }: RouteMatcher) => `${label}${operator}"${value}"`;

const textOf = (route: Route | undefined) =>
  route && route.matchers.length > 0 ? route.matchers.map(written).join(", ") : "without matchers";

const receiversIn = ({ receiver, routes }: Route): string[] => [
  ...(receiver === undefined ? [] : [receiver]),
  ...routes.flatMap(receiversIn),
];
