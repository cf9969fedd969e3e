// What a continuous drill changes in what is sent: who gets its failure, and what it holds back.
import { describe, expect, test } from "vitest";
import { drillPlanOf } from "../../../../components/drill";
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

  test("sends its failure to every receiver, and holds the Watchdog back", () => {
    const { notifications } = monitoring({ ...also, drill: {} });
    expect(notifications.drill).toEqual({ every: "15m", team: "platform" });
    const failed = { label: "alertname", operator: "=", value: "DrillFailed" };
    const [route] = notifications.routes.filter(({ matchers }) =>
      matchers.some(({ value }) => value === "DrillFailed"),
    );
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
