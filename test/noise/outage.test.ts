// Healthy targets, scraped often and rarely, and then a Prometheus that was away itself: what it knows is old when it evaluates
// first, and no alert may take either for a fault.
import { expect, test } from "vitest";
import { mixinsInUse, type PlacedAlert } from "../../components/monitoring";
import { placed } from "../../components/monitoring/alerts/place";
import { ruleFile, yaml } from "../../components/prometheus";
import { type Duration, seconds } from "../../components/rules";
import { testRules } from "../../infra/commands/test/promtool";
import { endpoints, everyMixin } from "../support/environment";

import { toolsOrSkip } from "../support/tools";
import { healthySpan } from "./week";

const tools = toolsOrSkip("promtool");

const EVALUATION = 15;

/** Scrapes before the outage. */
const SCRAPES = 60;

/** How long Prometheus was away, in scrapes. */
const AWAY = [2, 4, 6, 16, 30];

const environments = (["15s", "5m"] as const).map((interval) => {
  const usual = everyMixin();
  return { interval, settings: { ...usual, scrape: { ...usual.scrape, interval } } };
});

const CASES = environments.flatMap(({ interval, settings }) =>
  mixinsInUse(settings)
    .filter(({ normal }) => normal.length > 0)
    .map((mixin) => ({ name: mixin.name, interval, settings, mixin })),
);

/** What may fire before the first scrape of every target is in. */
const isShort = ({ for: held }: PlacedAlert, interval: Duration) => seconds(held) < 2 * seconds(interval);

const firing = (names: readonly string[]) =>
  `group by (alertname, severity) (ALERTS{alertstate="firing",alertname=~"${names.join("|")}"})`;

async function problemsOf({ interval, settings, mixin }: (typeof CASES)[number]): Promise<string> {
  const step = seconds(interval);
  const lasts = SCRAPES * step;
  const group = placed(mixin, { settings, endpoints, slowest: mixin.slowest });
  const alerts = group.alerts.filter(({ alert }) => alert.onMissing === "quiet");
  const short = alerts.filter((one) => isShort(one, interval));
  const at = (expr: string, time: number) => ({ expr, eval_time: `${time}s`, exp_samples: [] });
  const last = lasts - step;
  const all = firing(alerts.map(({ alert }) => alert.name));
  const series = Object.entries(healthySpan(mixin, { name: "week", lasts, evaluation: EVALUATION, step }));
  const tests = {
    rule_files: ["rules.yml"],
    evaluation_interval: `${EVALUATION}s`,
    tests: [
      {
        interval,
        input_series: series.map(([name, values]) => ({ series: name, values })),
        promql_expr_test: [
          ...[0.5, 0.75, 1].map((share) => at(all, last - step + Math.floor((share * step) / EVALUATION) * EVALUATION)),
          at(`count_over_time((${all})[${Math.floor(last / 2)}s:${EVALUATION}s])`, last),
          ...AWAY.map((scrapes) => at(firing(short.map(({ alert }) => alert.name)), last + scrapes * step)),
        ],
      },
    ],
  };
  const { exitCode, output } = await testRules(tools?.promtool ?? "", {
    rules: { "rules.yml": ruleFile({ ...group, alerts }) },
    tests: { "test.yml": yaml(tests) },
  });
  return exitCode === 0 ? "" : output;
}

test.skipIf(!tools).each(CASES)(
  "$name, scraped every $interval, says nothing at rest, nor when Prometheus was away",
  { timeout: 300_000 },
  async (one) => {
    expect(await problemsOf(one)).toBe("");
  },
);
