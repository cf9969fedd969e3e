// How long an incident usually lasts, and how much it inhibits, as Prometheus and Alertmanager answer.
import { describe, expect, test } from "vitest";
import { inhibitedBy, usualDuration } from "../../../components/incidents/context";
import type { Notification } from "../../../components/incidents/notification";

const NOW = 1_700_000_000;
const STEP = 300;

const group: Notification = {
  ...{ version: "4", groupKey: "k", status: "firing", receiver: "slack-alerts" },
  groupLabels: { alertname: 'Say "no"', service: "shop" },
  commonLabels: {},
  alerts: [
    { status: "firing", labels: {}, annotations: {}, startsAt: "", endsAt: "", fingerprint: "a" },
    { status: "firing", labels: {}, annotations: {}, startsAt: "", endsAt: "", fingerprint: "b" },
  ],
};

function answering(body: object) {
  const asked: string[] = [];
  const send = async (_: string, url: string) => {
    asked.push(url);
    return { status: 200, body: JSON.stringify(body) };
  };
  return { asked, ground: { send, prometheus: "http://p", alertmanager: "http://a", now: () => NOW * 1000 } };
}

/** Firings of so many steps each, a day apart. */
const firings = (...steps: readonly number[]) => ({
  data: {
    result: [
      {
        values: steps.flatMap((count, day) =>
          Array.from({ length: count }, (_, n) => [NOW - (10 - day) * 86_400 + n * STEP, "1"]),
        ),
      },
    ],
  },
});

describe("what is usual", () => {
  test("is the median of the firings that have ended", async () => {
    const { asked, ground } = answering(firings(1, 3, 12));
    expect(await usualDuration(group, ground)).toBe("Usually lasts about 15 min: the median of 3 times in 30 days");
    const { searchParams } = new URL(asked[0] ?? "");
    expect(searchParams.get("query")).toBe('max(ALERTS{alertstate="firing",alertname="Say \\"no\\"",service="shop"})');
  });

  test("is not known of fewer than three, and not of what is going on", async () => {
    expect(await usualDuration(group, answering(firings(3, 4)).ground)).toBeUndefined();
    const onGoing = firings(3, 4);
    onGoing.data.result[0]?.values.push([NOW - STEP, "1"], [NOW, "1"]);
    expect(await usualDuration(group, answering(onGoing).ground)).toBeUndefined();
    expect(await usualDuration(group, answering({ data: { result: [] } }).ground)).toBeUndefined();
  });
});

describe("what is inhibited", () => {
  const by = (...inhibitedBy: readonly string[]) => ({ status: { inhibitedBy } });

  test.each([
    [[by("a"), by("x", "b"), by("y")], "Inhibits 2 other alerts"],
    [[by("a")], "Inhibits another alert"],
    [[by("y")], undefined],
  ])("%j is %s", async (held, line) => {
    expect(await inhibitedBy(group, answering(held).ground)).toBe(line);
  });
});
