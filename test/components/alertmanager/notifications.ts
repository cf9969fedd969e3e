// Notifications with everything that alertmanager.yml can hold, written by hand so that no mixin matters here.
import type { Matcher, Notifications, Route } from "../../../components/monitoring";

export const is = (label: string, value: string): Matcher => ({ label, operator: "=", value });

export const route = (receiver: string, matchers: Matcher[], more: Partial<Route> = {}): Route => ({
  receiver,
  matchers,
  timing: { groupWait: "30s", groupInterval: "5m", repeatInterval: "12h" },
  groupBy: ["alertname", "severity", "service"],
  continue: false,
  muteTimings: [],
  ...more,
});

export const rich: Notifications = {
  receivers: [
    { name: "heartbeat", heartbeat: "http://127.0.0.1:9900/heartbeat" },
    { name: "nobody" },
    { name: "pagerduty", pagerduty: true },
    { name: "slack-data-pages", slack: { channel: "#data-pages" } },
    { name: "slack-alerts-critical", slack: { channel: "#alerts-critical" } },
    { name: "slack-alerts", slack: { channel: "#alerts" } },
    { name: "slack-alerts-info", slack: { channel: "#alerts-info" } },
  ],
  routes: [
    route("heartbeat", [is("alertname", "Watchdog")], {
      timing: { groupWait: "0s", groupInterval: "1m", repeatInterval: "50s" },
    }),
    route("nobody", [
      { label: "service", operator: "=~", value: "sandbox|demo" },
      { label: "severity", operator: "!=", value: "critical" },
    ]),
    route("pagerduty", [is("severity", "critical")], { continue: true }),
    route("slack-data-pages", [is("team", "data"), is("severity", "critical")]),
    route("slack-alerts-critical", [is("severity", "critical")], {
      timing: { groupWait: "5s", groupInterval: "30s", repeatInterval: "1h" },
    }),
    route("slack-alerts", [is("severity", "warning")]),
    route("slack-alerts-info", [is("severity", "info")], { muteTimings: ["nights", "weekend"] }),
  ],
  fallback: "slack-alerts",
  inhibitions: [
    {
      source: [is("severity", "critical")],
      target: [{ label: "severity", operator: "=~", value: "warning|info" }],
      equal: ["alertname", "instance"],
    },
    {
      source: [is("alertname", "InstanceDown"), is("host", 'web "1"\\\n')],
      target: [{ label: "alertname", operator: "!~", value: "InstanceDown" }, is("service", "shop")],
      equal: [],
    },
  ],
  muteTimings: [
    { name: "nights", weekdays: ["monday:friday"], times: [{ from: "22:00", to: "06:00" }], timezone: "Europe/Zurich" },
    { name: "weekend", weekdays: ["saturday:sunday"], times: [], timezone: "UTC" },
  ],
  maintenance: [
    {
      name: "nightly-load",
      matchers: [is("service", "warehouse")],
      reason: "The load takes the tables' locks",
      owner: "data",
      muteTiming: {
        name: "maintenance-nightly-load",
        weekdays: [],
        times: [{ from: "02:00", to: "04:00" }],
        timezone: "Europe/Berlin",
      },
    },
  ],
};
