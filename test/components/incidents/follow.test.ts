// Which message's thread a notification adds to, where the end of the last incident was missed.
import { expect, test } from "vitest";
import { type FollowGround, follow, type Incidents } from "../../../components/incidents/follow";
import type { Notification } from "../../../components/incidents/notification";

const PLAN = { environment: "prod", channels: { slack: "C0123456789" }, graphs: {} };
const GROUP = "prod|alertname=InstanceDown";
const STARTED = Date.parse("2026-01-02T00:00:00Z");

/** Of a day later than what is known. */
const notification = (status: "firing" | "resolved"): Notification => ({
  ...{ version: "4", groupKey: "g", receiver: "slack", status },
  groupLabels: { alertname: "InstanceDown" },
  commonLabels: { environment: "prod" },
  alerts: [
    {
      ...{ status, labels: { instance: "a" }, annotations: { summary: "a is down" }, fingerprint: "a" },
      ...{ startsAt: new Date(STARTED).toISOString(), endsAt: new Date(STARTED + 60_000).toISOString() },
    },
  ],
});

const KNOWN: Incidents = {
  "slack g": {
    ...{ channel: "C0123456789", ts: "1767225600.000100" },
    firing: { a: { summary: "a is down", startsAt: "2026-01-01T00:00:00Z" } },
  },
};

/** @param messages What the channel has of the group since then. */
function ground(messages: readonly string[]) {
  const asked: string[] = [];
  const answered = { status: 200, body: "" };
  const send: FollowGround["send"] = async (_, url) => {
    if (!url.startsWith("slack/")) throw new Error("nobody answers");
    asked.push(url.replace(/^slack\/|\?.*/g, ""));
    const found = messages.map((ts) => ({ ts, attachments: [{ callback_id: GROUP }] }));
    return { ...answered, body: JSON.stringify({ ok: true, messages: found }) };
  };
  const upload = async () => ({ status: 200 });
  const whole: FollowGround = {
    ...{ send, prometheus: "http://prometheus", alertmanager: "http://alertmanager" },
    ...{ now: () => STARTED + 30_000, failed: () => undefined },
    slack: { send, upload, token: "xoxb-1", api: "slack" },
  };
  return { asked, whole };
}

test("another incident has its own message's thread", async () => {
  const { whole } = ground(["1767312030.000100"]);
  const next = await follow(notification("firing"), PLAN, KNOWN, whole);
  expect(next["slack g"]).toMatchObject({ ts: "1767312030.000100", firing: { a: { summary: "a is down" } } });
});

test("the same one goes on where Alertmanager goes on with its message, though it has lost since when alerts fire", async () => {
  const { asked, whole } = ground([]);
  const next = await follow(notification("firing"), PLAN, KNOWN, whole);
  expect(next["slack g"]?.ts).toBe("1767225600.000100");
  expect(await follow(notification("resolved"), PLAN, next, whole)).toEqual({});
  expect(asked).toEqual(["conversations.history", "chat.postMessage"]);
});

test("another one that has ended adds nothing, and the missed one is forgotten", async () => {
  const { asked, whole } = ground(["1767312030.000100"]);
  expect(await follow(notification("resolved"), PLAN, KNOWN, whole)).toEqual({});
  expect(asked).toEqual(["conversations.history"]);
});
