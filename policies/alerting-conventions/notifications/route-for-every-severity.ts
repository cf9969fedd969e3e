import type { Route } from "../../content";
import type { Policy } from "../../policy";

export const routeForEverySeverity: Policy = {
  name: "route-for-every-severity",
  level: "mandatory",
  description: "Every severity that alerts use leads to a receiver that notifies somebody.",
  judges: "everything",
  *check({ rules, alertmanagers }) {
    const severities = new Set(rules.flatMap(({ kind, labels }) => (kind === "alert" && labels.severity) || []));
    for (const config of alertmanagers) {
      const { receivers } = config;
      if (!receivers) continue;
      for (const receiver of receiversIn(config.route).filter((name) => !receivers.has(name))) {
        yield {
          place: config.place,
          found: `a route names the receiver "${receiver}", which is not defined`,
          why: "Alertmanager refuses the whole configuration",
          fix: `Define it, or name one of ${[...receivers.keys()].join(", ")}`,
        };
      }
      for (const severity of [...severities].filter((one) => !isSilent(one) && isLost(config.route, receivers, one))) {
        yield {
          place: config.place,
          found: `alerts of severity "${severity}" lead to a receiver without any integration`,
          why: "They fire, and nobody is notified",
          fix: `Add a route with matchers: [severity="${severity}"] and a receiver that sends`,
        };
      }
    }
  },
  examples: {
    bad: 'groups:\n  - name: shop\n    rules:\n      - { alert: ShopDown, expr: up == 0, labels: { severity: critical } }\n---\nroute:\n  receiver: nobody\n  routes:\n    - { receiver: chat, matchers: [severity="warning"] }\nreceivers:\n  - { name: nobody }\n  - { name: chat, slack_configs: [{ channel: alerts }] }',
    good: 'groups:\n  - name: shop\n    rules:\n      - { alert: ShopDown, expr: up == 0, labels: { severity: critical } }\n---\nroute:\n  receiver: nobody\n  routes:\n    - { receiver: chat, matchers: [severity=~"warning|critical"] }\nreceivers:\n  - { name: nobody }\n  - { name: chat, slack_configs: [{ channel: alerts }] }',
  },
};

/** `none` is by convention for alerts that only inhibit or prove that alerting works; a template is not known. */
const isSilent = (severity: string) => severity === "none" || severity.includes("{{");

/** Names of receivers that say that nobody is notified. */
const MEANT_TO_BE_SILENT = /^(black-?hole|(dev-?)?null|sink|silent|void|noop|discard)$/i;

const receiversIn = ({ receiver, routes }: Route): string[] => [
  ...new Set([...(receiver === undefined ? [] : [receiver]), ...routes.flatMap(receiversIn)]),
];

/** Whether no receiver on the way sends anything, and no route chose that by the severity: such a route means silence. */
function isLost(route: Route, receivers: ReadonlyMap<string, number>, severity: string): boolean {
  return reached(route, severity, false).every(
    ({ receiver, chosen }) => !chosen && !MEANT_TO_BE_SILENT.test(receiver) && receivers.get(receiver) === 0,
  );
}

/** The receivers of such an alert. A route that asks for more than the severity may take it, or not. */
function reached(
  { receiver, routes }: Route,
  severity: string,
  chosen: boolean,
): { receiver: string; chosen: boolean }[] {
  const taken = routes.filter((route) => mayTake(route, severity));
  const own = receiver === undefined || taken.some(isCertain) ? [] : [{ receiver, chosen }];
  return [...own, ...taken.flatMap((route) => reached(route, severity, chosen || asksForSeverity(route)))];
}

const asksForSeverity = ({ matchers }: Route) => matchers.some(({ label }) => label === "severity");

const mayTake = ({ matchers }: Route, severity: string) =>
  matchers.filter(({ label }) => label === "severity").every(({ operator, value }) => holds(operator, value, severity));

const isCertain = ({ matchers }: Route) => matchers.every(({ label }) => label === "severity");

function holds(operator: string, value: string, severity: string): boolean {
  if (operator === "=") return value === severity;
  if (operator === "!=") return value !== severity;
  try {
    return new RegExp(`^(?:${value})$`).test(severity) === (operator === "=~");
  } catch {
    // RE2 knows patterns that JavaScript does not: nothing can be said.
    return true;
  }
}
