// Steps of escalation: what they come to as routes, as Grafana's policies and in a preview, and which are refused.
import { describe, expect, test } from "vitest";
import { alertmanagerConfig } from "../../../../components/alertmanager";
import { policyTree } from "../../../../components/grafana/notifications";
import { assemble } from "../../../../components/monitoring";
import { routerOf } from "../../../../infra/preview/changes/router";
import { watchedIn } from "../../../../infra/preview/changes/watched";
import { changesWith, factsOf } from "../../../infra/preview/sides";
import { findingsIn, POLICIES } from "../../../policies/judged";
import { endpoints, settings } from "../../../support/environment";
import { problems } from "../settings/problems";

const boss = { name: "boss", email: ["boss@example.com"] };
const smtp = { host: "mail.example.com:587", from: "a@example.com" };
const payments = { name: "shop", mixin: "service", targets: ["10.0.0.1:80"], team: "payments" };

const chosen = settings({
  services: [payments],
  notifications: {
    smtp,
    slack: { teams: { payments: "#payments" } },
    receivers: [boss],
    muteTimings: [{ name: "nights", times: [{ from: "22:00", to: "24:00" }], severities: ["critical"] }],
    escalation: [
      { after: "15m", to: "#alerts-critical", teams: ["payments"] },
      { after: "1h", to: "boss" },
    ],
  },
});
const monitoring = assemble("prod", chosen, endpoints);

describe("steps", () => {
  const steps = monitoring.notifications.routes.filter(({ after }) => after !== undefined);

  test("are routes of critical alerts that go on to the others, and wait as long as the step says", () => {
    expect(steps).toMatchObject([
      {
        receiver: "slack-alerts-critical",
        matchers: [
          { label: "team", operator: "=", value: "payments" },
          { label: "severity", operator: "=", value: "critical" },
        ],
        timing: { groupWait: "905s", groupInterval: "30s", repeatInterval: "1h" },
        continue: true,
      },
      {
        receiver: "boss",
        matchers: [{ label: "severity", operator: "=", value: "critical" }],
        timing: { groupWait: "3605s" },
        continue: true,
      },
    ]);
  });

  test("are muted when critical alerts are", () => {
    expect(steps.map(({ muteTimings }) => muteTimings)).toEqual([["nights"], ["nights"]]);
  });

  test("are policies of Grafana's tree as well", () => {
    const policies = policyTree(monitoring.notifications).policies.filter((one) => one.continue);
    expect(policies.map(({ contactPoint, groupWait }) => [contactPoint, groupWait])).toEqual([
      // That Slack takes no messages.
      ["boss", "5s"],
      ["slack-alerts-critical", "15m5s"],
      ["boss", "1h5s"],
    ]);
  });

  test("are no reason for a policy to object", () => {
    const config = alertmanagerConfig(monitoring, {
      credentials: { "slack-webhook": "/run/slack", "smtp-password": "/run/smtp" },
      templates: [],
    });
    expect(config.match(/group_wait: (905s|3605s)/g)).toHaveLength(2);
    const found = POLICIES.flatMap((policy) => findingsIn(policy, config, {}).map(({ message }) => message));
    expect(found).toEqual([]);
  });
});

describe("a preview", () => {
  test("shows who is notified after which time", () => {
    const router = routerOf(watchedIn(monitoring, "test").notifications ?? { maintenance: [] });
    expect(router?.({ severity: "critical", team: "payments" })).toBe(
      "slack-alerts-critical (after 15m, muted in nights) + boss (after 1h, muted in nights) + slack-payments (muted in nights)",
    );
    expect(router?.({ severity: "warning", team: "payments" })).toBe("slack-payments");
  });

  test("shows a step that is added on each critical alert, and as a route", () => {
    const changes = changesWith({ notifications: { escalation: [{ after: "15m", to: "#leads" }] } });
    expect(factsOf(changes, "ServiceDown critical")).toEqual([
      { fact: "route", from: "slack-alerts-critical", to: "slack-leads (after 15m) + slack-alerts-critical" },
    ]);
    expect(changes.routes.added.map(({ facts }) => facts["unless acknowledged within"])).toEqual(["15 m"]);
    expect(changes.alerts.changed.every(({ after }) => after.severity === "critical")).toBe(true);
  });
});

describe("escalation is refused", () => {
  const hook = { name: "tickets", severities: ["critical"], webhook: "https://tickets.example.com" };
  const step = (more: object) => ({ escalation: [{ after: "15m", to: "#leads", ...more }] });
  test.each<[string, object, ...string[]]>([
    [
      "to nobody",
      { receivers: [hook], ...step({ to: "ticket" }) },
      'escalation[0].to: found "ticket", which is not in notifications.receivers, nor a Slack channel; there: tickets. Did you mean "tickets"?',
    ],
    ["without a time", { escalation: [{ to: "#leads" }] }, "escalation[0].after"],
    [
      "after a time that is none",
      step({ after: "soon" }),
      'escalation[0].after: found "soon"; give a duration such as 30s, 5m or 1h',
    ],
    ["too soon", step({ after: "30s" }), 'escalation[0].after: found "30s"; give a time from 1m to 24h'],
    ["the week after", step({ after: "7d" }), 'escalation[0].after: found "7d"; give a time from 1m to 24h'],
    ["of a team that is not there", step({ teams: ["payment"] }), 'escalation[0].teams[0]: found "payment"'],
    [
      "to whom is sent it at once",
      { receivers: [hook], ...step({ to: "tickets" }) },
      'escalation[0].to: found "tickets", which is sent critical alerts at once; escalate to another receiver, or take "critical" out of its severities',
    ],
    [
      "to the channel that has it",
      step({ to: "#alerts-critical" }),
      'escalation[0].to: found "#alerts-critical", which is sent critical alerts at once',
    ],
    [
      "to the team's own channel",
      { slack: { teams: { payments: "#p" } }, ...step({ to: "#p", teams: ["payments"] }) },
      'escalation[0].to: found "#p", which is sent critical alerts of payments at once',
    ],
    [
      "in another order",
      {
        escalation: [
          { after: "15m", to: "#a" },
          { after: "10m", to: "#b", teams: ["payments"] },
        ],
      },
      "escalation[1].after: found 10m, but escalation[0] comes after 15m",
    ],
    [
      "twice to one",
      {
        escalation: [
          { after: "15m", to: "#a" },
          { after: "30m", to: "#a" },
        ],
      },
      'escalation[1].to: found "#a", which is notified after 15m already',
    ],
    [
      "where PagerDuty does it",
      { pagerduty: { routingKey: { file: "key" } }, ...step({}) },
      "notifications.escalation: found a step, but critical alerts go to PagerDuty (notifications.pagerduty), which escalates them itself",
    ],
    [
      "from a receiver that nothing is sent",
      { receivers: [{ name: "idle", webhook: "https://a.example.com" }] },
      'receivers[0].severities: found none; give at least one severity, or name "idle" in notifications.escalation',
    ],
  ])("%s", (_, notifications, ...errors) => {
    const found = problems({ services: [payments], notifications });
    for (const error of errors) expect(found).toContainEqual(expect.stringContaining(error));
    expect(found).toHaveLength(errors.length);
  });
});

test("steps of different teams go each their way", () => {
  const orders = { ...payments, name: "orders", team: "orders" };
  const escalation = [
    { after: "15m", to: "#leads", teams: ["payments"] },
    { after: "10m", to: "#leads", teams: ["orders"] },
  ];
  expect(problems({ services: [payments, orders], notifications: { escalation } })).toEqual([]);
});
