// Who is told what, before and after a change.
import { describe, expect, test } from "vitest";
import { routerOf, teamsWithRoutes } from "../../../infra/preview/changes/router";
import { watchedIn } from "../../../infra/preview/changes/watched";
import { changesWith, factsOf, names, watching } from "./sides";

describe("a change of the notifications", () => {
  test("a team's own channel is told on every alert that can be the team's, beside the general route", () => {
    const changes = changesWith({ notifications: { slack: { teams: { sales: "#sales" } } } });
    expect(names(changes.receivers.added)).toEqual(["slack-sales"]);
    expect(changes.routes.added).toHaveLength(3);
    expect(factsOf(changes, "NodeSwapIsFillingUp warning")).toEqual([
      { fact: "routes of teams", added: ["sales: slack-sales"], removed: [] },
    ]);
  });

  test("paging adds a receiver to each critical alert", () => {
    const changes = changesWith({ notifications: { pagerduty: { routingKey: "key" } } });
    expect(factsOf(changes, "ServiceDown critical")).toEqual([
      { fact: "route", from: "slack-alerts-critical", to: "pagerduty + slack-alerts-critical" },
    ]);
    expect(changes.alerts.changed.every(({ after }) => after.severity === "critical")).toBe(true);
  });

  test("a mute timing is told, and on the alerts it holds back", () => {
    const nights = { name: "nights", times: [{ from: "22:00", to: "24:00" }] };
    const changes = changesWith({ notifications: { muteTimings: [nights] } });
    expect(names(changes.muteTimings.added)).toEqual(["nights"]);
    expect(changes.routes.changed.flatMap(({ facts }) => facts)).toEqual([
      { fact: "muted in", added: ["nights"], removed: [] },
    ]);
    expect(factsOf(changes, "ProbeLowUptime30d info")).toEqual([
      { fact: "route", from: "slack-alerts-info", to: "slack-alerts-info (muted in nights)" },
    ]);
  });

  test("an inhibition that names one alert more is the same inhibition", () => {
    const changes = changesWith({
      alerts: { ServiceInstanceDown: { disabled: { reason: "one instance is no matter" } } },
    });
    const facts = changes.inhibitions.changed.flatMap((one) => one.facts);
    expect(facts).not.toEqual([]);
    for (const fact of facts) expect(fact).toMatchObject({ added: [], removed: ["ServiceInstanceDown"] });
  });

  test("the path of a heartbeat's URL, which is a secret of a kind, is told apart but not told", () => {
    const text = JSON.stringify(
      changesWith(
        { notifications: { heartbeat: "https://ping.example/very-secret-1" } },
        { notifications: { heartbeat: "https://ping.example/very-secret-2" } },
      ).receivers,
    );
    expect(text).toContain("https://ping.example/…");
    expect(text).not.toContain("very-secret");
  });
});

describe("a change of another receiver", () => {
  const also = (name: string, ways: object, smtp?: object) => ({
    notifications: { receivers: [{ name, severities: ["critical"], ...ways }], ...(smtp && { smtp }) },
  });
  const changed = (before: object, after: object) => changesWith(after, before).receivers.changed;

  test("a webhook's new URL is a change that prints neither path, query nor password", () => {
    const found = changed(
      also("tickets", { webhook: "https://user:hidden@tickets.example/hidden-1?token=hidden" }),
      also("tickets", { webhook: "https://user:hidden@tickets.example/hidden-2?token=hidden" }),
    );
    expect(found.flatMap(({ facts }) => facts)).toMatchObject([{ fact: "webhook" }]);
    expect(JSON.stringify(found)).toContain("https://tickets.example/…");
    expect(JSON.stringify(found)).not.toContain("hidden");
    expect(JSON.stringify(found)).not.toContain("user");
  });

  const SMTP = { host: "smtp.example.com:25", from: "tocsin@example.com" };

  test("e-mail addresses come and go", () => {
    const found = changed(
      also("board", { email: ["a@example.com", "b@example.com"] }, SMTP),
      also("board", { email: ["b@example.com", "c@example.com"] }, SMTP),
    );
    expect(found.flatMap(({ facts }) => facts)).toEqual([
      { fact: "e-mail", added: ["c@example.com"], removed: ["a@example.com"] },
    ]);
  });

  test("another mail server is a change", () => {
    const email = { email: ["a@example.com"] };
    const found = changed(
      also("board", email, SMTP),
      also("board", email, { host: "mail.example.com:25", from: "tocsin@example.com" }),
    );
    expect(found.flatMap(({ facts }) => facts)).toEqual([
      { fact: "mail server", from: "smtp.example.com:25", to: "mail.example.com:25" },
    ]);
  });
});

/** The same settings and answers as of the real amtool, in test/components/monitoring/notifications/routes.test.ts. */
describe("an alert", () => {
  const { notifications = { maintenance: [] } } = watchedIn(
    watching({
      hosts: [{ name: "web-1" }, { name: "ops-1", team: "ops" }, { name: "data-1", team: "data" }],
      notifications: {
        slack: { channels: { critical: "#pages" }, teams: { sales: "#sales", ops: { critical: "#ops-pages" } } },
        pagerduty: { routingKey: "key" },
        muteTimings: [
          { name: "nights", times: [{ from: "22:00", to: "24:00" }], teams: ["data"], severities: ["warning"] },
        ],
      },
    }),
    "head",
  );

  test.each<[labels: Record<string, string>, receivers: string]>([
    [{ alertname: "ServiceDown", severity: "critical", team: "platform" }, "pagerduty + slack-pages"],
    [{ alertname: "ServiceDown", severity: "critical", team: "sales" }, "pagerduty + slack-sales"],
    [{ alertname: "ServiceDown", severity: "critical", team: "ops" }, "pagerduty + slack-ops-pages"],
    [{ alertname: "ServiceDown", severity: "critical" }, "pagerduty + slack-pages"],
    [{ alertname: "NodeCPUHighUsage", severity: "warning", team: "sales" }, "slack-sales"],
    [{ alertname: "NodeCPUHighUsage", severity: "warning", team: "ops" }, "slack-alerts"],
    [{ alertname: "NodeCPUHighUsage", severity: "warning", team: "data" }, "slack-alerts (muted in nights)"],
    [{ alertname: "Watchdog", severity: "info", team: "platform" }, "heartbeat"],
    [{ alertname: "SomebodyElses" }, "slack-alerts"],
  ])("with %o goes to %s", (labels, receivers) => {
    expect(routerOf(notifications)?.(labels)).toBe(receivers);
  });

  test("can be of the teams that routes name", () => {
    expect(teamsWithRoutes(notifications)).toEqual(["data", "ops", "sales"]);
  });
});
