// `backtest` on the command line: which rules, over which history.
import type { Monitoring } from "../../../components/monitoring";
import { seconds } from "../../../components/rules";
import { prometheusAt } from "../../running/prometheus-query";
import { MOST_LINES, shownOf } from "../../shown";
import { type Backtest, backtest } from "./backtest";
import { daysIn } from "./days";
import { gridOf } from "./grid";
import { backtestLines, logGridOf, logRuleSetOf, logsAt } from "./log-lines";
import { reportOf } from "./report";
import { type RuleSet, ruleSetOf } from "./rules";

/** Where the Monitoring of an environment comes from: as it is here, and as it was at a git ref. */
export interface Source {
  monitoringOf: (environment: string) => Promise<Monitoring>;
  /** Undefined where the ref does not have the environment. */
  monitoringAt: (ref: string, environment: string) => Promise<Monitoring | undefined>;
}

export interface BacktestOptions {
  prometheus?: string;
  logs?: string;
  days?: string;
  against?: string;
  json?: boolean;
}

const DAYS = "7";

/** The command, for the Monitoring of that source. With `--json` the figures go to standard output, progress to the other. */
export const backtestCommand =
  ({ monitoringOf, monitoringAt }: Source) =>
  async (environment: string, options: BacktestOptions): Promise<void> => {
    const lines = options.logs === undefined ? undefined : logsAt(options.logs);
    const prometheus = lines && options.prometheus === undefined ? undefined : prometheusAt(options.prometheus);
    const days = daysIn(options.days ?? DAYS);
    const { against } = options;
    const head = await monitoringOf(environment);
    const old = against === undefined ? undefined : await monitoringAt(against, environment);
    const based = (rulesOf: (of: Monitoring) => RuleSet) =>
      against === undefined ? undefined : old ? rulesOf(old) : NO_RULES;
    const onProgress = options.json ? console.error : console.log;
    const results: { result: Backtest; of: string }[] = [];
    if (prometheus) {
      const evaluationSeconds = seconds(head.evaluationInterval);
      const result = await backtest({
        ...{ prometheus, base: based(ruleSetOf), head: ruleSetOf(head), evaluationSeconds, onProgress },
        grid: gridOf(days, evaluationSeconds, Date.now() / 1000),
      });
      results.push({ result, of: prometheus.url });
    }
    if (lines) {
      const grid = logGridOf(days, Date.now() / 1000);
      const sides = { base: based(logRuleSetOf), head: logRuleSetOf(head) };
      results.push({ result: await backtestLines({ store: lines, ...sides, grid, onProgress }), of: lines.url });
    }
    for (const { result, of } of results) {
      if (options.json) console.log(JSON.stringify(result));
      else {
        const report = reportOf(result, { environment, prometheus: of, days, against });
        console.log(`\n${await shownOf(report, MOST_LINES.ofSuccess, "backtest")}`);
      }
    }
  };

const NO_RULES: RuleSet = { rules: [], recordings: new Map() };
