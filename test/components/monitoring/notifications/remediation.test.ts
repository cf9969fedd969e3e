// Hooks of remediation: what they come to as routes and receivers, and which settings of them are refused.
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { alertmanagerConfig } from "../../../../components/alertmanager";
import { assemble } from "../../../../components/monitoring";
import { routerOf } from "../../../../infra/preview/changes/router";
import { watchedIn } from "../../../../infra/preview/changes/watched";
import { findingsIn, POLICIES } from "../../../policies/judged";
import { endpoints, settings } from "../../../support/environment";
import { problems } from "../settings/problems";

const shop = { name: "shop", mixin: "service", targets: ["10.0.0.1:80"], team: "payments" };
const hook = {
  name: "restart-shop",
  alerts: ["ServiceDown", "InstanceDown"],
  teams: ["payments"],
  services: ["shop"],
  webhook: { file: "webhook" },
  secret: { file: "secret" },
  reason: "A restart has helped each time this year",
  limit: { calls: 3, per: "1h" },
};
const nights = { name: "nights", times: [{ from: "22:00", to: "24:00" }], severities: ["critical"] };
const works = {
  name: "works",
  match: { services: ["shop"] },
  weekdays: ["sunday"],
  reason: "Works at the database",
  owner: "payments",
};
const chosen = settings({
  services: [shop],
  maintenance: [works],
  notifications: {
    muteTimings: [nights],
    remediation: [hook, { ...hook, name: "all", teams: [], severities: ["critical", "warning"] }],
  },
});
const monitoring = assemble("prod", chosen, endpoints);
const caller = { url: "http://127.0.0.1:9903/groups", username: "tocsin", passwordFile: "/access/password" };
const config = alertmanagerConfig(monitoring, {
  credentials: { "slack-webhook": "/run/slack" },
  templates: [],
  hooks: caller,
});

interface RouteOf {
  receiver: string;
  mute_time_intervals?: string[];
  routes?: RouteOf[];
}
const route: z.ZodType<RouteOf> = z.lazy(() =>
  z.object({
    receiver: z.string(),
    mute_time_intervals: z.array(z.string()).optional(),
    routes: z.array(route).optional(),
  }),
);
const read = z.object({ route, receivers: z.array(z.looseObject({ name: z.string() })) }).parse(parse(config));

describe("a hook", () => {
  test("is a route for each severity, beside those of people, in their groups and with their timing", () => {
    const routes = monitoring.notifications.routes.filter(({ receiver }) => receiver.startsWith("remediation/"));
    expect(routes).toMatchObject([
      {
        receiver: "remediation/restart-shop",
        matchers: [
          { label: "alertname", operator: "=~", value: "ServiceDown|InstanceDown" },
          { label: "service", operator: "=", value: "shop" },
          { label: "team", operator: "=", value: "payments" },
          { label: "severity", operator: "=", value: "critical" },
        ],
        groupBy: ["alertname", "severity", "service"],
        timing: { groupWait: "5s", groupInterval: "30s", repeatInterval: "1h" },
        continue: true,
      },
      {
        receiver: "remediation/all",
        matchers: [
          { label: "alertname" },
          { label: "service", operator: "=", value: "shop" },
          { label: "severity", operator: "=", value: "critical" },
        ],
        continue: true,
      },
      { receiver: "remediation/all", timing: { groupWait: "35s" }, continue: true },
    ]);
  });

  test("of all services is not called by what drills make up", () => {
    const of = settings({ services: [shop], notifications: { remediation: [{ ...hook, services: [] }] } });
    const [first] = assemble("prod", of, endpoints).notifications.routes.filter(({ receiver }) =>
      receiver.startsWith("remediation/"),
    );
    expect(first?.matchers).toContainEqual({ label: "service", operator: "!~", value: "drill-.+" });
  });

  test("is called by a receiver with a password, which follows no redirect", () => {
    expect(read.receivers.filter(({ name }) => name.startsWith("remediation/"))).toEqual(
      ["remediation/restart-shop", "remediation/all"].map((name) => ({
        name,
        webhook_configs: [
          {
            url: caller.url,
            send_resolved: true,
            http_config: {
              basic_auth: { username: "tocsin", password_file: "/access/password" },
              follow_redirects: false,
            },
          },
        ],
      })),
    );
  });

  test("is held back by maintenance, and by no mute timing", () => {
    const all = (one: RouteOf): RouteOf[] => [one, ...(one.routes ?? []).flatMap(all)];
    const muted = all(read.route)
      .filter(({ receiver }) => receiver === "remediation/restart-shop")
      .map(({ mute_time_intervals: intervals = [] }) => intervals);
    expect(muted).toEqual([["maintenance-works"], []]);
  });

  test("is no reason for a policy to object", () => {
    const found = POLICIES.flatMap((policy) => findingsIn(policy, config, {}).map(({ message }) => message));
    expect(found).toEqual([]);
  });

  test("is shown by a preview among those whom an alert reaches", () => {
    const router = routerOf(watchedIn(monitoring, "test").notifications ?? { maintenance: [] });
    const labels = { alertname: "ServiceDown", severity: "critical", team: "payments", service: "shop" };
    expect(router?.(labels)).toMatch(/^remediation\/restart-shop.* \+ remediation\/all.* \+ slack-alerts-critical/);
  });
});

