import type { AlertmanagerConfig, Route, RouteMatcher } from "../../content";
import type { Policy } from "../../policy";

export const patternInEquality: Policy = {
  name: "pattern-in-equality",
  level: "mandatory",
  description: "Routes and inhibitions compare with patterns by match_re or =~.",
  judges: "alertmanager",
  *check(config) {
    for (const { label, operator, value } of matchersIn(config).filter(isPattern))
      yield {
        found: `a matcher compares ${label} with the text "${value}"`,
        why: `${operator} and match compare literally: no alert has that text as its ${label}`,
        fix: `Write ${label}${operator === "=" ? "=~" : "!~"}"${value}", or move it to match_re`,
      };
  },
  examples: {
    bad: 'route:\n  receiver: chat\n  routes: [{ receiver: chat, match: { severity: "critical|warning" } }]\nreceivers: [{ name: chat }]',
    good: 'route:\n  receiver: chat\n  routes: [{ receiver: chat, match_re: { severity: "critical|warning" } }]\nreceivers: [{ name: chat }]',
  },
};

const isPattern = ({ operator, value }: RouteMatcher) =>
  !operator.endsWith("~") && /\.\*|\.\+|^\^|\$$|[\w-]\|[\w-]/.test(value) && !value.includes("{{");

const matchersIn = ({ route, inhibitions }: AlertmanagerConfig): RouteMatcher[] => [
  ...ofRoute(route),
  ...inhibitions.flatMap(({ sources, targets }) => [...sources, ...targets]),
];

const ofRoute = ({ matchers, routes }: Route): RouteMatcher[] => [...matchers, ...routes.flatMap(ofRoute)];
