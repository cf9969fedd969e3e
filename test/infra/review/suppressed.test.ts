// What became of firings: who explained, silenced or acknowledged them, and which come back.
import { describe, expect, test } from "vitest";
import { figuresOf } from "../../../infra/commands/review/figures";
import type { Firing } from "../../../infra/commands/review/firings";
import { judged, type Suppressing } from "../../../infra/commands/review/suppressed";
import type { Silence } from "../../../infra/silences/silences";

const firing = (alert: string, from: number, to: number, labels: Record<string, string> = {}): Firing => {
  const all = { alertname: alert, severity: "critical", team: "shop", ...labels };
  const series = JSON.stringify(Object.entries(all).sort());
  return { alert, severity: all.severity, team: all.team, series, from, to, isOpen: false };
};

const silence = (from: number, to: number, more: Partial<Silence> = {}): Silence => ({
  id: `${from}`,
  matchers: [{ name: "host", value: "web-.", isRegex: true, isEqual: true }],
  startsAt: new Date(from * 1000).toISOString(),
  endsAt: new Date(to * 1000).toISOString(),
  createdBy: "kim",
  comment: "New disks",
  status: { state: "expired" },
  ...more,
});

const is = (label: string, value: string) => ({ label, operator: "=" as const, value });
const hostDown = { source: [is("alertname", "HostDown")], target: [is("on", "host")], equal: ["host"] };

const fates = (firings: Firing[], more: Partial<Suppressing> = {}) =>
  judged(firings, { inhibitions: [], silences: [], endSeconds: 10_000, ...more }).map(({ fate }) => fate);

const web1 = { on: "host", host: "web-1" };

describe("a firing", () => {
  test("is sent once its group has waited, and else is too short", () => {
    expect(fates([firing("A", 100, 105), firing("B", 100, 106)])).toEqual(["short", "sent"]);
  });

  test("is inhibited by what explains it, on the same host, as long as it fires", () => {
    const down = firing("HostDown", 90, 500, { host: "web-1" });
    const all = [
      down,
      firing("A", 100, 400, web1),
      firing("A", 100, 400, { on: "host", host: "web-2" }),
      firing("B", 100, 600, web1),
      firing("C", 80, 400, web1),
    ];
    expect(fates(all, { inhibitions: [hostDown] })).toEqual(["sent", "inhibited", "sent", "sent", "sent"]);
  });

  test("that its cause follows within its group's wait is inhibited as well", () => {
    const all = [firing("HostDown", 104, 500, { host: "web-1" }), firing("A", 100, 400, web1)];
    expect(fates(all, { inhibitions: [hostDown] })).toEqual(["sent", "inhibited"]);
  });

  test("does not inhibit one that is source and target as it is itself", () => {
    const same = { source: [is("severity", "critical")], target: [is("severity", "critical")], equal: ["host"] };
    const all = [firing("A", 100, 400, web1), firing("B", 100, 400, web1)];
    expect(fates(all, { inhibitions: [same] })).toEqual(["sent", "sent"]);
  });

  test("is silenced by silences that fit it, one after the other, and not by what comes too late or is another's", () => {
    const one = firing("A", 100, 400, web1);
    expect(fates([one], { silences: [silence(50, 300), silence(290, 500)] })).toEqual(["silenced"]);
    expect(fates([one], { silences: [silence(50, 300), silence(310, 500)] })).toEqual(["sent"]);
    const others = [{ name: "host", value: "db-1", isRegex: false, isEqual: true }];
    expect(fates([one], { silences: [silence(50, 500, { matchers: others })] })).toEqual(["sent"]);
  });

  test("that fires still is silenced where it is so until now", () => {
    const open = { ...firing("A", 9_000, 10_030, web1), isOpen: true };
    expect(fates([open], { silences: [silence(8_000, 10_010)] })).toEqual(["silenced"]);
  });

  test("was sent, and acknowledged after a time", () => {
    const ack = silence(130, 3_730, { comment: "ACK! kim until 2027-01-31 13:00 UTC" });
    const [one] = judged([firing("A", 100, 400, web1)], { inhibitions: [], silences: [ack], endSeconds: 10_000 });
    expect(one).toMatchObject({ fate: "sent", acknowledgedAfter: 30 });
  });
});

test("figures count each of them once, and what comes back within a quarter of an hour", () => {
  const all = judged(
    [
      firing("A", 100, 400, web1),
      firing("A", 1_299, 1_400, web1),
      firing("A", 2_300, 2_303, web1),
      firing("A", 3_203, 3_300, web1),
      firing("A", 1_350, 1_500, { on: "host", host: "db-1" }),
    ],
    { inhibitions: [], silences: [silence(50, 450)], endSeconds: 10_000 },
  );
  expect(figuresOf(all, "UTC")).toMatchObject([
    { alert: "A", inhibited: 0, silenced: 1, acknowledged: 0, again: 1, atNight: 3, longestSeconds: 300 },
  ]);
  expect(figuresOf(all, "UTC")[0]?.sent.map(({ from }) => from)).toEqual([1_299, 3_203, 1_350]);
});

test("a fortnight of a noisy alert is counted at once", () => {
  const many = Array.from({ length: 20_000 }, (_, index) => firing("A", index * 60, index * 60 + 30, web1));
  const start = performance.now();
  const [figures] = figuresOf(judged(many, { inhibitions: [hostDown], silences: [], endSeconds: 2_000_000 }), "UTC");
  expect(figures?.again).toBe(19_999);
  // Every one looked for its predecessor among all, and made a format of dates: half a minute.
  expect(performance.now() - start).toBeLessThan(5_000);
});
