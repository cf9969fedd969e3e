// What a continuous drill changes in what is sent: who gets its failure, and what it holds back.
import { describe, expect, test } from "vitest";
import { drillPlanOf, report } from "../../../../components/drill";
import { assemble, parseSettings } from "../../../../components/monitoring";
import { endpoints } from "../../../support/environment";

const monitoring = (notifications: object) => assemble("shop", parseSettings({ notifications }), endpoints);

const also = {
  receivers: [{ name: "managers", severities: ["info"], email: ["a@b.example"] }],
  smtp: { host: "mail.example.com:587", from: "a@b.example" },
};

describe("a continuous drill", () => {
  test("is none where the settings do not ask for it, and nothing else changes", () => {
    const { notifications } = monitoring(also);
    expect(notifications.drill).toBeUndefined();
    expect(JSON.stringify(notifications)).not.toContain("DrillFailed");
  });

  test("is refused where nothing drills, with what to do", () => {
    const grafana = { kind: "grafana", url: "https://g.example.com", dataSource: { uid: "p" } };
    expect(() => parseSettings({ platform: grafana, notifications: { drill: {} } })).toThrow(
      "notifications.drill: found one, but there is no machine of the environment's to drill from; run drill --chain from a schedule of your CI; leave it out",
    );
  });

  test("is sent to all members of a cluster, also where one is down", async () => {
    const sent: string[] = [];
    const ground = {
      ...{ prometheus: "http://p", alertmanager: "http://a", others: ["http://down", "http://b"], now: () => 0 },
      credential: () => undefined,
      send: async (_: string, url: string) => {
        if (url.startsWith("http://down")) throw new Error("down does not answer");
        sent.push(url);
        return { status: 200, body: "" };
      },
    };
    const found = { links: { one: { broken: [{ what: "it" }] } }, proven: [] };
    const plan = drillPlanOf(monitoring({ drill: {} }), "platform");
    await expect(report(found, plan, ground, 60)).rejects.toThrow("down does not answer");
    expect(sent).toEqual(["http://a/api/v2/alerts", "http://b/api/v2/alerts"]);
  });

  test("shows on each alert's dashboard when it was last proven, and nowhere where nothing is drilled", () => {
    const proven = (notifications: object) =>
      monitoring(notifications).dashboards.flatMap(({ uid, rows }) =>
        rows
          .filter(({ title }) => title === "Drills")
          .flatMap(({ panels }) => panels.map(({ queries }) => [uid, ...Object.values(queries)])),
      );
    expect(proven({})).toEqual([]);
    const shown = Object.fromEntries(proven({ drill: {} }));
    expect(shown["tocsin-alertmanager"]).toContain("AlertmanagerFailedReload");
    expect(shown["tocsin-prometheus"]).toContain("Watchdog|");
    const { groups } = monitoring({ drill: {} });
    const named = groups.flatMap(({ alerts }) => alerts.map(({ alert }) => alert.name));
    expect(named.filter((name) => !Object.values(shown).some((query) => String(query).includes(name)))).toEqual([]);
  });

  test("that no longer runs is an alert after three times its schedule", () => {
    const alerts = (drill?: object) =>
      monitoring({ ...(drill && { drill }) }).groups.flatMap((group) => group.alerts.map(({ expr }) => expr));
    const [rule] = alerts({ every: "5m" }).filter((expr) => expr.includes("tocsin_drill"));
    expect(rule).toContain(
      'offset 15m unless on () count_over_time(tocsin_drill_last_run_timestamp_seconds{job="drilling"}[15m])',
    );
    expect(alerts().filter((expr) => expr.includes("tocsin_drill"))).toEqual([]);
  });

  test("sends its failure to every receiver, and holds the Watchdog back", () => {
    const { notifications } = monitoring({ ...also, drill: {} });
    expect(notifications.drill).toEqual({ every: "15m", team: "platform" });
    const failed = { label: "alertname", operator: "=~", value: "DrillFailed|DrillNotRunning" };
    const [route] = notifications.routes.filter(({ matchers }) => matchers.some(({ value }) => value === failed.value));
    expect(route).toMatchObject({ receiver: "managers", continue: true, matchers: [failed, { label: "severity" }] });
    expect(notifications.inhibitions.at(-1)).toEqual({
      source: [failed],
      target: [{ label: "alertname", operator: "=~", value: "Watchdog" }],
      equal: ["environment"],
    });
  });

  test.each(["30s", "25h", "often"])(
    "comes neither more often than each minute nor more rarely than each day: %s",
    (every) => {
      expect(() => monitoring({ drill: { every } })).toThrow("notifications.drill.every: found");
    },
  );

  test("hands on no address that is as good as a credential", () => {
    const secret = "https://tickets.example.com/secret";
    const given = monitoring({
      heartbeat: "https://ping.example.com/secret",
      receivers: [{ name: "tickets", severities: ["critical"], webhook: secret }],
      drill: {},
    });
    const plan = drillPlanOf(given, "platform");
    expect(JSON.stringify(plan)).not.toContain("/secret");
    expect(plan.unproven).toEqual(["heartbeat (a heartbeat)", "tickets (a webhook)"]);
  });
});
