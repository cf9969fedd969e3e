// An alert says the same in both forms: the same series through the Prometheus rule, which promtool evaluates, and through
// the Grafana-managed rule, whose query promtool answers and whose stages and states are evaluated as Grafana does.
// Of each alert: the first scenario that fires, the first that resolves, and each that stays quiet; all, where the alert goes
// on firing. At each evaluation of the scenario's first half hour, and later where something is expected.
import { beforeAll, describe, expect, test } from "vitest";
import { alertRule, type GrafanaAlertRule } from "../../../components/grafana/rules";
import { mixinsInUse, type RuleGroup } from "../../../components/monitoring";
import { placeGroup } from "../../../components/monitoring/place";
import { type Alert, type Scenario, seconds, secondsOf } from "../../../components/rules";
import { nameOf } from "../../scenarios/promtool";
import { endpoints, everyMixin } from "../../support/environment";
import { toolsOrSkip } from "../../support/tools";
import { type Asked, ask, evaluations, sorted } from "./asked";
import { RuleStates } from "./evaluate";

const environment = everyMixin();
const tools = toolsOrSkip("promtool");

/** Until here a scenario is compared at each evaluation, in seconds. */
const WHOLE = 1800;

function chosen(scenarios: readonly Scenario[], alert: Alert): Scenario[] {
  const own = scenarios.filter((scenario) => scenario.alert === alert.name);
  const outcomes = (scenario: Scenario) => Object.values(scenario.expect);
  const fires = own.find((scenario) => outcomes(scenario).some((one) => one !== "quiet"));
  const resolves = own.find(
    (scenario) => outcomes(scenario).some((one) => one !== "quiet") && outcomes(scenario).at(-1) === "quiet",
  );
  const quiet = own.filter((scenario) => outcomes(scenario).every((one) => one === "quiet"));
  return alert.keepFiringFor ? own : own.filter((one) => one === fires || one === resolves || quiet.includes(one));
}

/** The evaluations that are compared, and those before them that their states depend on. */
function timesOf(scenario: Scenario, rules: readonly GrafanaAlertRule[], { interval }: RuleGroup): number[] {
  const expected = Object.keys(scenario.expect).map(secondsOf);
  const needed = Math.max(
    ...rules.map((rule) => seconds(rule.for) + seconds(rule.keepFiringFor ?? "0s") + 3 * seconds(interval)),
  );
  const last = Math.max(...expected);
  const times =
    last <= WHOLE
      ? evaluations(0, last, interval)
      : expected.flatMap((time) => evaluations(time - needed, time, interval));
  return [...new Set(times)].sort((a, b) => a - b);
}

interface Verdict {
  at: number;
  severity: string;
  firing: string[];
  pending: string[];
}

describe.skipIf(!tools).each(mixinsInUse(environment).map((mixin) => [mixin.name, mixin] as const))(
  "the alerts of %s say the same in Prometheus and in Grafana",
  (_, mixin) => {
    const group = placeGroup(mixin, { settings: environment, endpoints, evaluationInterval: "10s" });
    const scenarios = mixin.alerts.flatMap((alert) => chosen(mixin.scenarios, alert));
    const rulesOf = (scenario: Scenario) => {
      const placed = group.alerts.filter(({ alert }) => alert.name === scenario.alert);
      const args = { environment: "test", dataSource: "prometheus", interval: group.interval };
      return placed.map((one) => alertRule(one, args));
    };
    const verdicts = new Map<string, { prometheus: Verdict[]; grafana: Verdict[] }>();

    beforeAll(async () => {
      if (!tools) return;
      const asked = scenarios.map((scenario): Asked => {
        const rules = rulesOf(scenario);
        const queries = rules.map(({ datas }) => String(JSON.parse(datas[0]?.model ?? "{}").expr));
        const shown = `ALERTS{alertname="${scenario.alert}"}`;
        return { scenario, queries: [shown, ...new Set(queries)], times: timesOf(scenario, rules, group) };
      });
      const answers = await ask(tools.promtool, group, asked);
      for (const [index, { scenario, queries, times }] of asked.entries()) {
        const [alerts = [], ...asks] = answers[index] ?? [];
        const compared = comparedAt(scenario, times);
        const rules = rulesOf(scenario);
        const both = { prometheus: [] as Verdict[], grafana: [] as Verdict[] };
        for (const rule of rules) {
          const states = new RuleStates(rule, seconds(group.interval));
          const query = queries.indexOf(String(JSON.parse(rule.datas[0]?.model ?? "{}").expr)) - 1;
          const severity = rule.labels.severity ?? "";
          for (const [at, time] of times.entries()) {
            states.evaluate(time, asks[query]?.[at] ?? new Map());
            if (!compared.has(time)) continue;
            const own = (found: string[]) =>
              found.map((labels) => sorted(`{${labels}}`, ["environment"], rule.labels)).sort();
            both.grafana.push({
              at: time,
              severity,
              firing: own(states.labelsIn("Alerting", "Recovering")),
              pending: own(states.labelsIn("Pending")),
            });
            const inState = (state: string) =>
              [...(alerts[at]?.keys() ?? [])]
                .filter(
                  (labels) => labels.includes(`alertstate="${state}"`) && labels.includes(`severity="${severity}"`),
                )
                .map((labels) => sorted(`{${labels}}`, ["alertname", "alertstate"]))
                .sort();
            both.prometheus.push({ at: time, severity, firing: inState("firing"), pending: inState("pending") });
          }
        }
        verdicts.set(nameOf(scenario), both);
      }
    }, 120_000);

    test.each(scenarios.map((scenario) => [nameOf(scenario), scenario] as const))("%s", (name, scenario) => {
      const found = verdicts.get(name);
      const fires = Object.values(scenario.expect).some((one) => one !== "quiet");
      expect(found?.prometheus.some(({ firing }) => firing.length > 0)).toBe(fires);
      expect(found?.grafana).toEqual(found?.prometheus);
    });
  },
);

/** All evaluations of a short scenario; of a long one those at which something is expected. */
function comparedAt(scenario: Scenario, times: readonly number[]): Set<number> {
  const expected = Object.keys(scenario.expect).map(secondsOf);
  return new Set(Math.max(...expected) <= WHOLE ? times : expected);
}
