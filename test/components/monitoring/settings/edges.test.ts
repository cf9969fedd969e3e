// Hostile and extreme settings: what is accepted is accepted by Prometheus and Alertmanager as well, and what they would refuse is
// refused here, before anything is deployed. (Plain scrape jobs are shown to promtool itself before a deployment.)
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { assemble, parseSettings } from "../../../../components/monitoring";
import { prometheusConfig, ruleFile } from "../../../../components/prometheus";
import { endpoints } from "../../../support/environment";
import { toolsOrSkip } from "../../../support/tools";
import { writeFolder } from "../../alertmanager/folder";
import { problems } from "./problems";

const tools = toolsOrSkip("promtool", "amtool");

const shop = { name: "shop", mixin: "service", targets: ["10.0.0.1:80"] };
const service = (more: object) => ({ services: [{ ...shop, ...more }] });
const notifications = (more: object) => ({ notifications: more });
const slack = { webhook: { file: "/run/slack" } };
const window = { name: "upgrade", match: { services: ["shop"] }, reason: "Upgrade to 17", owner: "platform" };
const maintenance = (more: object) => ({ ...service({}), maintenance: [{ ...window, ...more }] });
const override = (more: object) => ({ alerts: { NodeMemoryHighUtilization: more } });

/** Settings as somebody might write them, by what is special about them. */
const EDGES: Record<string, object> = {
  "an IPv6 target": service({ targets: ["[2001:db8::1]:80"] }),
  "a target in capitals": service({ targets: ["SHOP.example.com:80"] }),
  "a target with an underscore": service({ targets: ["shop_1:80"] }),
  "a target with a space": service({ targets: ["10.0.0.1:80 "] }),
  "a target with a quote": service({ targets: ['shop":80'] }),
  "a target with a new line": service({ targets: ["shop\n:80"] }),
  "a target's address beyond ASCII": service({ targets: ["müller.example:80"] }),
  "a path with a quote": service({ metricsPath: '/metrics"x' }),
  "a path with a query": service({ metricsPath: "/metrics?a=b" }),
  "a path with a percent sign": service({ metricsPath: "/metrics%zz" }),
  "parameters beyond ASCII": service({ scrape: { params: { "ä b": ["ö&"] } } }),
  "a probe of an address with braces": service({ probes: [{ http: "http://shop/{{ .x }}" }] }),
  "a probe of an address with a quote": service({ probes: [{ http: "http://shop/\"'`" }] }),
  "a probe of a port alone": service({ probes: [{ tcp: "shop:5432" }] }),
  "the longest duration": override({ for: "365d", overBudget: { reason: "It is only a wish" } }),
  "a duration in all units": override({ for: "1d2h3m4s" }),
  "a duration of milliseconds": override({ for: "500ms" }),
  "a duration in weeks and years": override({ for: "1y1w" }),
  "a duration of nothing": override({ for: "0s" }),
  "a huge duration": override({ for: "300y" }),
  "a threshold in exponents": override({ threshold: { warning: 1e-9 } }),
  "a threshold that is no number": override({ threshold: { warning: Number.NaN } }),
  "a threshold without an end": override({ threshold: { warning: Number.POSITIVE_INFINITY } }),
  "a summary with a template that does not parse": override({ summary: "{{ $labels.instance" }),
  "a retention of years": { retention: { technical: "100y" } },
  "a retention beyond what is counted": { retention: { technical: "293y" } },
  "a scrape interval at its least": { scrape: { interval: "5s" } },
  "metrics to keep by an expression with a new line": { scrape: { keep: "used", extraMetrics: ["a\nb"] } },
  "metrics to keep by an expression with a look-ahead": { scrape: { keep: "used", extraMetrics: ["a(?!b)"] } },
  "metrics to keep by an expression with a back reference": { scrape: { keep: "used", extraMetrics: ["(a)\\1"] } },
  "metrics to keep by an expression of a thousand repetitions": { scrape: { keep: "used", extraMetrics: ["a{1001}"] } },
  "metrics to keep by a Unicode class": { scrape: { keep: "used", extraMetrics: ["\\p{Greek}+"] } },
  "a channel beyond ASCII": notifications({ slack: { ...slack, channels: { info: "#störungen" } } }),
  "a channel with a template": notifications({ slack: { ...slack, channels: { info: "#{{ .x" } } }),
  "a mail server of IPv6": notifications({
    smtp: { host: "[::1]:25", from: "a@example.com" },
    receivers: [{ name: "x", severities: ["info"], email: ["a@example.com"] }],
  }),
  "an address with a name": notifications({
    smtp: { host: "mail:25", from: "Tocsin <a@example.com>" },
    receivers: [{ name: "x", severities: ["info"], email: ["Ann <a@example.com>"] }],
  }),
  "an address with a new line": notifications({
    smtp: { host: "mail:25", from: "a@example.com" },
    receivers: [{ name: "x", severities: ["info"], email: ["a@example.com\nBcc: b@example.com"] }],
  }),
  "a webhook with a port": notifications({
    receivers: [{ name: "x", severities: ["info"], webhook: { file: "/run/hook" } }],
  }),
  "a receiver's name with a dash and digits": notifications({
    receivers: [{ name: "x-1-2", severities: ["info"], webhook: { file: "/run/hook" } }],
  }),
  "a mute timing all day": notifications({ muteTimings: [{ name: "a", times: [{ from: "00:00", to: "24:00" }] }] }),
  "a mute timing in a zone of hours": notifications({
    muteTimings: [{ name: "a", weekdays: ["monday"], timezone: "Etc/GMT+5" }],
  }),
  "a mute timing in an offset": notifications({
    muteTimings: [{ name: "a", weekdays: ["monday"], timezone: "+05:00" }],
  }),
  "a mute timing in a zone of three letters": notifications({
    muteTimings: [{ name: "a", weekdays: ["monday"], timezone: "EST" }],
  }),
  "a mute timing in a zone of the machine": notifications({
    muteTimings: [{ name: "a", weekdays: ["monday"], timezone: "Local" }],
  }),
  "a mute timing in a path": notifications({
    muteTimings: [{ name: "a", weekdays: ["monday"], timezone: "../etc/passwd" }],
  }),
  "a window on the last day of a month": maintenance({ daysOfMonth: ["-1"] }),
  "a window from the end of a month to its beginning": maintenance({ daysOfMonth: ["-3:1"] }),
  "a window by a label with a quote": maintenance({ match: { labels: { path: 'a"b\\' } }, weekdays: ["monday"] }),
  "a window by a label beyond ASCII": maintenance({ match: { labels: { größe: "x" } }, weekdays: ["monday"] }),
  "a plain job with a bad interval": { scrapeConfigs: [{ job_name: "a", scrape_interval: "1 minute" }] },
};

