// Who was notified, by the events of a real Alertmanager: what a receiver took was sent, and what it refused was not.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findTool } from "../../../components/host/tools";
import { readEnvironment } from "../../../components/host/tools/environment";
import { parseSettings } from "../../../components/monitoring";
import { asRecorded, notifiedIn, type Recorded, recordedIn } from "../../../infra/commands/review/recorded";
import { markdownOf } from "../../../infra/commands/review/report";
import type { Fate, Judged } from "../../../infra/commands/review/suppressed";
import { minimumOf } from "../../../infra/machine/tools";
import { is, rich, route } from "../../components/alertmanager/notifications";
import { REFUSED, type Running, start, until } from "../../components/alertmanager/running";
import { toolsOrSkip } from "../../support/tools";

const EVENTS = { notifications: { events: true } };
const found = toolsOrSkip("alertmanager");

const firing = (alert: string, from: number, fate: Fate, more: Partial<Judged> = {}): Judged => ({
  ...{ alert, severity: "warning", team: "sales", from, to: from + 600, isOpen: false, fate },
  series: JSON.stringify([
    ["alertname", alert],
    ["alertstate", "firing"],
    ["service", "shop"],
  ]),
  ...more,
});

const fatesIn = (recorded: Recorded, ...firings: Judged[]) => asRecorded(firings, recorded, 30).map(({ fate }) => fate);

describe.skipIf(!found)("an Alertmanager that records its events", () => {
  let running: Running;
  const began = Date.now() / 1000;
  const recorded = () => recordedIn(running.log());

  beforeAll(async () => {
    const minimum = minimumOf("alertmanager", parseSettings(EVENTS));
    const path = (await findTool("alertmanager", readEnvironment(), undefined, minimum))?.path ?? "";
    const timing = { groupWait: "100ms", groupInterval: "1s", repeatInterval: "1h" } as const;
    const routes = [route("slack-alerts", [is("severity", "warning")], { timing })];
    running = await start(path, () => ({ ...rich, routes, events: true }));
    const labels = { severity: "warning", service: "shop", team: "sales", environment: "prod" };
    const annotations = {
      summary: "…",
      description: "…",
      runbook_url: "http://r.example",
      dashboard_url: "http://d.example",
    };
    await running.post(
      { labels: { ...labels, alertname: "Slow" }, annotations },
      { labels: { ...labels, alertname: REFUSED }, annotations },
    );
    await running.message("Slow");
    await until(() => recorded()?.sent.length, running.log);
  }, 60_000);
  afterAll(() => running?.stop());

  test("says who took which message, by what, and when", () => {
    const sent = recorded()?.sent ?? [];
    expect(sent).toMatchObject([{ receiver: "slack-alerts", integration: "slack" }]);
    expect(sent[0]?.firing.map((labels) => Object.fromEntries(labels))).toEqual([
      { alertname: "Slow", severity: "warning", service: "shop", team: "sales", environment: "prod" },
    ]);
    expect(sent[0]?.at).toBeGreaterThan(began);
    expect(sent[0]?.at).toBeLessThan(Date.now() / 1000);
  });

  test("has what was sent, and what no receiver took, apart from what was to be expected", () => {
    const record = recorded();
    if (!record) throw new Error(running.log());
    const at = record.fromSeconds;
    expect(fatesIn(record, firing("Slow", at, "sent"), firing(REFUSED, at, "sent"))).toEqual(["sent", "undelivered"]);
    // Somebody was notified of what the settings would have held back, and nobody of what they did.
    expect(fatesIn(record, firing("Slow", at, "inhibited"), firing(REFUSED, at, "muted"))).toEqual(["sent", "muted"]);
    const other = JSON.stringify([
      ["alertname", "Slow"],
      ["service", "cart"],
    ]);
    expect(fatesIn(record, firing("Slow", at, "sent", { series: other }))).toEqual(["undelivered"]);
    expect(fatesIn(record, firing("Slow", at + 600, "sent"))).toEqual(["undelivered"]);
    // What began before the record does is as it was.
    expect(fatesIn(record, firing(REFUSED, at - 60, "sent"))).toEqual(["sent"]);
  });

  test("is read through what journals put before a line; lines that were cut off are passed over", () => {
    const log = running.log().replace(/^(?=\{"@timestamp)/gm, "Nov 30 22:31:03 mon-1 alertmanager[812]: ");
    expect(log).toContain("alertmanager[812]: {");
    expect(recordedIn(`{"@timestamp":"2026-11-30T22:3\n${log}`)).toEqual(recorded());
    expect(recordedIn('level=INFO msg="Listening"\n{}\n')).toBeUndefined();
  });

  test("fills a table of who was notified how often", () => {
    const record = recorded();
    if (!record) throw new Error(running.log());
    const grid = { startSeconds: began - 60, endSeconds: began + 60, stepSeconds: 30 };
    const notified = notifiedIn(record, grid, () => true);
    expect(notified).toMatchObject([{ receiver: "slack-alerts", integration: "slack", messages: 1, atNight: 1 }]);
    const review = { environment: "prod", zone: "UTC", figures: [], proposals: [], silent: [], unknown: [], ...grid };
    expect(markdownOf({ ...review, notified })).toMatch(
      /## Notified\n\n\| receiver \| by \|.*\n.*\n\| slack-alerts +\| slack/,
    );
    expect(markdownOf({ ...review, notified: [] })).toContain("## Notified\n\nNobody.");
    expect(markdownOf(review)).not.toContain("## Notified");
    expect(notifiedIn(record, { ...grid, endSeconds: began - 30 }, () => true)).toEqual([]);
  });
});

describe("events", () => {
  test("need an Alertmanager that writes them", () => {
    expect(minimumOf("alertmanager", parseSettings(EVENTS))).toBe("0.34");
    const platform = { kind: "local", images: { alertmanager: "prom/alertmanager:v0.33.1" } };
    expect(() => parseSettings({ platform, ...EVENTS })).toThrow(
      /platform\.images\.alertmanager: found Alertmanager 0\.33\.1, which does not write events into its log/,
    );
  });

  test("are refused where no Alertmanager would write any", () => {
    const platform = { kind: "kubernetes", cluster: { context: "test" } };
    expect(() => parseSettings({ platform, ...EVENTS })).toThrow(/notifications\.events: found true, but the operator/);
  });
});
