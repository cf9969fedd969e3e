// The verdicts of both forms of an alert on the series of scenarios, side by side.
import { alertRule, type GrafanaAlertRule } from "../../../components/grafana/rules";
import type { RuleGroup } from "../../../components/monitoring";
import { secondsOf } from "../../../components/promql";
import { type Alert, type Scenario, seconds } from "../../../components/rules";
import { nameOf, onlyFor } from "../../../infra/commands/test/scenarios";
import { type Asked, ask, evaluations, sorted } from "./asked";
import { RuleStates, type Vector } from "./evaluate";

/** What is known of one rule at one time, in seconds: the labels of its series. */
interface Verdict {
  at: number;
  severity: string;
  firing: string[];
  pending: string[];
}

export interface Verdicts {
  prometheus: Verdict[];
  grafana: Verdict[];
}

const outcomesOf = (scenario: Scenario) => Object.values(scenario.expect);
export const firesIn = (scenario: Scenario) => outcomesOf(scenario).some((one) => one !== "quiet");

const LONG = 86_400;
const lastOf = (scenario: Scenario) => Math.max(...Object.keys(scenario.expect).map((time) => secondsOf(time) ?? 0));

/**
 * The first scenario that fires, the first that resolves, and each that stays quiet; all where the alert goes on firing. Of
 * those that last for days just the first: each of their queries reads days of samples.
 */
export function chosen(scenarios: readonly Scenario[], alert: Alert): Scenario[] {
  const all = scenarios.filter((scenario) => scenario.alert === alert.name);
  const first = all.find(firesIn);
  const own = all.filter((scenario) => scenario === first || lastOf(scenario) <= LONG);
  if (alert.keepFiringFor) return own;
  const resolves = own.find((scenario) => firesIn(scenario) && outcomesOf(scenario).at(-1) === "quiet");
  return own.filter((scenario) => scenario === first || scenario === resolves || !firesIn(scenario));
}

/** By name of the scenario; promtool is called once. */
export async function verdictsOf(
  promtool: string,
  group: RuleGroup,
  scenarios: readonly Scenario[],
): Promise<Map<string, Verdicts>> {
  const cases = scenarios.map((scenario) => caseOf(scenario, onlyFor(scenario.alert, group)));
  const answers = await ask(
    promtool,
    group,
    cases.map(({ asked }) => asked),
  );
  return new Map(
    cases.map(({ asked, rules, times, compared, interval }, index): [string, Verdicts] => {
      const [alerts, ...values] = answers[index] ?? [];
      const asks = new Map(asked.queries.slice(1).map(({ expr }, query) => [expr, values[query]]));
      const both = rules.map((rule) => ({
        prometheus: compared.map((at) => inPrometheus(rule, at, alerts?.get(at) ?? new Map())),
        grafana: inGrafana(rule, interval, asks.get(queryOf(rule)) ?? new Map(), times).filter(({ at }) =>
          compared.includes(at),
        ),
      }));
      const name = nameOf(asked.scenario);
      return [name, { prometheus: both.flatMap((one) => one.prometheus), grafana: both.flatMap((one) => one.grafana) }];
    }),
  );
}

/**
 * The evaluations of a scenario: those at which something is expected, and as many before each as the state then depends on.
 * Compared is at what is expected, and at each evaluation whose state does not depend on what was not asked.
 */
function caseOf(scenario: Scenario, { alerts, interval }: RuleGroup) {
  const rules = alerts.map((one) =>
    alertRule(one, { environment: "test", dataSource: "prometheus", interval, dashboards: [] }),
  );
  const needed = Math.max(...rules.map((rule) => seconds(rule.for) + seconds(rule.keepFiringFor ?? "0s")));
  const step = seconds(interval);
  // Between two evaluations the state is that of the first.
  const expected = [
    ...new Set(Object.keys(scenario.expect).map((time) => Math.floor((secondsOf(time) ?? 0) / step) * step)),
  ];
  const windows = expected.map((time) => evaluations(time - needed - 3 * step, time, interval));
  const times = [...new Set(windows.flat())].sort((a, b) => a - b);
  const sound = windows.flatMap((window) => window.filter((time) => window[0] === 0 || time >= (window.at(-1) ?? 0)));
  const compared = firesIn(scenario) ? [...new Set([...sound, ...expected])].sort((a, b) => a - b) : expected;
  const queries = [...new Set(rules.map(queryOf))].map((expr) => ({ expr, times }));
  const asked: Asked = {
    scenario,
    queries: [{ expr: `ALERTS{alertname="${scenario.alert}"}`, times: compared }, ...queries],
  };
  return { asked, rules, times, compared, interval };
}

const queryOf = ({ datas }: GrafanaAlertRule): string => String(JSON.parse(datas[0]?.model ?? "{}").expr);

function inGrafana(
  rule: GrafanaAlertRule,
  interval: RuleGroup["interval"],
  asks: ReadonlyMap<number, Vector>,
  times: readonly number[],
): Verdict[] {
  const states = new RuleStates(rule, seconds(interval));
  // Prometheus adds the environment when it sends an alert, and Grafana has it as a label of the rule.
  const own = (found: string[]) => found.map((labels) => sorted(labels, ["environment"], rule.labels)).sort();
  return times.map((at) => {
    states.evaluate(at, asks.get(at) ?? new Map());
    return {
      at,
      severity: rule.labels.severity ?? "",
      firing: own(states.labelsIn("Alerting", "Recovering")),
      pending: own(states.labelsIn("Pending")),
    };
  });
}

function inPrometheus({ labels: { severity = "" } }: GrafanaAlertRule, at: number, alerts: Vector): Verdict {
  const inState = (state: string) =>
    [...alerts.keys()]
      .filter((labels) => labels.includes(`alertstate="${state}"`) && labels.includes(`severity="${severity}"`))
      .map((labels) => sorted(labels, ["alertname", "alertstate"]))
      .sort();
  return { at, severity, firing: inState("firing"), pending: inState("pending") };
}
