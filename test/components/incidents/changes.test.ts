// What is added to a thread of what has changed, whatever comes late or twice.
import { describe, expect, test } from "vitest";
import { changesSince, firingAfter, isSame } from "../../../components/incidents/changes";
import type { Notification } from "../../../components/incidents/notification";

/** A notification of a group in which these fire, and those have ended. */
const notification = (firing: readonly string[], resolved: readonly string[] = []): Notification => {
  const one = (status: "firing" | "resolved") => (instance: string) => ({
    ...{ status, labels: { instance }, annotations: { summary: `${instance} is down` }, fingerprint: instance },
    ...{ startsAt: "2026-01-01T00:00:00Z", endsAt: "2026-01-01T00:01:00Z" },
  });
  return {
    ...{ version: "4", groupKey: "g", receiver: "slack", groupLabels: {}, commonLabels: {} },
    status: firing.length > 0 ? "firing" : "resolved",
    alerts: [...firing.map(one("firing")), ...resolved.map(one("resolved"))],
  };
};

/** What each of these notifications adds, one after the other. */
function added(...all: readonly Notification[]): string[][] {
  let firing = firingAfter({}, notification([]));
  return all.map((one) => {
    const lines = changesSince(firing, one);
    firing = firingAfter(firing, one);
    return lines;
  });
}

describe("changes", () => {
  test("are what joins and what leaves", () => {
    expect(added(notification(["a"]), notification(["a", "b"]), notification(["a"], ["b"]))).toEqual([
      ["Fires as well: *a is down*"],
      ["Fires as well: *b is down*"],
      ["Resolved: b is down, after 1 min"],
    ]);
  });

  test("are those of the same incident while one of its alerts has fired since it was known", () => {
    const known = firingAfter({}, notification(["a", "b"]));
    const later = (one: Notification) => ({
      ...one,
      alerts: one.alerts.map((alert) => ({ ...alert, startsAt: "2026-01-02T00:00:00Z" })),
    });
    expect(isSame(known, notification(["b", "c"]))).toBe(true);
    expect(isSame(known, notification([], ["a"]))).toBe(true);
    expect(isSame(known, notification(["c"]))).toBe(false);
    expect(isSame(known, later(notification(["a", "b"])))).toBe(false);
  });

  test("are none where a second Alertmanager sends the same, or late what the first has sent more of", () => {
    const [whole, late] = [notification(["a", "b", "c"]), notification(["a"])];
    expect(added(whole, whole, late, whole).map((lines) => lines.length)).toEqual([3, 0, 0, 0]);
  });
});
