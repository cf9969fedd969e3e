// Alerts on logs: lines in, alerts out, with the real store; and the real vmalert, which sends them.
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { logRuleFile } from "../../../components/logs";
import { logAlertsIn } from "../../../components/monitoring";
import { DAY_MINUTES, LOG_SCENARIOS, type LogScenario } from "../../../components/monitoring/logs/scenarios";
import { type LogAlert, type LogException, logAlert, logRulesOf } from "../../../components/rules";
import { Inbox } from "../../support/inbox";
import { freePort } from "../../support/ports";
import { toolsOrSkip } from "../../support/tools";
import { type PastLine, Store } from "./store";

const tools = toolsOrSkip("victorialogs", "vmalert");

const MINUTE = 60_000;
/** Two days of lines lie before it; on a whole minute. */
const NOW = Math.floor(Date.now() / MINUTE) * MINUTE;

const ALERTS = logAlertsIn({ alerts: {} });

const linesOf = ({ name, lines, fields }: LogScenario): PastLine[] =>
  Array.from({ length: 2 * DAY_MINUTES }, (_, index) => index - 2 * DAY_MINUTES).flatMap((minute) =>
    Array.from({ length: lines(minute) }, (_, nth) => ({
      at: NOW + minute * MINUTE + nth * 1000,
      fields: { ...fields, service: name, team: "sales" },
    })),
  );

const named = (name: string): LogAlert => {
  const found = ALERTS.find((one) => one.name === name);
  if (!found) throw new Error(`no alert ${name}`);
  return found;
};

describe("an alert on logs", () => {
  test.each(ALERTS)(
    "$name has a scenario that fires for each severity, one that stays quiet, and one that resolves",
    ({ name, above }) => {
      const own = LOG_SCENARIOS.filter((one) => one.alert === name).map(({ fires }) => Object.values(fires));
      expect(Object.keys(above)).toEqual(["warning"]);
      expect(own.some((fires) => fires.includes(true) && fires.at(-1) === false)).toBe(true);
      expect(own.some((fires) => !fires.includes(true))).toBe(true);
    },
  );

  test.each([
    [{ query: "_time:5m | stats count() as lines" }, "does not end in a field called value"],
    [{ query: "* | stats by (service) count() as value" }, "does not begin with a _time filter"],
    [
      { query: "(_time:10m or _time:10m offset 1d) | stats by (service) count() as value" },
      "does not begin with a _time filter",
    ],
    [{ query: "_time:5m (_time:5m offset 1d) | stats by (service) count() as value" }, "shorter than the 86700 s"],
    [{ above: {} }, "no threshold"],
    [{ name: "ManyErrors" }, "begins with Log"],
    [{ queryHolds: "20m" as const }, "as warning it takes up to"],
  ])("%j is refused: %s", (wrong, reason) => {
    const right = { ...named("LogCrash"), ...wrong };
    expect(() => logAlert(right)).toThrow(reason);
  });

  test("has the thresholds of the settings, or is left out", () => {
    const alerts = { LogErrorBurst: { disabled: false, above: { warning: 100 } }, LogSilence: { disabled: true } };
    const rules = logAlertsIn({ alerts }).flatMap(logRulesOf);
    expect(rules.map(({ alert, threshold }) => [alert.name, threshold])).toEqual([
      ["LogErrorBurst", 100],
      ["LogCrash", 0],
      ["LogAuthFailures", 50],
      ["LogOomKill", 0],
      ["LogDiskErrors", 0],
    ]);
    expect(rules[0]?.query).toMatch(/ \| filter value:>100$/);
  });
});

describe.skipIf(!tools)("with the real store", () => {
  let store: Store;

  beforeAll(async () => {
    if (!tools) return;
    store = await Store.start(tools.victorialogs);
    await store.put(LOG_SCENARIOS.flatMap(linesOf));
  }, 60_000);
  afterAll(() => store?.tearDown());

  test.each(LOG_SCENARIOS)("$alert: $name", async ({ alert, name, fires }) => {
    const [rule] = logRulesOf(named(alert));
    const seen = await Promise.all(
      Object.keys(fires).map(async (minute) => {
        const firing = await store.firing(rule?.query ?? "", NOW + Number(minute) * MINUTE);
        return [minute, firing.some(({ service, team }) => service === name && team === "sales")];
      }),
    );
    expect(Object.fromEntries(seen)).toEqual(fires);
  });

  test("an exception counts for those that it names, and nobody else", async () => {
    const crash = LOG_SCENARIOS.find(({ alert, fires }) => alert === "LogCrash" && Object.values(fires).includes(true));
    if (!crash) throw new Error("no crash");
    const [minute = ""] = Object.entries(crash.fires).find(([, isFiring]) => isFiring) ?? [];
    const seen = async (exceptions: readonly LogException[]) => {
      const rules = logRulesOf({ ...named("LogCrash"), exceptions });
      const firing = rules.map(({ query }) => store.firing(query, NOW + Number(minute) * MINUTE));
      return (await Promise.all(firing)).map((rows) => rows.some(({ service }) => service === crash.name));
    };
    expect(await seen([])).toEqual([true]);
    expect(await seen([{ where: { service: [crash.name] }, above: { warning: 1_000_000 } }])).toEqual([false, false]);
    expect(await seen([{ where: { service: ["another"], team: ["sales"] }, disabled: true }])).toEqual([true]);
    expect(await seen([{ where: { service: ["another", crash.name] }, above: { warning: 0 } }])).toEqual([false, true]);
  });

  test("vmalert takes the rules, and sends what fires with its labels and links", { timeout: 120_000 }, async () => {
    if (!tools) return;
    const alertmanager = await Inbox.start();
    const dir = await mkdtemp(join(tmpdir(), "tocsin-vmalert-"));
    const args = { alerts: ALERTS, runbook: "http://docs/{mixin}#{alert}", store: "http://logs" };
    await writeFile(join(dir, "rules.yml"), logRuleFile(args));
    const vmalert = spawn(tools.vmalert, [
      `-rule=${join(dir, "rules.yml")}`,
      `-datasource.url=${store.url}`,
      `-notifier.url=${alertmanager.url("")}`,
      `-remoteWrite.url=${store.url}`,
      `-httpListenAddr=127.0.0.1:${await freePort()}`,
      "-rule.evalDelay=5s",
      "-external.label=environment=test",
    ]);
    onTestFinished(async () => {
      vmalert.kill("SIGKILL");
      await alertmanager.close();
      await rm(dir, { recursive: true });
    });
    await store.put([{ at: Date.now(), fields: { service: "shop", team: "sales", level: "fatal", _msg: "gone" } }]);
    const sent = await alertmanager.until("/api/v2/alerts", /LogCrash/, 80);
    expect(sent.body).toContainEqual(
      expect.objectContaining({
        labels: {
          alertname: "LogCrash",
          severity: "warning",
          service: "shop",
          team: "sales",
          environment: "test",
          alertgroup: "logs",
          stats_result: "value",
        },
        annotations: expect.objectContaining({
          summary: "shop has crashed, by its log",
          threshold: "above 0",
          runbook_url: "http://docs/logs#logcrash",
          logs_url: "http://logs/select/vmui/#/?query=service%3A%3D%22shop%22&g0.range_input=1h",
          dashboard_url:
            "http://logs/select/vmui/#/?query=service%3A%3D%22shop%22&g0.range_input=1h&g0.relative_time=last_1_hour",
        }),
      }),
    );
  });
});
