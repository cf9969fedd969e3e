// Escalation with the real Alertmanager: who is notified after its time, and of what nobody is. Minutes are seconds here.
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { assemble, type Notifications } from "../../../../components/monitoring";
import { type Duration, seconds } from "../../../../components/rules";
import { acknowledged } from "../../../../infra/commands/ack";
import { matchersIn } from "../../../../infra/commands/silence";
import { accessTo } from "../../../../infra/silences/access";
import { apiMatchers, Silences } from "../../../../infra/silences/silences";
import { endpoints, settings } from "../../../support/environment";
import { toolsOrSkip } from "../../../support/tools";
import { type AlertToPost, type Running, start, until } from "../running";

const tools = toolsOrSkip("alertmanager");

const chosen = settings({
  services: [{ name: "shop", mixin: "service", targets: ["10.0.0.1:5000"], team: "payments" }],
  notifications: {
    slack: { channels: { critical: "#pages" } },
    escalation: [
      { after: "3m", to: "#leads" },
      { after: "6m", to: "#managers", teams: ["payments"] },
    ],
  },
});

/** A step's minutes are its seconds; messages otherwise go out at once, and are not repeated. */
const fast = (whole: Notifications): Notifications => ({
  ...whole,
  routes: whole.routes.map((route) => ({
    ...route,
    timing: {
      groupWait: route.after ? (`${seconds(route.after) / 60}s` satisfies Duration) : "200ms",
      groupInterval: "500ms",
      repeatInterval: "1h",
    },
  })),
});

describe.skipIf(!tools)("a critical alert", () => {
  let running: Running;
  let silences: Silences;
  beforeAll(async () => {
    running = await start(tools?.alertmanager ?? "", () => fast(assemble("prod", chosen, endpoints).notifications));
    silences = new Silences(await accessTo(chosen, running.url));
  }, 60_000);
  afterAll(() => running?.stop());

  const alert = (service: string, team = "platform", severity = "critical"): AlertToPost => ({
    labels: { alertname: "ServiceDown", severity, service, team },
    annotations: { summary: `${service} is down` },
  });
  const resolve = (one: AlertToPost) => running.post({ ...one, endsAt: new Date().toISOString() });
  /** What a channel was sent of a service. */
  const sent = (channel: string, service: string) =>
    running.messages
      .filter((one) => one.channel === channel && one.attachment.title.endsWith(`· ${service}`))
      .map(({ attachment }) => /\[(\w+)/.exec(attachment.title)?.[1]);
  const isSent = (channel: string, service: string, count = 1) =>
    until(
      () => sent(channel, service).length >= count,
      () => `${channel} ${service}: ${running.log()}`,
    );
  const acknowledge = (service: string, lengthSeconds: number) =>
    acknowledged(silences, {
      asked: apiMatchers(matchersIn({ alert: ["ServiceDown"], service: [service] }, [])),
      ...{ environment: "prod", heartbeats: [], by: "kim", comment: undefined, lengthSeconds },
    });

  test.concurrent("that nobody acknowledges goes to the next receiver, once, after its time; then to the one after", async () => {
    await running.post(alert("ignored", "payments"));
    await isSent("#pages", "ignored");
    await sleep(1_500);
    expect(sent("#leads", "ignored")).toEqual([]);
    await isSent("#leads", "ignored");
    expect(sent("#managers", "ignored")).toEqual([]);
    await isSent("#managers", "ignored");
    await sleep(1_500);
    expect(["#pages", "#leads", "#managers"].map((one) => sent(one, "ignored"))).toEqual([
      ["FIRING"],
      ["FIRING"],
      ["FIRING"],
    ]);
  });

  test.concurrent("that is acknowledged before does not", async () => {
    await running.post(alert("acknowledged"));
    await isSent("#pages", "acknowledged");
    await acknowledge("acknowledged", 3_600);
    await sleep(4_500);
    expect(sent("#leads", "acknowledged")).toEqual([]);
  });

  test.concurrent("whose acknowledgement is over does, as it fires still", async () => {
    await running.post(alert("forgotten"));
    await isSent("#pages", "forgotten");
    await acknowledge("forgotten", 4);
    await sleep(3_500);
    expect(sent("#leads", "forgotten")).toEqual([]);
    await isSent("#leads", "forgotten");
  });

  test.concurrent("that is resolved before does not", async () => {
    const one = alert("resolved");
    await running.post(one);
    await isSent("#pages", "resolved");
    await resolve(one);
    await isSent("#pages", "resolved", 2);
    await sleep(4_000);
    expect([sent("#pages", "resolved"), sent("#leads", "resolved")]).toEqual([["FIRING", "RESOLVED"], []]);
  });

  test.concurrent("that is resolved after it went on: those that it went to hear the end", async () => {
    const one = alert("late", "payments");
    await running.post(one);
    await isSent("#leads", "late");
    await resolve(one);
    await isSent("#leads", "late", 2);
    await sleep(5_000);
    expect(["#pages", "#leads", "#managers"].map((channel) => sent(channel, "late"))).toEqual([
      ["FIRING", "RESOLVED"],
      ["FIRING", "RESOLVED"],
      [],
    ]);
  });

  test.concurrent("alone: a warning stays, and so does what is another team's", async () => {
    await running.post(alert("other", "platform"), alert("mild", "payments", "warning"));
    await isSent("#leads", "other");
    await sleep(5_000);
    expect([sent("#managers", "other"), sent("#leads", "mild"), sent("#managers", "mild")]).toEqual([[], [], []]);
  });
});
