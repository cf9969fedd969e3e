// What the real Alertmanager sends with the rendered files: the Slack message, and what is held back (long: all by one that runs).
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { linksInExplore, type MuteTiming, type Notifications, type Route } from "../../../components/monitoring";
import { toolsOrSkip } from "../../support/tools";
import { is, rich, route } from "./notifications";
import { type AlertToPost, type Message, REFUSED, type Running, start, until } from "./running";

const tools = toolsOrSkip("alertmanager");

const quick: Partial<Route> = { timing: { groupWait: "200ms", groupInterval: "1s", repeatInterval: "1h" } };

/** Today and tomorrow where the day starts first; at the other end of the world it is always still an earlier day. */
const today = { weekdays: [0, 1].map(weekdayInKiritimati), times: [{ from: "00:00", to: "24:00" }] };
const active: MuteTiming = { name: "active", ...today, timezone: "Pacific/Kiritimati" };
const elsewhere: MuteTiming = { name: "elsewhere", ...today, timezone: "Pacific/Pago_Pago" };

const notifications = (heartbeat: string): Notifications => ({
  ...rich,
  receivers: [...rich.receivers.filter(({ name }) => name !== "heartbeat"), { name: "heartbeat", heartbeat }],
  routes: [
    route("heartbeat", [is("alertname", "Watchdog")], {
      timing: { groupWait: "0s", groupInterval: "1s", repeatInterval: "500ms" },
    }),
    route("slack-alerts", [is("alertname", "Foreign")], quick),
    route("slack-alerts-critical", [is("severity", "critical")], quick),
    route("slack-alerts", [is("severity", "warning")], quick),
    route("slack-alerts-info", [is("severity", "info"), is("team", "nightly")], {
      ...quick,
      muteTimings: ["elsewhere", "active"],
    }),
    route("slack-alerts-info", [is("severity", "info")], { ...quick, muteTimings: ["elsewhere"] }),
  ],
  muteTimings: [active, elsewhere],
});

const alert = (
  alertname: string,
  severity: string,
  labels: Record<string, string> = {},
  annotations: Record<string, string> = {},
): AlertToPost => ({
  labels: {
    alertname,
    severity,
    team: "shop",
    service: "sample",
    environment: "local",
    instance: "10.0.0.1:5000",
    ...labels,
  },
  annotations: {
    summary: `${labels.instance ?? "10.0.0.1:5000"} is in trouble`,
    description: "Orders fail.",
    runbook_url: "http://runbooks.example/service#trouble",
    dashboard_url: "http://grafana.example/d/service",
    ...annotations,
  },
  startsAt: new Date().toISOString(),
  generatorURL: "http://prometheus.example/graph?g0.expr=up+%3D%3D+0",
});

const fieldOf = ({ attachment }: Message, title: string) =>
  attachment.fields.find((field) => field.title === title)?.value;
const linkOf = ({ attachment }: Message, text: string) =>
  attachment.actions.find((action) => action.text === text)?.url;

