// Scenarios → promtool's unit-test file, and its verdict on each.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import type { RuleGroup } from "../../components/monitoring";
import { ruleFile, yaml } from "../../components/prometheus";
import type { Scenario } from "../../components/rules";

export const nameOf = (scenario: Scenario) => `${scenario.alert} ${scenario.title}`;

/** Runs scenarios against a group's rules; the answer has what promtool says of each that fails, by its name. */
export async function failures(
  promtool: string,
  group: RuleGroup,
  scenarios: readonly Scenario[],
): Promise<Map<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), "scenarios-"));
  try {
    await writeFile(join(folder, "rules.yml"), ruleFile(group));
    await writeFile(join(folder, "tests.yml"), testFile(group, scenarios));
    const { exitCode, all } = await execa(promtool, ["test", "rules", "tests.yml"], {
      cwd: folder,
      reject: false,
      all: true,
    });
    const output = all ?? "";
    const failed = scenarios.filter((scenario) => output.includes(nameOf(scenario)));
    if (exitCode !== 0 && failed.length === 0) throw new Error(output);
    return new Map(failed.map((scenario) => [nameOf(scenario), about(output, nameOf(scenario))]));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What promtool reads: each expectation asks which severities of the alert fire at that time. */
export function testFile(group: RuleGroup, scenarios: readonly Scenario[]): string {
  return yaml({
    rule_files: ["rules.yml"],
    evaluation_interval: group.interval,
    tests: scenarios.map((scenario) => ({
      name: nameOf(scenario),
      interval: scenario.interval ?? "15s",
      input_series: Object.entries(scenario.given).map(([series, values]) => ({ series, values })),
      promql_expr_test: Object.entries(scenario.then).map(([at, firing]) => ({
        expr: `group by (severity) (ALERTS{alertname="${scenario.alert}",alertstate="firing"})`,
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
