// Settings: what is accepted, and what every error says.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseSettings } from "../../../../components/monitoring";
import { downloads } from "../../../../components/monitoring/platforms/ec2/downloads";
import { grafanaPlatform } from "../../../../components/monitoring/platforms/grafana/settings";
import { problems } from "./problems";

const service = { name: "shop", mixin: "service", targets: ["10.0.0.1:80"] };

describe("settings", () => {
  test("are all optional", () => {
    expect(parseSettings({})).toMatchObject({
      team: "platform",
      platform: { kind: "local", runtime: "auto" },
      services: [],
    });
  });

  test("have addresses that paths are put behind without a slash at their end", () => {
    expect(grafanaPlatform.shape.url.parse("https://grafana.example.com/sub/")).toBe("https://grafana.example.com/sub");
    expect(downloads.parse({ mirror: "https://mirror.example/tools/" })).toMatchObject({
      mirror: "https://mirror.example/tools",
    });
  });

  test.each([
    [{ platform: { kind: { toString: 1 } } }, "platform.kind"],
    [{ platform: { kind: "local", runtime: { toString: null } } }, "platform.runtime"],
  ])("are refused where a key is called toString: %j", (raw, path) => {
    expect(() => parseSettings(raw)).toThrow(path);
  });

  test("give a service's mixin its own options", () => {
    const parsed = parseSettings({ services: [{ ...service, options: { metrics: "http" } }] });
    expect(parsed.services[0]?.options).toEqual({ metrics: "http", histograms: "classic" });
  });

  test("let a service that names the mixin beside its own promise what that mixin measures", () => {
    const slos = [{ kind: "availability", objective: 0.999 }];
    expect(problems({ services: [{ ...service, mixin: "nodejs", extraMixins: ["service"], slos }] })).toEqual([]);
  });

  test("need no targets for a generated service", () => {
    expect(problems({ services: [{ name: "shop", mixin: "redis", generated: true }] })).toEqual([]);
  });

  test("report every error of a file together", () => {
    expect(problems({ tema: "a", hosts: [{ name: "A" }], services: [{ ...service, tragets: [] }] })).toHaveLength(3);
  });

  test.each<[string, unknown, string]>([
    [
      "an unknown key",
      { tema: "a" },
      'tema: found an unknown key; allowed here: platform, team, hosts, services, alerts, notifications, maintenance, retention, scrape, scrapeConfigs, rules, slos, logs, traces, limits, links. Did you mean "team"?',
    ],
    [
      "an unknown key of a host",
      { hosts: [{ name: "a", adress: "b:1" }] },
      'hosts[0].adress: found an unknown key; allowed here: name, team, address. Did you mean "address"?',
    ],
    [
      "an unknown key of a service",
      { services: [{ ...service, tragets: [] }] },
      'services[0].tragets: found an unknown key; allowed here: mixin, options, name, team, targets, generated, extraMixins, metricsPath, scrape, discovery, inCluster, exporter, host, dependsOn, probes, slos, logs, spanMetrics, spansPerSecond. Did you mean "targets"?',
    ],
    [
      "an unknown mixin",
      { services: [{ ...service, mixin: "servic" }] },
      'services[0].mixin: found "servic"; allowed: service, ',
    ],
    [
      "an unknown option of a mixin",
      { services: [{ ...service, options: { metrics: "htp" } }] },
      'services[0].options.metrics: found "htp"; allowed: app, http, opentelemetry, opentelemetry-js, micrometer, promhttp, prom-client, istio, istio-waypoint, envoy, ingress-nginx, traefik, grpc. Did you mean "http"?',
    ],
    [
      "an unknown platform",
      { platform: { kind: "lokal" } },
      'platform.kind: found "lokal"; allowed: local, ec2, kubernetes, grafana. Did you mean "local"?',
    ],
    [
      "a missing name",
      { services: [{ mixin: "service", targets: ["a:1"] }] },
      "services[0].name: is missing; give a text",
    ],
    [
      "a port out of range",
      { platform: { kind: "local", ports: { prometheus: 99_999 } } },
      "platform.ports.prometheus: found 99999",
    ],
    [
      "a target without a port",
      { services: [{ ...service, targets: ["10.0.0.1"] }] },
      'services[0].targets[0]: found "10.0.0.1"; give an address and port such as 10.0.0.5:9100',
    ],
    [
      "a wrong duration",
      { retention: { technical: "30 days" } },
      'retention.technical: found "30 days"; give a duration such as 30s, 5m or 1h',
    ],
    [
      "a time zone that does not exist",
      { notifications: { muteTimings: [{ name: "night", weekdays: ["monday"], timezone: "Europe/Berln" }] } },
      'notifications.muteTimings[0].timezone: found "Europe/Berln"; give an IANA time zone such as Europe/Berlin or UTC',
    ],
    [
      "a time after the end of the day",
      { notifications: { muteTimings: [{ name: "night", times: [{ from: "22:00", to: "24:30" }] }] } },
      'notifications.muteTimings[0].times[0].to: found "24:30"; give a time from 00:00 to 24:00, such as 09:00',
    ],
    [
      "an unknown severity",
      { alerts: { NodeMemoryHighUtilization: { threshold: { critcal: 1 } } } },
      "alerts.NodeMemoryHighUtilization.threshold",
    ],
    [
      "an unknown host",
      { hosts: [{ name: "web-1" }], services: [{ ...service, host: "web-2" }] },
      'services[0].host: found "web-2", which is not in hosts; there: web-1. Did you mean "web-1"?',
    ],
    [
      "an unknown dependency",
      { services: [{ ...service, dependsOn: ["db"] }] },
      'services[0].dependsOn[0]: found "db", which is not in the other services',
    ],
    [
      "a service without an address",
      { services: [{ name: "a", mixin: "service" }] },
      'services[0]: "a" has neither targets nor probes',
    ],
    [
      "a generated service with targets",
      { services: [{ ...service, generated: true }] },
      'services[0].generated: found true, but "shop" has targets; its metrics are either real or generated: leave out one of the two',
    ],
    [
      "a generated service where no generator runs",
      { platform: { kind: "local", sample: false }, services: [{ name: "shop", mixin: "redis", generated: true }] },
      "services[0].generated: found true, but the generator runs on the platform local only, and with sample: true; set that, or give targets",
    ],
    [
      "a mixin beside itself",
      { services: [{ ...service, extraMixins: ["nodejs", "service"] }] },
      'services[0].extraMixins: found "service", which is the service\'s own mixin; name only others',
    ],
    [
      "an unknown mixin beside",
      { services: [{ ...service, extraMixins: ["lmm"] }] },
      'services[0].extraMixins[0]: found "lmm"; allowed: service, ',
    ],
    [
      "an objective that nothing measures",
      { services: [{ ...service, mixin: "redis", slos: [{ kind: "availability", objective: 0.999 }] }] },
      'services[0].slos[0].kind: found "availability", which is measured by the mixin "service"; add extraMixins: [service], or use kind: freshness',
    ],
    [
      "an objective of 1",
      { services: [{ ...service, slos: [{ kind: "availability", objective: 1 }] }] },
      "services[0].slos[0].objective: found 1; give a share below 1, such as 0.999: an objective of 1 leaves no error budget",
    ],
    [
      "an objective in percent",
      { services: [{ ...service, slos: [{ kind: "availability", objective: 99.9 }] }] },
      "services[0].slos[0].objective: found 99.9; give a share below 1, such as 0.999",
    ],
    [
      "a latency objective without its bound",
      { services: [{ ...service, slos: [{ kind: "latency", objective: 0.95 }] }] },
      "services[0].slos[0].below: found nothing; give a duration such as 500ms, 1s or 5m",
    ],
    ["a name twice", { services: [service, service] }, 'services[1].name: found "shop" a second time'],
    [
      "a channel that is none",
      { notifications: { slack: { channels: { critical: "alerts" } } } },
      'notifications.slack.channels.critical: found "alerts"; give a Slack channel such as "#alerts"',
    ],
    ["a probe that is none", { services: [{ ...service, probes: [{ htp: "http://a" }] }] }, "services[0].probes[0]"],
    ["a list in place of a block", { hosts: "web-1" }, 'hosts: found "web-1"; give a list'],
  ])("of %s say what was found and what is allowed", (_, raw, message) => {
    const found = problems(raw);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(message);
  });

  test("of any shape are either right or a SettingsError", () => {
    fc.assert(
      fc.property(
        fc.object({
          key: fc.constantFrom(
            "platform",
            "team",
            "hosts",
            "services",
            "alerts",
            "notifications",
            "name",
            "mixin",
            "kind",
          ),
          maxDepth: 4,
        }),
        (raw) => {
          problems(raw);
        },
      ),
    );
  });
});

describe("with rules that a managed workspace evaluates", () => {
  const network = { vpc: "vpc-0123456789abcdef0", subnets: ["subnet-0123456789abcdef0"] };
  const on = (rules: "managed" | "servers", receiver: object) =>
    problems({
      platform: { kind: "ec2", region: "eu-central-1", network, remoteWrite: { to: "managed", rules } },
      notifications: { receivers: [{ name: "other", severities: ["critical"], ...receiver }] },
    });
  const webhook = { webhook: "https://tickets.example.com/secret" };

  test("a webhook is refused, without its URL", () => {
    const [problem = "", ...others] = on("managed", webhook);
    expect(problem).toMatch(/^notifications\.receivers\[0\]\.webhook: found one, which a managed .*rules: managed/);
    expect(problem).not.toContain("secret");
    expect(others).toEqual([]);
  });

  test("e-mail is accepted, and a webhook where the servers evaluate", () => {
    expect(on("managed", { email: ["board@example.com"] })).toEqual([]);
    expect(on("servers", webhook)).toEqual([]);
  });
});
