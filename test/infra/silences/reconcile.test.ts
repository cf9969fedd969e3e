// One-off windows against the silences that there are: what is made, changed and ended, and what nobody touches.
import { describe, expect, test } from "vitest";
import type { MaintenanceWindow } from "../../../components/monitoring";
import { lengthIn, matchersIn } from "../../../infra/commands/silence";
import { listed } from "../../../infra/commands/silences";
import { markIn, markOf, planOf } from "../../../infra/silences/reconcile";
import type { Silence } from "../../../infra/silences/silences";

const now = new Date("2027-01-31T12:00:00Z");
const at = (hours: number) => new Date(now.getTime() + hours * 3_600_000).toISOString();

const window = (name: string, from: number, to: number, more: Partial<MaintenanceWindow> = {}): MaintenanceWindow => ({
  name,
  matchers: [{ label: "host", operator: "=", value: "web-1" }],
  reason: "New disks go in",
  owner: "ops",
  once: { from: at(from), to: at(to) },
  ...more,
});

const there = (id: string, from: number, to: number, more: Partial<Silence> = {}): Silence => ({
  id,
  matchers: [{ name: "host", value: "web-1", isRegex: false, isEqual: true }],
  startsAt: at(from),
  endsAt: at(to),
  createdBy: "ops",
  comment: `New disks go in ${markOf("disks", "prod")}`,
  status: { state: to <= 0 ? "expired" : from > 0 ? "pending" : "active" },
  ...more,
});

const plan = (windows: MaintenanceWindow[], existing: Silence[]) =>
  planOf(windows, existing, { environment: "prod", now });

describe("a window that comes once", () => {
  test("is silenced, from now on where it has begun", () => {
    const { set } = plan([window("disks", -1, 2), window("later", 5, 6)], []);
    expect(set.map(({ window, silence }) => [window, silence.startsAt, silence.endsAt])).toEqual([
      ["disks", at(0), at(2)],
      ["later", at(5), at(6)],
    ]);
    expect(set[0]?.silence).toMatchObject({
      createdBy: "ops",
      comment: "New disks go in (maintenance disks of prod)",
      matchers: [{ name: "host", value: "web-1", isRegex: false, isEqual: true }],
    });
  });

  test("is left alone where it is silenced already", () => {
    expect(plan([window("disks", -1, 2)], [there("a", -0.5, 2)])).toEqual({ set: [], end: [], over: [] });
    expect(plan([window("disks", 1, 2)], [there("a", 1, 2)])).toEqual({ set: [], end: [], over: [] });
  });

  test("is extended, and shortened, as the same silence", () => {
    for (const to of [1, 9]) {
      const { set, end } = plan([window("disks", -1, to)], [there("a", -0.5, 2)]);
      expect(set.map(({ silence }) => [silence.id, silence.startsAt, silence.endsAt])).toEqual([
        ["a", at(-0.5), at(to)],
      ]);
      expect(end).toEqual([]);
    }
  });

  test("is ended when it goes from the settings, and a second silence of it as well", () => {
    expect(plan([], [there("a", -1, 2)]).end).toEqual([{ window: "disks", id: "a" }]);
    expect(plan([window("disks", -1, 2)], [there("a", -1, 2), there("b", -1, 2)]).end).toEqual([
      { window: "disks", id: "b" },
    ]);
  });

  test("is named when it is over, and not made again", () => {
    expect(plan([window("disks", -3, -1)], [there("a", -3, -1)])).toEqual({ set: [], end: [], over: ["disks"] });
  });

  test("touches no silence of people, of other environments or of what recurs", () => {
    const people = there("a", -1, 2, { comment: "Somebody is at it" });
    const elsewhere = there("b", -1, 2, { comment: `New disks go in ${markOf("disks", "staging")}` });
    const muteTiming = { name: "maintenance-x", weekdays: ["monday"], times: [], timezone: "UTC" };
    const { once: _, ...recurring } = window("x", 0, 1, { muteTiming });
    expect(plan([recurring], [people, elsewhere])).toEqual({ set: [], end: [], over: [] });
  });
});

describe("a silence by hand", () => {
  test("is of all labels together, and never of the dead-man's switch", () => {
    expect(matchersIn({ host: ["web-1", "web-2"], label: ["cluster=eu-1"] }, ["Watchdog"])).toEqual([
      { label: "host", operator: "=~", value: "web-1|web-2" },
      { label: "cluster", operator: "=", value: "eu-1" },
      { label: "alertname", operator: "!~", value: "Watchdog" },
    ]);
  });

  test.each([
    [{}, "without any it would silence every alert"],
    [{ label: ["cluster"] }, '--label: found "cluster"; write it as cluster=eu-1'],
    [{ alert: ["Watchdog"] }, '--alert: found "Watchdog", which feeds the dead-man'],
  ])("with %j is refused", (options, why) => {
    expect(() => matchersIn(options, ["Watchdog"])).toThrow(why);
  });

  test.each(["2 h", "soon", "0s", "90d"])("for %s is refused", (text) => {
    expect(() => lengthIn(text, "31d")).toThrow(`--for: found "${text}"; give a duration up to 31d`);
  });

  test("takes minutes, hours and days", () => {
    expect(["30m", "2h", "1d"].map((text) => lengthIn(text, "31d"))).toEqual([1_800, 7_200, 86_400]);
  });
});

test("silences are listed by who, why and until when, with what recurs and what is not deployed", () => {
  const muteTiming = {
    name: "maintenance-load",
    weekdays: [],
    times: [{ from: "02:00", to: "04:00" }],
    timezone: "Europe/Berlin",
  };
  const { once: _, ...load } = window("load", 0, 1, { muteTiming, reason: "The load takes locks", owner: "data" });
  const text = listed(
    [there("a", -1, 2), there("b", -4, -3, { comment: "Somebody was at it", createdBy: "kim" }), there("c", 5, 6)],
    { notifications: { maintenance: [load, window("disks", -1, 2), window("new", 1, 2)] } as never },
    "prod",
  );
  expect(text).toBe(`Active:
  until 2027-01-31 14:00 UTC  host="web-1"
    ops: New disks go in, maintenance disks [a]

Planned:
  from 2027-01-31 17:00 UTC until 2027-01-31 18:00 UTC  host="web-1"
    ops: New disks go in, maintenance disks [c]

Over:
  until 2027-01-31 09:00 UTC  host="web-1"
    kim: Somebody was at it [b]

Maintenance that mutes:
  02:00 to 04:00 Europe/Berlin  host="web-1"
    data: The load takes locks, maintenance load

In the settings, not silenced; npm run up does it:
  2027-01-31T13:00:00.000Z to 2027-01-31T14:00:00.000Z  host="web-1"
    ops: New disks go in, maintenance new`);
});

test("a mark is read back, and is no part of the reason", () => {
  const comment = `Because (of reasons) ${markOf("disks", "prod")}`;
  expect(markIn({ comment })).toEqual({ reason: "Because (of reasons)", window: "disks", environment: "prod" });
  expect(markIn({ comment: "By hand" })).toEqual({ reason: "By hand", window: undefined, environment: undefined });
});
