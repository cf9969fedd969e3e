import type { Content } from "../../content";
import type { Policy } from "../../policy";

/** Labels by which some houses say the same; they count where the routes ask for them, or for no severity. */
const OTHERS = /^(sev|level|priority|criticality|urgency|importance|impact|alert_?level|severity_\w+|\w+_severity)$/i;

const isRoutedBy = (label: string, { alertmanagers }: Content): boolean => {
  type Route = Content["alertmanagers"][number]["route"];
  const asks = ({ matchers, routes }: Route): boolean =>
    matchers.some((matcher) => matcher.label === label) || routes.some(asks);
  return alertmanagers.some(({ route }) => asks(route));
};

export const alertSeverity: Policy = {
  name: "alert-severity",
  level: "mandatory",
  description: "Every alert has a severity.",
  judges: "rule",
  *check({ kind, labels }, _, around) {
    if (kind !== "alert" || labels.severity) return;
    const isOther = (label: string) =>
      OTHERS.test(label) && (isRoutedBy(label, around) || !isRoutedBy("severity", around));
    if (Object.keys(labels).some(isOther)) return;
    yield {
      found: "the alert has no severity label",
      why: "Routes go by severity: without one it takes the fallback route, and a page becomes a line in a channel",
      fix: "Add labels: { severity: critical | warning | info }",
    };
  },
  examples: {
    bad: "- alert: ShopDown\n  expr: up == 0",
    good: "- alert: ShopDown\n  expr: up == 0\n  labels: { severity: critical }",
  },
};
