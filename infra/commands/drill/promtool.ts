// When an alert with overridden thresholds fires on a replay, as promtool finds out from the very series that will be shown.
import type { RuleGroup } from "../../../components/monitoring";
import { ruleFile, yaml } from "../../../components/prometheus";
import { type Alert, forOf, type Severity, seconds, selectorOf } from "../../../components/rules";
import * as generator from "../../../components/sample/generator/replay";
import { testRules } from "../test/promtool";
import { onlyFor } from "../test/scenarios";
import type { Replay } from "./replay";

/** What windows and `exprHolds` may add to the scenario's time and the alert's `for`. */
const SPARE_SECONDS = 900;

const STEP_SECONDS = 10;

/** Seconds after the start; undefined where it never fires. Throws with promtool's words where it refuses the rules. */
export async function firesAt(
  promtool: string,
  groups: readonly RuleGroup[],
  { alert, severity, replay }: { alert: Alert; severity: Severity; replay: Replay },
): Promise<number | undefined> {
  const end = replay.holdAt + seconds(forOf(alert, severity)) + SPARE_SECONDS;
  const times = Array.from({ length: Math.ceil(end / STEP_SECONDS) }, (_, index) => (index + 1) * STEP_SECONDS);
  const { exitCode, output } = await testRules(promtool, {
    rules: { "rules.yml": ruleFile(groupFor(alert.name, groups)) },
    tests: { "tests.yml": testFile(alert.name, severity, replay, times) },
  });
  // promtool prints the expression of what fails.
  const failed = times.filter((time) => output.includes(marker(time)));
  if (exitCode !== 0 && failed.length === 0) throw new Error(output);
  return times.find((time) => !failed.includes(time));
}

const marker = (time: number) => `# after ${time} s;`;

/** One group with the alert and the recordings that it reads, of all those that its mixin has. */
function groupFor(name: string, groups: readonly RuleGroup[]): RuleGroup {
  const own = groups.find((group) => group.alerts.some((placed) => placed.alert.name === name));
  if (!own) throw new Error(`No group of the environment has ${name}`);
  const recordings = groups.filter(({ mixin }) => mixin === own.mixin).flatMap((group) => group.recordings);
  return onlyFor(name, { ...own, recordings });
}

function testFile(name: string, severity: Severity, replay: Replay, times: readonly number[]): string {
  const fires = `ALERTS{alertname="${name}",alertstate="firing",severity="${severity}"}`;
  return yaml({
    rule_files: ["rules.yml"],
    evaluation_interval: `${STEP_SECONDS}s`,
    tests: [
      {
        interval: `${STEP_SECONDS}s`,
        input_series: inputSeries(replay, [0, ...times]),
        promql_expr_test: times.map((time) => ({
          expr: `group(${fires}) ${marker(time)}`,
          eval_time: `${time}s`,
          exp_samples: [{ labels: "{}", value: 1 }],
        })),
      },
    ],
  });
}

/** The series as Prometheus will have them: what the generator shows, with `up`. */
function inputSeries(replay: Replay, times: readonly number[]) {
  const spec = generator.replaySpec.parse(replay);
  const played = new generator.Replay(spec, 0);
  const series = new Map<string, string[]>();
  times.forEach((time, at) => {
    spec.targets.forEach(({ labels }, index) => {
      const shown = played.scrape(index, time);
      const samples = shown === "down" || shown === undefined ? [] : shown;
      for (const { name, labels: own, value } of [
        ...samples,
        { name: "up", labels: {}, value: shown === "down" ? 0 : 1 },
      ]) {
        const key = selectorOf({ name, labels: { ...labels, ...own } });
        const values = series.get(key) ?? Array<string>(times.length).fill("_");
        values[at] = String(value).replace("Infinity", "Inf");
        series.set(key, values);
      }
    });
  });
  return [...series].map(([selector, values]) => ({ series: selector, values: values.join(" ") }));
}
