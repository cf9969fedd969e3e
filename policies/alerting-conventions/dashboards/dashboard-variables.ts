import { replaceVariables, selectorsIn, variablesIn } from "../../../components/promql";
import { type Dashboard, type Query, textOf } from "../../content";
import type { Policy } from "../../policy";
import { variablesOf } from "../panels";

export const dashboardVariables: Policy = {
  name: "dashboard-variables",
  level: "mandatory",
  description: "Variables in queries are defined, and those of several values are compared with =~.",
  judges: "dashboard",
  *check(dashboard) {
    const variables = variablesOf(dashboard);
    const names = new Set(variables.flatMap(({ name }) => textOf(name) ?? []));
    // A dashboard without any is a piece of another, or takes them from its folder.
    const undefinedNames = [...new Set(usedIn(dashboard))].filter((name) => !names.has(name));
    for (const name of undefinedNames)
      yield {
        found: `a query uses the variable $${name}, which is not defined`,
        why: "It stays as it is written: the panel asks for a value that no series has, and is empty",
        fix: `Define it under templating, or name one of ${[...names].join(", ") || "none"}`,
      };
    const several = new Set(
      variables.flatMap(({ name, multi, includeAll }) =>
        multi === true || includeAll === true ? (textOf(name) ?? []) : [],
      ),
    );
    const compared = dashboard.panels
      // Where it is repeated for a variable, that has one value.
      .flatMap(({ queries, repeats }) => queries.flatMap(comparedIn).filter((name) => !repeats.includes(name)))
      .filter((name) => several.has(name));
    for (const name of new Set(compared))
      yield {
        found: `a query compares a label with $${name} by =, and $${name} can have several values`,
        why: "Several are written as (a|b), which = takes for one text: the panel is empty",
        fix: `Write =~"$${name}"`,
        replace: { from: `="$${name}"`, to: `=~"$${name}"` },
      };
  },
  examples: {
    bad: '{"title":"Shop","schemaVersion":39,"templating":{"list":[{"name":"job","type":"query","multi":true}]},"panels":[{"type":"stat","targets":[{"expr":"sum(orders{job=\\"$job\\"})"}]}]}',
    good: '{"title":"Shop","schemaVersion":39,"templating":{"list":[{"name":"job","type":"query","multi":true}]},"panels":[{"type":"stat","targets":[{"expr":"sum(orders{job=~\\"$job\\"})"}]}]}',
  },
};

/** Variables that labels are compared with as one text. */
const comparedIn = ({ parsed }: Query): string[] =>
  ("error" in parsed ? [] : selectorsIn(parsed.expression))
    .flatMap(({ matchers }) => matchers)
    .filter(({ operator, value }) => !operator.endsWith("~") && isVariable(value))
    .flatMap(({ value }) => variablesIn(value));

/** Variables of the queries; Grafana's own begin with two underscores, and `$1` stands in a replacement. */
const usedIn = ({ panels }: Dashboard): string[] =>
  panels
    .flatMap(({ queries }) => queries)
    .flatMap(({ expr }) => variablesIn(expr))
    .filter((name) => !name.startsWith("__") && !/^(interval|timeFilter)$/.test(name));

/** Whether a matcher's value is a variable and nothing beside it. */
const isVariable = (value: string) => replaceVariables(value, () => "") === "";
