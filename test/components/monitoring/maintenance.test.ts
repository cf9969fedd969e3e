// Maintenance windows: whose alerts they hold back, on which routes, and at which instants.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { alertmanagerConfig } from "../../../components/alertmanager";
import { policyTree } from "../../../components/grafana/notifications";
import { assemble, parseSettings, type RouteTree, routing } from "../../../components/monitoring";
import { instantOf } from "../../../components/monitoring/maintenance/wall-clock";
import { endpoints, settings } from "../../support/environment";
import { told } from "../grafana/route";

const window = (name: string, match: object, more: object = { weekdays: ["monday"] }) => ({
  name,
  match,
  reason: "The tables are rebuilt",
  owner: "data",
  ...more,
});
const once = { from: "2027-01-31T22:00", to: "2027-02-02T02:30", timezone: "Europe/Berlin" };

const notificationsWith = (maintenance: object[], more: object = {}) =>
  assemble(
    "prod",
    settings({
      notifications: {
        slack: { teams: { sales: "#sales" } },
        pagerduty: { routingKey: "key" },
        smtp: { host: "mail.example.com:587", from: "a@example.com" },
        receivers: [{ name: "everyone", severities: ["critical", "warning"], email: ["all@example.com"] }],
      },
      maintenance,
      ...more,
    }),
    endpoints,
  ).notifications;

type Labels = Record<string, string>;

/** Every route that an alert takes, as Alertmanager descends: with the timings that mute it. */
function taken(routes: readonly RouteTree[], labels: Labels): string[] {
  const found: string[] = [];
  for (const route of routes) {
    const fits = route.matchers.every(
      ({ label, operator, value }) =>
        new RegExp(`^(?:${value})$`).test(labels[label] ?? "") === !operator.startsWith("!"),
    );
    if (!fits) continue;
    const below = taken(route.routes, labels);
    found.push(...(below.length > 0 ? below : [[route.receiver, ...route.muteTimings].join(" ")]));
    if (!route.continue) break;
  }
  return found;
}

describe("a window that recurs", () => {
  const { routes } = routing(
    notificationsWith([window("load", { services: ["shop"] }), window("patches", { hosts: ["web-1"] })]),
  );
  const alert = { alertname: "ServiceDown", severity: "critical", team: "sales" };

  test.each<[string, Labels, string[]]>([
    ["in none", { service: "billing" }, []],
    ["in one", { service: "shop", host: "web-2" }, ["maintenance-load"]],
    ["in the other", { service: "node", host: "web-1" }, ["maintenance-patches"]],
    ["in both", { service: "shop", host: "web-1" }, ["maintenance-load", "maintenance-patches"]],
  ])("holds for every receiver of an alert that is %s", (_, labels, timings) => {
    const receivers = ["pagerduty", "everyone", "slack-sales"].map((receiver) => [receiver, ...timings].join(" "));
    expect(taken(routes, { ...alert, ...labels })).toEqual(receivers);
  });

  test("never holds the dead-man's switch back, whatever its labels are", () => {
    const all = notificationsWith([window("all", { teams: ["platform"] })]);
    const watchdog = { alertname: "Watchdog", team: "platform", service: "prometheus", severity: "critical" };
    expect(taken(routing(all).routes, watchdog)).toEqual(["heartbeat"]);
    expect(taken(routing(all).routes, { ...watchdog, alertname: "TargetMissing" })).toContain(
      "everyone maintenance-all",
    );
  });

  test("takes one route for windows of the same alerts, and none for those that never meet", () => {
    const same = routing(notificationsWith([window("a", { services: ["shop"] }), window("b", { services: ["shop"] })]));
    const apart = routing(notificationsWith(["shop", "billing"].map((one) => window(one, { services: [one] }))));
    const inWindows = ({ routes: all }: typeof same) => all.filter((route) => route.routes.length > 0);
    expect(inWindows(same).map(({ muteTimings }) => muteTimings)).toEqual([["maintenance-a", "maintenance-b"]]);
    expect(inWindows(apart)).toHaveLength(2);
  });

  test("is the same in Grafana's policies", () => {
    const notifications = notificationsWith([window("load", { services: ["shop"] })]);
    const labels = { ...alert, service: "shop" };
    const tree = policyTree(notifications);
    expect(told(tree, labels, () => false)).toEqual(["pagerduty", "everyone", "slack-sales"]);
    expect(told(tree, labels, (timing) => timing === "maintenance-load")).toEqual([]);
  });
});