describe("a hook is refused", () => {
  const SECRET = `whsec_${Buffer.alloc(24).toString("base64")}`;
  test.each<[string, object, string]>([
    ["without a reason", { reason: undefined }, "remediation[0].reason"],
    ["with a reason that is none", { reason: "because" }, "remediation[0].reason: found "],
    ["without a limit", { limit: undefined }, "remediation[0].limit"],
    [
      "with a limit of nothing",
      { limit: { calls: 0, per: "1h" } },
      "remediation[0].limit.calls: found 0; give a number of calls from 1 to 100",
    ],
    ["with a limit of a second", { limit: { calls: 1, per: "1s" } }, "remediation[0].limit.per: found "],
    ["without a secret", { secret: undefined }, "remediation[0].secret"],
    ["without alerts", { alerts: [] }, "remediation[0].alerts"],
    ["of an alert that is not there", { alerts: ["ServiceDwon"] }, 'remediation[0].alerts[0]: found "ServiceDwon"'],
    [
      "of the dead-man's switch",
      { alerts: ["Watchdog"] },
      'remediation[0].alerts[0]: found "Watchdog", which always fires',
    ],
    ["of a service that is not there", { services: ["shops"] }, 'remediation[0].services[0]: found "shops"'],
    ["of a team that is not there", { teams: ["payment"] }, 'remediation[0].teams[0]: found "payment"'],
    ["in the clear to another host", { webhook: "http://hooks.example.com/a" }, "remediation[0].webhook"],
    ["with a password in its address", { webhook: "https://u:p@hooks.example.com/a" }, "remediation[0].webhook"],
    ["with a secret that could be guessed", { secret: "whsec_c2hvcnQ=" }, "remediation[0].secret"],
  ])("%s", (_, more, error) => {
    const found = problems({ services: [shop], notifications: { remediation: [{ ...hook, ...more }] } });
    expect(found).toEqual([expect.stringContaining(`notifications.${error}`)]);
    expect(found.join()).not.toMatch(/hooks\.example|c2hvcnQ/);
  });

  test("where another one has its name", () => {
    expect(problems({ services: [shop], notifications: { remediation: [hook, hook] } })).toEqual([
      'notifications.remediation[1].name: found "restart-shop" a second time; names are unique in notifications.remediation',
    ]);
  });

  test("where nothing calls it", () => {
    const grafana = { kind: "grafana", url: "https://g.example.com", dataSource: { uid: "p" } };
    expect(problems({ platform: grafana, services: [shop], notifications: { remediation: [hook] } })).toEqual([
      "notifications.remediation: found a hook, but nothing calls hooks on grafana yet, only on local, ec2, kubernetes; leave it out",
    ]);
  });

  test("where the Alertmanager is a managed one", () => {
    const platform = {
      ...{
        kind: "ec2",
        region: "eu-central-1",
        network: { vpc: "vpc-0123456789abcdef0", subnets: ["subnet-0123456789abcdef0"] },
      },
      remoteWrite: { to: "managed", rules: "managed" },
    };
    const found = problems({ platform, services: [shop], notifications: { remediation: [hook] } });
    expect(found.filter((one) => one.startsWith("notifications.remediation"))).toEqual([
      expect.stringContaining("found hooks beside platform.remoteWrite.rules: managed"),
    ]);
  });

  test.each([
    { webhook: "https://hooks.example.com/a?b=c" },
    { webhook: "http://127.0.0.1:8080/a" },
    { webhook: "http://localhost:8080/a" },
    { secret: SECRET },
    { webhook: "(encrypted)", secret: "(encrypted)" },
  ])("but not with %j", (more) => {
    expect(problems({ services: [shop], notifications: { remediation: [{ ...hook, ...more }] } })).toEqual([]);
  });
});
