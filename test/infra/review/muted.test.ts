// What mute timings held back of a history: the times of each, and the routes that a firing takes.
import { describe, expect, test } from "vitest";
import { assemble, type MuteTiming, parseSettings } from "../../../components/monitoring";
import { isWithin, mutedBy } from "../../../infra/commands/review/muted";
import { endpoints } from "../../support/environment";

const at = (text: string) => Date.parse(text) / 1000;
const timing = (more: Partial<MuteTiming>): MuteTiming => ({
  ...{ name: "a", weekdays: [], times: [], timezone: "UTC" },
  ...more,
});

describe("a mute timing", () => {
  test.each<[string, Partial<MuteTiming>, string, boolean]>([
    ["a day of a range, at its last moment", { weekdays: ["friday:sunday"] }, "2026-09-20T23:59:00Z", true],
    ["the day after", { weekdays: ["friday:sunday"] }, "2026-09-21T00:00:00Z", false],
    ["a time's beginning", { times: [{ from: "18:00", to: "24:00" }] }, "2026-09-21T18:00:00Z", true],
    ["a time's end", { times: [{ from: "09:00", to: "18:00" }] }, "2026-09-21T18:00:00Z", false],
    [
      "a zone's own clock",
      { times: [{ from: "00:00", to: "01:00" }], timezone: "Europe/Berlin" },
      "2026-09-20T22:30:00Z",
      true,
    ],
    ["a zone's own day", { weekdays: ["monday"], timezone: "Asia/Tokyo" }, "2026-09-20T15:00:00Z", true],
    ["the last day of a month", { daysOfMonth: ["-1"] }, "2028-02-29T12:00:00Z", true],
    ["the last but one", { daysOfMonth: ["-1"] }, "2028-02-28T12:00:00Z", false],
    ["a month by its name", { months: ["march:may"] }, "2026-04-01T00:00:00Z", true],
    ["a month by its number", { months: ["3:5"] }, "2026-06-01T00:00:00Z", false],
    [
      "a date",
      { dates: [{ year: 2026, month: 9, day: 21, from: "08:00", to: "10:00" }] },
      "2026-09-21T09:59:00Z",
      true,
    ],
    [
      "another year",
      { dates: [{ year: 2026, month: 9, day: 21, from: "08:00", to: "10:00" }] },
      "2027-09-21T09:59:00Z",
      false,
    ],
  ])("%s", (_, more, time, isMuted) => {
    expect(isWithin(timing(more))(at(time))).toBe(isMuted);
  });
});

describe("a firing", () => {
  const { notifications } = assemble(
    "shop",
    parseSettings({
      notifications: {
        muteTimings: [{ name: "nights", times: [{ from: "00:00", to: "07:00" }], severities: ["warning"] }],
        receivers: [{ name: "managers", severities: ["critical"], email: ["a@b.example"] }],
        smtp: { host: "mail.example.com:587", from: "a@b.example" },
      },
      maintenance: [
        {
          name: "load",
          match: { labels: { table: "orders" } },
          times: [{ from: "02:00", to: "04:00" }],
          reason: "The load takes the table's locks",
          owner: "platform",
        },
      ],
    }),
    endpoints,
  );
  const isMuted = mutedBy(notifications);
  const warning = { alertname: "A", severity: "warning", team: "platform" };
  const critical = { ...warning, severity: "critical" };

  test("is muted where its messages fall into the timing, and not where one is later", () => {
    expect(isMuted(warning, at("2026-09-21T03:00:00Z"), at("2026-09-21T06:00:00Z"))).toBe(true);
    expect(isMuted(warning, at("2026-09-21T06:30:00Z"), at("2026-09-21T07:30:00Z"))).toBe(false);
    expect(isMuted(warning, at("2026-09-21T12:00:00Z"), at("2026-09-21T12:10:00Z"))).toBe(false);
  });

  test("of another severity is not, but in a window of maintenance, whatever route it takes", () => {
    const [from, to] = [at("2026-09-21T02:10:00Z"), at("2026-09-21T02:40:00Z")];
    expect(isMuted(critical, from, to)).toBe(false);
    expect(isMuted({ ...critical, table: "orders" }, from, to)).toBe(true);
  });

  test("is never muted where nothing mutes", () => {
    expect(mutedBy({ ...notifications, muteTimings: [], maintenance: [] })(warning, 0, 1)).toBe(false);
  });
});
