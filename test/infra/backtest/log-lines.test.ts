// Alerts on logs over the lines of a real VictoriaLogs: how often each would have fired, and what it refuses.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { logAlertsIn } from "../../../components/monitoring";
import { logRulesOf } from "../../../components/rules";
import { backtestLines, logGridOf, logRuleSetOf } from "../../../infra/commands/backtest/log-lines";
import { reportOf } from "../../../infra/commands/backtest/report";
import { Store } from "../../components/logs/store";
import { toolsOrSkip } from "../../support/tools";

const tools = toolsOrSkip("victorialogs");

const HOUR = 3_600_000;
const NOW = Math.floor(Date.now() / 300_000) * 300_000;

const crashes = (service: string, hoursAgo: number) => ({
  at: NOW - hoursAgo * HOUR - 60_000,
  fields: { service, team: "sales", level: "fatal", _msg: "panic: out of ideas" },
});

const alerts = logAlertsIn({ alerts: {} })
  .filter(({ name }) => name === "LogCrash")
  .flatMap(logRulesOf)
  .map(({ alert, severity, threshold, query }) => ({
    ...{ name: alert.name, severity, threshold, query },
    ...{ summary: "", description: "", latencySeconds: 0 },
  }));

describe.skipIf(!tools)("a backtest of alerts on logs", { timeout: 120_000 }, () => {
  let store: Store;
  beforeAll(async () => {
    if (!tools) return;
    store = await Store.start(tools.victorialogs);
    await store.put([crashes("shop", 10), crashes("shop", 6), crashes("till", 2)]);
  }, 60_000);
  afterAll(() => store?.tearDown());

  const run = (head = alerts, base?: typeof alerts) =>
    backtestLines({
      store: { url: store.url, headers: {} },
      ...(base && { base: logRuleSetOf({ logs: { perDay: 0, alerts: base } }) }),
      head: logRuleSetOf({ logs: { perDay: 0, alerts: head } }),
      grid: logGridOf(0.5, NOW / 1000),
      onProgress: () => {},
    });

  test("counts each time that it would have begun to fire, for each service", async () => {
    const { rules, historySince } = await run();
    expect(rules).toMatchObject([{ name: "LogCrash", kind: "as it is", after: { firing: { times: 3, series: 2 } } }]);
    expect(historySince).toBeLessThanOrEqual((NOW - 10 * HOUR) / 1000);
  });

  test("compares what a change makes of it, and leaves out what stays", async () => {
    const higher = alerts.map((one) => ({ ...one, query: `${one.query} value:>1` }));
    const { rules } = await run(higher, alerts);
    expect(rules).toMatchObject([
      { kind: "changed", before: { firing: { times: 3 } }, after: { firing: { times: 0 } } },
    ]);
    expect((await run(alerts, alerts)).rules).toEqual([]);
  });

  test("says what the store says against a query", async () => {
    const wrong = alerts.map((one) => ({ ...one, query: "_time:5m | no_such_pipe" }));
    const result = await run(wrong);
    const asked = { environment: "local", prometheus: store.url, days: 0.5 };
    expect(reportOf(result, asked)).toMatch(/LogCrash \(warning\): VictoriaLogs refuses it: .*no_such_pipe/);
  });
});
