// Scenarios → promtool's unit-test file, and its verdict on each.
import { evaluationOf, type RuleGroup, recordingsReadBy } from "../../../components/monitoring";
import { ruleFile, yaml } from "../../../components/prometheus";
import type { Duration, Scenario } from "../../../components/rules";
import { testRules } from "./promtool";

export const nameOf = (scenario: Scenario) => `${scenario.alert} ${scenario.title}`;

/**
 * Runs scenarios against a group's rules; the answer has what promtool says of each that fails, by its name.
 * Each alert is tested with its own rules and the recordings it reads, evaluated as often as when deployed: all rules at once
 * take a multiple of the time.
 */
export async function failures(
  promtool: string,
  group: RuleGroup,
  scenarios: readonly Scenario[],
): Promise<Map<string, string>> {
  const names = [...new Set(scenarios.map((scenario) => scenario.alert))];
  const groups = names.map((name) => [name, onlyFor(name, group)] as const);
  const { exitCode, output } = await testRules(promtool, {
    rules: Object.fromEntries(groups.map(([name, own]) => [rulesOf(name), ruleFile(own)])),
    tests: Object.fromEntries(
      groups.map(([name, { interval }]) => {
        const own = scenarios.filter((scenario) => scenario.alert === name);
        return [`${name}.tests.yml`, testFile(rulesOf(name), interval, own)];
      }),
    ),
  });
  const failed = scenarios.filter((scenario) => output.includes(nameOf(scenario)));
  if (exitCode !== 0 && failed.length === 0) throw new Error(output);
  return new Map(failed.map((scenario) => [nameOf(scenario), about(output, nameOf(scenario))]));
}

const rulesOf = (alert: string) => `${alert}.rules.yml`;

/** The group with one alert, evaluated as often as deployed, and the recordings that it reads, directly or through others. */
export function onlyFor(name: string, group: RuleGroup): RuleGroup {
  const alerts = group.alerts.filter((placed) => placed.alert.name === name);
  const needed = recordingsReadBy(
    alerts.map(({ expr }) => expr),
    group.recordings,
  );
  const recordings = group.recordings.filter((recording) => needed.has(recording));
  return { ...group, interval: evaluationOf(alerts), alerts, recordings };
}

/** What promtool reads: each expectation asks which severities of the alert fire at that time. */
function testFile(rules: string, interval: Duration, scenarios: readonly Scenario[]): string {
  return yaml({
    rule_files: [rules],
    evaluation_interval: interval,
    tests: scenarios.map((scenario) => ({
      interval: scenario.interval ?? "15s",
      input_series: Object.entries(scenario.given).map(([series, values]) => ({ series, values })),
      promql_expr_test: Object.entries(scenario.expect).map(([at, firing]) => ({
        // promtool prints the expression of what fails and, in older versions, nothing else to know it by.
        expr: `group by (severity) (ALERTS{alertname="${scenario.alert}",alertstate="firing"}) # ${nameOf(scenario)}`,
        eval_time: at,
        exp_samples:
          firing === "quiet" ? [] : firing.map((severity) => ({ labels: `{severity="${severity}"}`, value: 1 })),
      })),
    })),
  });
}

/** The lines of promtool's output that speak of one scenario. */
function about(output: string, name: string): string {
  const start = output.indexOf(name);
  return output.slice(start, start + 600);
}
