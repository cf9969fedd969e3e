// Which thread gets an outcome, and until when it waits for its message.
import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Notification } from "../../../components/incidents/notification";
import { assemble } from "../../../components/monitoring";
import { remediationPlanOf } from "../../../components/remediation";
import { Kept } from "../../../components/remediation/ledger/kept";
import { noteOf, Teller } from "../../../components/remediation/thread";
import { endpoints, settings } from "../../support/environment";
import { restart } from "./running";

const STARTED = Date.parse("2027-01-31T22:00:00Z");

const group: Notification = {
  ...{ version: "4", groupKey: "k", status: "firing", receiver: "remediation/restart" },
  groupLabels: { alertname: "ServiceDown", severity: "critical", service: "shop" },
  commonLabels: { alertname: "ServiceDown", severity: "critical", service: "shop", team: "sales", environment: "prod" },
  alerts: [
    {
      ...{ status: "firing", labels: {}, annotations: {}, fingerprint: "a", endsAt: "" },
      startsAt: new Date(STARTED).toISOString(),
    },
  ],
};
const outcome = { kind: "failed", words: "answered 500 after 0.1 s", at: STARTED } as const;

function noteWith(slack: object, more: object = {}) {
  const chosen = settings({
    notifications: { slack: { token: { file: "t" }, updates: true, ...slack }, remediation: [restart], ...more },
  });
  const plan = remediationPlanOf(assemble("prod", chosen, endpoints));
  const hook = plan?.hooks[0];
  if (!plan || !hook) throw new Error("no hook");
  return noteOf(outcome, group, hook, plan);
}

describe("an outcome", () => {
  test("is for the thread of the team's own message", () => {
    expect(noteWith({ thread: true, teams: { sales: "#sales" } })).toEqual({
      channel: "#sales",
      group: "prod|alertname=ServiceDown|service=shop|severity=critical",
      oldest: STARTED / 1000 - 5,
      text: ":warning: Remediation *restart* answered 500 after 0.1 s",
      since: STARTED,
    });
  });

  test("is not for the message of a step of escalation, which comes later", () => {
    const escalation = [{ after: "15m", to: "#leads" }];
    expect(noteWith({ thread: true }, { escalation })?.channel).toBe("#alerts-critical");
  });

  test("is for no thread where messages have none", () => {
    expect(noteWith({})).toBeUndefined();
  });
});

describe("a thread", () => {
  let folder: string;
  let kept: Kept;
  let now = STARTED;
  let asked: string[] = [];
  /** Slack's answers by method. */
  let slack: Record<string, object>;
  const untold: string[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "thread-"));
    kept = await Kept.read(join(folder, "incidents.json"));
    now = STARTED;
    asked = [];
    untold.length = 0;
    slack = {
      "users.conversations": { ok: true, channels: [{ id: "C000000001", name: "alerts-critical" }] },
      "conversations.history": { ok: true, messages: [] },
      "chat.postMessage": { ok: true },
    };
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const teller = () =>
    new Teller(kept, {
      now: () => now,
      untold: ({ message }) => untold.push(message),
      slack: {
        ...{ api: "https://slack", token: "t", upload: async () => ({ status: 200 }) },
        send: async (_, url) => {
          const method = new URL(url).pathname.slice(1);
          asked.push(method);
          return { status: 200, body: JSON.stringify(slack[method]) };
        },
      },
    });
  const waiting = async () => {
    const note = noteWith({ thread: true });
    if (!note) throw new Error("no note");
    await kept.note(note);
    return note;
  };
  const posted = () => asked.filter((one) => one === "chat.postMessage").length;

  test("gets it as soon as the message is there, once, also after a restart in between", async () => {
    const { group: name } = await waiting();
    await teller().tell();
    expect([posted(), kept.notes.length]).toEqual([0, 1]);
    kept = await Kept.read(join(folder, "incidents.json"));
    slack["conversations.history"] = { ok: true, messages: [{ ts: "1.0", attachments: [{ callback_id: name }] }] };
    const one = teller();
    await Promise.all([one.tell(), one.tell()]);
    expect([posted(), kept.notes.length, untold]).toEqual([1, 0, []]);
  });

  test("that has no message in ten minutes, as a mute timing holds it back, is given up with the reason", async () => {
    await waiting();
    now += 9 * 60_000;
    await teller().tell();
    expect(untold).toEqual([]);
    now += 2 * 60_000;
    await teller().tell();
    expect([kept.notes, untold]).toEqual([[], [expect.stringContaining("#alerts-critical has no message of prod|")]]);
  });

  test("of a Slack that refuses is left alone until the next round", async () => {
    await waiting();
    await waiting();
    slack["users.conversations"] = { ok: false, error: "token_revoked" };
    await teller().tell();
    expect([asked, kept.notes.length]).toEqual([["users.conversations"], 2]);
  });
});
