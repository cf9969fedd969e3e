import { selectorsIn } from "../../../components/promql";
import { textOf } from "../../content";
import type { Policy } from "../../policy";
import { variablesOf } from "../panels";

export const dashboardJobInstanceVariables: Policy = {
  name: "dashboard-job-instance-variables",
  level: "advisory",
  isStyle: true,
  description: "A dashboard lets its reader choose the targets, and its queries ask for those.",
  judges: "dashboard",
  settings: {
    variables: {
      default: ["job", "instance", "service", "namespace", "cluster", "node", "host"],
      description: "Labels that a reader chooses targets by; one must have a variable",
    },
  },
  *check(dashboard, settings) {
    const labels = settings.words("variables");
    const selectors = dashboard.panels
      .flatMap(({ queries }) => queries)
      .flatMap(({ parsed }) => ("error" in parsed ? [] : selectorsIn(parsed.expression)));
    if (selectors.length === 0) return;
    const names = variablesOf(dashboard).flatMap(({ name }) => textOf(name) ?? []);
    // A dashboard of one thing, chosen by a matcher, needs no choice.
    const fixed = selectors.every(({ matchers }) =>
      matchers.some(({ label, value }) => labels.includes(label) && value !== ""),
    );
    if (fixed || names.some((name) => labels.some((label) => name.toLowerCase().includes(label)))) return;
    yield {
      found: `the dashboard has no variable for ${labels.slice(0, 3).join(", ")} or the like`,
      why: "With a second environment or service all of them are drawn into the same lines",
      fix: 'Add a variable, { "name": "job", "type": "query", "query": "label_values(up, job)", "multi": true }, and job=~"$job" to the queries',
    };
  },
  examples: {
    bad: '{"title":"Shop","schemaVersion":39,"panels":[{"type":"stat","targets":[{"expr":"sum(orders)"}]}]}',
    good: '{"title":"Shop","schemaVersion":39,"templating":{"list":[{"name":"job","type":"query","query":"label_values(orders, job)"}]},"panels":[{"type":"stat","targets":[{"expr":"sum(orders{job=~\\"$job\\"})"}]}]}',
  },
};
