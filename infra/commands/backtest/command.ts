// `backtest` on the command line: which rules, over which history.
import type { Monitoring } from "../../../components/monitoring";
import { seconds } from "../../../components/rules";
import { prometheusAt } from "../../running/prometheus-query";
import { MOST_LINES, shownOf } from "../../shown";
import { backtest } from "./backtest";
import { daysIn } from "./days";
import { gridOf } from "./grid";
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
  days?: string;
  against?: string;
  json?: boolean;
}

const DAYS = "7";

/** The command, for the Monitoring of that source. With `--json` the figures go to standard output, progress to the other. */
export const backtestCommand =
  ({ monitoringOf, monitoringAt }: Source) =>
  async (environment: string, options: BacktestOptions): Promise<void> => {
    const prometheus = prometheusAt(options.prometheus);
    const days = daysIn(options.days ?? DAYS);
    const { against } = options;
    const head = await monitoringOf(environment);
    const base = against === undefined ? undefined : await monitoringAt(against, environment).then(rulesIn);
    const evaluationSeconds = seconds(head.evaluationInterval);
    const result = await backtest({
      ...{ prometheus, base, head: ruleSetOf(head), evaluationSeconds },
      grid: gridOf(days, evaluationSeconds, Date.now() / 1000),
      onProgress: options.json ? console.error : console.log,
    });
    if (options.json) console.log(JSON.stringify(result));
    else {
      const report = reportOf(result, { environment, prometheus: prometheus.url, days, against });
      console.log(`\n${await shownOf(report, MOST_LINES.ofSuccess, "backtest")}`);
    }
  };

const rulesIn = (monitoring: Monitoring | undefined): RuleSet =>
  monitoring ? ruleSetOf(monitoring) : { rules: [], recordings: new Map() };