describe("a window that comes once", () => {
  test("is a silence where a deployment reaches Alertmanager", () => {
    const notifications = notificationsWith([
      window("upgrade", { alerts: ["InstanceDown"], labels: { dc: "x" } }, once),
    ]);
    expect(notifications.maintenance).toEqual([
      {
        name: "upgrade",
        matchers: [
          { label: "alertname", operator: "=", value: "InstanceDown" },
          { label: "dc", operator: "=", value: "x" },
        ],
        reason: "The tables are rebuilt",
        owner: "data",
        once: { from: "2027-01-31T21:00:00.000Z", to: "2027-02-02T01:30:00.000Z" },
      },
    ]);
    expect(routing(notifications).muteTimings).toEqual([]);
  });

  test("mutes on its dates where none does, day by day", () => {
    const platform = {
      kind: "grafana",
      url: "https://g.example.com",
      dataSource: { uid: "prom" },
      alerting: "prometheus",
    };
    const notifications = notificationsWith([window("upgrade", { services: ["shop"] }, once)], { platform });
    const config = parse(
      alertmanagerConfig(
        { notifications },
        { credentials: { "slack-webhook": "/f", "pagerduty-routing-key": "/f" }, templates: [] },
      ),
    );
    const on = (month: string, day: string, more: object = {}) => ({
      years: ["2027"],
      months: [month],
      days_of_month: [day],
      ...more,
      location: "Europe/Berlin",
    });
    expect(config.time_intervals).toEqual([
      {
        name: "maintenance-upgrade",
        time_intervals: [
          on("1", "31", { times: [{ start_time: "22:00", end_time: "24:00" }] }),
          on("2", "1"),
          on("2", "2", { times: [{ start_time: "00:00", end_time: "02:30" }] }),
        ],
      },
    ]);
  });
});

describe("a clock on the wall", () => {
  test.each([
    ["2027-01-31T22:00", "Europe/Berlin", "2027-01-31T21:00:00.000Z"],
    ["2027-07-31T22:00", "Europe/Berlin", "2027-07-31T20:00:00.000Z"],
    ["2027-07-31T22:00", "Asia/Kathmandu", "2027-07-31T16:15:00.000Z"],
    ["2027-03-14T01:59", "America/New_York", "2027-03-14T06:59:00.000Z"],
    ["2027-03-14T03:00", "America/New_York", "2027-03-14T07:00:00.000Z"],
    ["2027-11-07T03:00", "America/New_York", "2027-11-07T08:00:00.000Z"],
  ])("shows %s in %s at %s", (local, timezone, instant) => {
    expect(instantOf(local, timezone).toISOString()).toBe(instant);
  });

  test("shows at each instant what leads back to it, but where it is set back", () => {
    const zones = fc.constantFrom("Europe/Berlin", "America/St_Johns", "Pacific/Kiritimati", "UTC");
    const minutes = fc.integer({ min: 28_000_000, max: 31_000_000 });
    fc.assert(
      fc.property(zones, minutes, (zone, minute) => {
        const local = (at: number) =>
          new Date(at)
            .toLocaleString("sv", { timeZone: zone, dateStyle: "short", timeStyle: "short" })
            .replace(" ", "T");
        const at = minute * 60_000;
        expect(local(instantOf(local(at), zone).getTime())).toBe(local(at));
      }),
    );
  });
});

test("what a window says is refused with every mistake in it", () => {
  const bad = {
    name: "x",
    match: { services: ["shop"] },
    reason: "short",
    owner: "",
    times: [{ from: "9:00", to: "24:30" }],
  };
  expect(() => parseSettings({ maintenance: [{ ...bad, timezone: "Mars/Base" }] })).toThrow(
    /timezone[\s\S]*reason[\s\S]*owner[\s\S]*times\[0\].from[\s\S]*times\[0\].to/,
  );
});
