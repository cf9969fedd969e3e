// Gaps in who is notified are said, and closed where another receiver is there.
import { describe, expect, test } from "vitest";
import { alertmanagerConfig } from "../../../components/alertmanager";
import { assemble, parseSettings } from "../../../components/monitoring";
import { notificationGaps } from "../../../infra/deployment/warnings";
import { endpoints, settings } from "../../support/environment";

const kubernetes = (notifications: object = {}) =>
  parseSettings({ platform: { kind: "kubernetes", cluster: { context: "test" } }, notifications });

describe("a plain warning", () => {
  test("says that the Watchdog goes nowhere, and that nobody hears of a broken Slack", () => {
    const gaps = notificationGaps(kubernetes());
    expect(gaps).toHaveLength(2);
    expect(gaps[0]).toMatch("the Watchdog goes nowhere");
    expect(gaps[1]).toMatch("no receiver beside a Slack channel");
  });

  test("is not given where both are there, nor on this machine", () => {
    const heartbeat = "https://ping.example/1";
    const pagerduty = { routingKey: { file: "key" } };
    expect(notificationGaps(kubernetes({ heartbeat, pagerduty }))).toEqual([]);
    expect(notificationGaps(parseSettings({}))).toEqual([]);
  });
});

test.each(["AlertmanagerFailedToSendAlerts", "GrafanaNotificationsFailing"])(
  "that Slack takes no messages reaches every other receiver, once: %s",
  (alertname) => {
    const grafana = { name: "dashboards", mixin: "grafana", targets: ["10.0.0.3:3000"] };
    const also = [{ name: "tickets", severities: ["info"], webhook: "https://tickets.example/a" }];
    const chosen = settings({ services: [grafana], notifications: { pagerduty: { routingKey: "key" }, also } });
    const { notifications } = assemble("prod", chosen, endpoints);
    const broken = { alertname, integration: "slack", severity: "warning" };
    const reached = notifications.routes
      .filter(({ matchers }) =>
        matchers.every(({ label, operator, value }) => {
          const found = Reflect.get(broken, label) ?? "";
          const equal = operator.includes("~") ? new RegExp(`^(${value})$`).test(found) : found === value;
          return operator.startsWith("!") ? !equal : equal;
        }),
      )
      .map(({ receiver }) => receiver);
    expect(reached.slice(0, 2).sort()).toEqual(["pagerduty", "tickets"]);
    expect(new Set(reached).size).toBe(reached.length);
    expect(reached.at(-1)).toMatch(/^slack-/);
    const files = { credentials: { "slack-webhook": "/s", "pagerduty-routing-key": "/p" }, templates: [] };
    expect(alertmanagerConfig({ notifications }, files)).toContain('integration="slack"');
  },
);