describe.skipIf(!tools)("Alertmanager sends", () => {
  let running: Running;
  beforeAll(async () => {
    running = await start(tools?.alertmanager ?? "", notifications);
  }, 30_000);
  afterAll(() => running?.stop());

  test("a page: what, where, how bad, since when, and links", async () => {
    await running.post({
      ...alert("ServiceDown", "critical", {}, { threshold: "> 85%" }),
      startsAt: "2026-01-02T03:04:05Z",
    });
    const message = await running.message("ServiceDown");
    expect(message.channel).toBe("#alerts-critical");
    expect(message.attachment).toMatchObject({
      color: "danger",
      title: "[FIRING:1] ServiceDown · critical · sample",
      text: "*10.0.0.1:5000 is in trouble*\nOrders fail.\nThreshold: &gt; 85%\nInstances: 10.0.0.1:5000",
      fallback: "[FIRING:1] ServiceDown · critical · sample: 10.0.0.1:5000 is in trouble",
      footer: "Tocsin to slack-alerts-critical",
    });
    expect(Object.fromEntries(message.attachment.fields.map(({ title, value }) => [title, value]))).toEqual({
      Severity: "critical",
      Team: "shop",
      Service: "sample",
      Environment: "local",
      Started: "2 Jan 03:04 UTC",
    });
    expect(Object.fromEntries(message.attachment.actions.map(({ text, url }) => [text, url]))).toEqual({
      Runbook: "http://runbooks.example/service#trouble",
      Dashboard: "http://grafana.example/d/service",
      Acknowledge:
        "http://alerts.example/#/silences/new?filter=%7Balertname%3D%22ServiceDown%22%2Cservice%3D%22sample%22%2Cseverity%3D%22critical%22%7D&comment=ACK%21%20",
      Silence:
        "http://alerts.example/#/silences/new?filter=%7Balertname%3D%22ServiceDown%22%2Cservice%3D%22sample%22%2Cseverity%3D%22critical%22%7D",
      Query: "http://prometheus.example/graph?g0.expr=up+%3D%3D+0",
    });
  });

  test("a warning in orange and info in blue, to their own channels", async () => {
    await running.post(alert("SlowOrders", "warning"), alert("BusyCpu", "info"));
    const [warning, info] = [await running.message("SlowOrders"), await running.message("BusyCpu")];
    expect([warning.channel, warning.attachment.color]).toEqual(["#alerts", "warning"]);
    expect([info.channel, info.attachment.color]).toEqual(["#alerts-info", "#439fe0"]);
  });

  test("links to the log lines and the traces of an hour around its beginning, where they are collected", async () => {
    const logs_url = "http://logs.example/select/vmui/#/?query=service%3A%3D%22shop%22&g0.range_input=1h";
    const traces_url = "http://inbox.example/traces?service=shop";
    const startsAt = "2026-01-02T03:04:05Z";
    await running.post({ ...alert("Around", "critical", {}, { logs_url, traces_url }), startsAt });
    const { text } = (await running.message("Around")).attachment;
    expect(text).toContain(`<${logs_url.replaceAll("&", "&amp;")}&amp;g0.end_input=2026-01-02T03:19:05Z|Logs>`);
    const [start, end] = [-45, 15].map((minutes) => (Date.parse(startsAt) + minutes * 60_000) * 1000);
    expect(text).toContain(`<${traces_url}&amp;start=${start}&amp;end=${end}|Traces>`);
  });

  test("leads to Grafana's Explore in that hour, where stores exist that have no page of their own", async () => {
    const links = linksInExplore("http://grafana.example", {
      logs: { kind: "loki", url: "http://loki.example", takes: "http://loki.example/otlp/v1/logs" },
      traces: { kind: "tempo", url: "http://tempo.example", otlp: "http://tempo.example:4318" },
    });
    const logs_url = links.logs?.service.replace("{value}", "now") ?? "";
    const traces_url = links.traces?.replace("{service}", "now") ?? "";
    const startsAt = "2026-01-02T03:04:05Z";
    await running.post({ ...alert("Explored", "critical", {}, { logs_url, traces_url }), startsAt });
    const { text } = (await running.message("Explored")).attachment;
    const panes = [...text.matchAll(/<(http[^|]*)\|(?:Logs|Traces)>/g)].map(([, url = ""]) =>
      JSON.parse(new URL(url.replaceAll("&amp;", "&")).searchParams.get("panes") ?? ""),
    );
    const [from, to] = [-45, 15].map((minutes) => String(Date.parse(startsAt) + minutes * 60_000));
    expect(panes.map(({ tocsin }) => [tocsin.datasource, tocsin.range])).toEqual([
      ["logs", { from, to }],
      ["traces", { from, to }],
    ]);
    expect(panes[0].tocsin.queries[0].expr).toBe('{service_name="now"}');
    expect(panes[1].tocsin.queries[0].query).toBe('{resource.service.name="now"}');
  });

  test("an alert of somebody else's, without our labels and links, with nothing left empty", async () => {
    await running.post({ labels: { alertname: "Foreign" }, annotations: { summary: "Not ours" } });
    const message = await running.message("Foreign");
    expect(message.attachment).toMatchObject({ title: "[FIRING:1] Foreign", text: "*Not ours*", color: "#439fe0" });
    expect(fieldOf(message, "Team")).toBe("–");
    const alerts = "http://alerts.example/#/alerts?filter=%7Balertname%3D%22Foreign%22%7D";
    expect(["Runbook", "Dashboard", "Query"].map((text) => linkOf(message, text))).toEqual([alerts, alerts, alerts]);
  });

  test("at most ten alerts and ten instances, each instance once", async () => {
    const alerts = (count: number, alertname: string) =>
      Array.from({ length: count }, (_, index) => [
        alert(alertname, "warning", { instance: `web-${index + 10}`, path: "/a" }),
        alert(alertname, "warning", { instance: `web-${index + 10}`, path: "/b" }),
      ]).flat();
    await running.post(...alerts(5, "Ten"), ...alerts(12, "Many"));
    const [ten, many] = [(await running.message("Ten")).attachment, (await running.message("Many")).attachment];
    expect(ten.title).toBe("[FIRING:10] Ten · warning · sample");
    expect(ten.text).not.toContain("more");
    expect(ten.text).toMatch(/Instances: web-10, web-11, web-12, web-13, web-14$/);
    expect(many.title).toBe("[FIRING:24] Many · warning · sample");
    expect(many.text.match(/is in trouble/g)).toHaveLength(10);
    expect(many.text).toContain("\nand 14 more\n");
    expect(many.text).toMatch(/Instances: web-10, .*, web-19 and 2 more$/);
  });

  test("instances that contain each other, or a regular expression, all the same", async () => {
    const instances = ["web-1", "web-10", "a-web-1", "a.b", "aXb", "[::1]:9100", "c:\\x", "(a|b)*+?^$[]{}"];
    await running.post(...instances.map((instance) => alert("Odd", "warning", { instance })));
    const line = (await running.message("] Odd")).attachment.text.split("\n").at(-1);
    expect(line?.replace("Instances: ", "").split(", ").sort()).toEqual([...instances].sort());
  });

  test("label values with Slack's and a URL's special characters, escaped", async () => {
    const evil = '<script>&"x" \\ +1 <!channel>';
    await running.post(
      alert("Escaped", "warning", { service: evil, team: evil, instance: evil }, { summary: evil, description: evil }),
    );
    const message = await running.message("Escaped");
    const escaped = '&lt;script&gt;&amp;"x" \\ +1 &lt;!channel&gt;';
    expect(message.attachment.title).toBe(`[FIRING:1] Escaped · warning · ${escaped}`);
    expect(message.attachment.text).toBe(`*${escaped}*\n${escaped}\nInstances: ${escaped}`);
    expect(message.attachment.fallback).toContain(escaped);
    expect([fieldOf(message, "Service"), fieldOf(message, "Team")]).toEqual([escaped, escaped]);
    const filter = decodeURIComponent(new URL(linkOf(message, "Silence") ?? "").hash.split("filter=")[1] ?? "");
    expect(filter).toBe(`{alertname="Escaped",service="${evil.replace(/[\\"]/g, "\\$&")}",severity="warning"}`);
  });

  test("which of a group's alerts are over, and then green that all are", async () => {
    const [first, second] = [
      alert("Passing", "critical", { instance: "a" }),
      alert("Passing", "critical", { instance: "b" }),
    ];
    await running.post(first, second);
    await running.message("[FIRING:2] Passing");
    await running.post({ ...first, endsAt: new Date().toISOString() });
    const partly = await running.message("[FIRING:1] Passing");
    expect(partly.attachment.color).toBe("danger");
    expect(partly.attachment.text).toBe("*b is in trouble*\nOrders fail.\nInstances: b\nResolved: 1");
    await running.post({ ...second, endsAt: new Date().toISOString() });
    const resolved = await running.message("[RESOLVED:1] Passing");
    expect(resolved.attachment).toMatchObject({ color: "good", text: "*b is in trouble*" });
    expect(fieldOf(resolved, "Started")).toMatch(/^\d+ \w+ \d\d:\d\d UTC, until \d\d:\d\d$/);
  });

  test("no warning while its critical fires on the same instance", async () => {
    const both = (severity: string) => alert("DiskFull", severity, { instance: "db-1" });
    await running.post(both("critical"), both("warning"), alert("DiskFull", "warning", { instance: "db-2" }));
    await running.message("DiskFull · critical");
    expect((await running.message("DiskFull · warning")).attachment.text).not.toContain("db-1");
    await sleep(1_500);
    expect(titles(running).filter((title) => title.includes("DiskFull"))).toHaveLength(2);
  });

  test("nothing on a route that a mute timing holds back, by the clock of the timing's place", async () => {
    await running.post(alert("Muted", "info", { team: "nightly" }), alert("Unmuted", "info"));
    await running.message("Unmuted");
    await sleep(1_500);
    expect(titles(running).filter((title) => title.includes("Muted"))).toEqual([]);
  });

  test("the dead-man's switch again and again, and never its end", async () => {
    const watchdog = alert("Watchdog", "critical");
    await running.post(watchdog);
    await until(
      () => running.heartbeats.length >= 3,
      () => `${running.heartbeats.length} heartbeats`,
    );
    const [first = { at: 0 }, second = { at: 0 }] = running.heartbeats;
    expect(second.at - first.at).toBeLessThan(1_900);
    await running.post({ ...watchdog, endsAt: new Date().toISOString() });
    await sleep(2_500);
    expect(new Set(running.heartbeats.map(({ status }) => status))).toEqual(new Set(["firing"]));
    expect(titles(running).filter((title) => title.includes("Watchdog"))).toEqual([]);
  });

  test("and tells the webhook's URL in no file but its own, and in no log line when Slack does not answer", async () => {
    await running.post(alert(REFUSED, "warning"));
    await until(() => running.log().includes("Notify attempt failed"), running.log);
    const secret = (await readFile(join(running.folder.path, "slack-url"), "utf8")).trim();
    const files = (await readdir(running.folder.path, { recursive: true, withFileTypes: true })).filter((file) =>
      file.isFile(),
    );
    const holders = [];
    for (const file of files) {
      if ((await readFile(join(file.parentPath, file.name), "utf8")).includes(secret)) holders.push(file.name);
    }
    expect(holders).toEqual(["slack-url"]);
    expect(await (await fetch(`${running.url}/api/v2/status`)).text()).not.toContain(secret);
    expect(running.log()).not.toContain(secret);
  });
});

const titles = (running: Running) => running.messages.map(({ attachment }) => attachment.title);

function weekdayInKiritimati(daysAhead: number): string {
  const date = new Date(Date.now() + daysAhead * 86_400_000);
  return date.toLocaleDateString("en", { weekday: "long", timeZone: "Pacific/Kiritimati" }).toLowerCase();
}
