// Drills of alerts on logs: the lines that are sent, and the thresholds of the settings that they are over.
import { createServer } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { logAlertsIn } from "../../../components/monitoring";
import type { LogAlert } from "../../../components/rules";
import { chooseDrill } from "../../../infra/commands/drill/choose";
import { logDrill } from "../../../infra/commands/drill/log-lines";
import { settings } from "../../support/environment";
import { freePort } from "../../support/ports";

const GROUND = { environment: "t", prometheus: "", alertmanager: "", inbox: "", sample: "", generator: "" };

const named = (name: string, alerts: object = {}): LogAlert => {
  const found = logAlertsIn({ alerts }).find((one) => one.name === name);
  if (!found) throw new Error(`no alert ${name}`);
  return found;
};

interface Sent {
  service: string;
  times: number[];
}

/** What a drill sends as it begins, and what as it ends. */
async function sentBy(changed: LogAlert, proven = changed): Promise<{ begin: Sent; end: Sent }> {
  const sent: Sent = { service: "", times: [] };
  const collector = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    const [{ resource, scopeLogs }] = JSON.parse(text).resourceLogs;
    sent.service = resource.attributes[0].value.stringValue;
    for (const { timeUnixNano } of scopeLogs[0].logRecords) sent.times.push(Number(timeUnixNano) / 1e6);
    response.end("{}");
  });
  const port = await freePort();
  await new Promise<void>((resolve) => collector.listen(port, "127.0.0.1", resolve));
  onTestFinished(() => void collector.close());
  const ground = { ...GROUND, logs: { otlp: `http://127.0.0.1:${port}`, evaluator: { url: "", headers: {} } } };
  const { fault } = logDrill(changed, proven, "abc");
  await fault.begin(ground);
  const begin = { ...sent, times: sent.times.splice(0) };
  await fault.end(ground);
  return { begin, end: sent };
}

const MINUTE = 60_000;

test("errors come in the last minutes, more of them where the threshold is higher", async () => {
  const { begin } = await sentBy(named("LogErrorBurst"));
  expect(begin.service).toMatch(/^drill-abc-/);
  expect(begin.times.length).toBeGreaterThan(30);
  expect(Math.min(...begin.times)).toBeGreaterThan(Date.now() - 10 * MINUTE);
  const higher = named("LogErrorBurst", { LogErrorBurst: { disabled: false, above: { warning: 100 } } });
  const more = await sentBy(higher, named("LogErrorBurst"));
  expect(more.begin.times.length).toBeGreaterThan(100);
});

test("silence is a day of lines that ended, and is over with one", async () => {
  const { begin, end } = await sentBy(named("LogSilence"));
  expect(Math.max(...begin.times)).toBeLessThan(Date.now() - 10 * MINUTE);
  expect(Math.min(...begin.times)).toBeLessThan(Date.now() - 23 * 60 * MINUTE);
  expect(end.times).toHaveLength(1);
});

test("each alert on logs has one, unless the settings have no logs or not the alert", async () => {
  const choose = (name: string, logs?: object) =>
    chooseDrill(name, {
      name: "local",
      settings: settings(logs ? { logs } : {}),
      monitoring: { groups: [] },
      promtool: async () => "promtool",
    });
  for (const { name } of logAlertsIn({ alerts: {} }))
    expect(await choose(name, { store: "victorialogs" })).toMatchObject({ alert: name, severity: "warning" });
  const without = { store: "victorialogs", alerts: { LogCrash: { disabled: true } } };
  expect(() => choose("LogCrash", without)).toThrow("logs.alerts.LogCrash.disabled");
  expect(() => choose("LogCrash")).toThrow(
    "LogCrash reads lines of logs, and Pulumi.local.yaml collects none: add tocsin:logs: { store: victorialogs }, run npm run up, then drill",
  );
});