describe.skipIf(!tools)("settings that are accepted are accepted by promtool and amtool", () => {
  let folder: string;
  const passed: string[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "tocsin-edges-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test.each(Object.entries(EDGES))("%s", async (name, raw) => {
    const found = problems(raw);
    // What is refused names where, and what is there.
    for (const line of found) expect(line).toMatch(/^\w[^:]*: (found|is missing|needs)/);
    if (found.length > 0) return;
    passed.push(name);
    const monitoring = assemble("local", parseSettings(raw), endpoints);
    const rules = monitoring.groups.map((group) => [`${group.name}.rules`, ruleFile(group)] as const);
    const config = prometheusConfig(monitoring, { alertmanagers: ["127.0.0.1:9093"], ruleFiles: ["*.rules"] });
    await Promise.all(
      [...rules, ["prometheus.yml", config] as const].map(([file, text]) => writeFile(join(folder, file), text)),
    );
    const ask = (program: string, ...args: string[]) =>
      execa(program, args, { cwd: folder, reject: false, all: true }).then(({ exitCode, all }) => ({ exitCode, all }));
    const promtool = tools?.promtool ?? "";
    const messages = await writeFolder(monitoring.notifications);
    try {
      const said = await Promise.all([
        ask(promtool, "check", "config", "--syntax-only", "prometheus.yml"),
        ask(promtool, "check", "rules", ...rules.map(([file]) => file)),
        ask(tools?.amtool ?? "", "check-config", messages.configFile),
      ]);
      expect(said.filter(({ exitCode }) => exitCode !== 0)).toEqual([]);
    } finally {
      await messages.remove();
    }
  });

  test("and a good part of these is", () => {
    expect(passed.length).toBeGreaterThan(15);
  });
});
