// An acknowledgement with the real Alertmanager: of what fires, for a while, and refused where nothing does.
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { assemble } from "../../../../components/monitoring";
import { acknowledged } from "../../../../infra/commands/ack";
import { matchersIn } from "../../../../infra/commands/silence";
import { accessTo } from "../../../../infra/silences/access";
import { isAcknowledgement } from "../../../../infra/silences/acknowledgement";
import { apiMatchers, Silences } from "../../../../infra/silences/silences";
import { endpoints, settings } from "../../../support/environment";
import { freePort } from "../../../support/ports";
import { toolsOrSkip } from "../../../support/tools";
import { type Running, start, until } from "../running";

const tools = toolsOrSkip("alertmanager");

const ask = (silences: Silences, alert: string, more: { service?: string[]; seconds?: number } = {}) =>
  acknowledged(silences, {
    asked: apiMatchers(matchersIn({ alert: [alert], ...(more.service && { service: more.service }) }, [])),
    environment: "prod",
    heartbeats: ["Watchdog"],
    by: "kim",
    comment: "I am at it",
    lengthSeconds: more.seconds ?? 3_600,
  });

test("is refused where Alertmanager does not answer", async () => {
  const silences = new Silences(await accessTo(settings(), `http://127.0.0.1:${await freePort()}`));
  await expect(ask(silences, "ServiceDown")).rejects.toThrow(/does not answer \(.+\); is the environment up\?/);
});

describe.skipIf(!tools)("an acknowledgement", () => {
  let running: Running;
  let silences: Silences;
  beforeAll(async () => {
    const whole = assemble("prod", settings(), endpoints).notifications;
    const timing = { groupWait: "200ms", groupInterval: "500ms", repeatInterval: "1s" } as const;
    const notifications = { ...whole, routes: whole.routes.map((route) => ({ ...route, timing })) };
    running = await start(tools?.alertmanager ?? "", () => notifications);
    silences = new Silences(await accessTo(settings(), running.url));
  }, 60_000);
  afterAll(() => running?.stop());

  const fire = (service: string, alertname = "ServiceDown") =>
    running.post({
      labels: { alertname, severity: "critical", service, team: "platform" },
      annotations: { summary: `${service} is down` },
    });
  const sent = (service: string) =>
    running.messages.filter(({ attachment }) => attachment.title.endsWith(`· ${service}`)).length;
  const isSent = (service: string, more: number) => {
    const before = sent(service);
    return until(
      () => sent(service) >= before + more,
      () => running.log(),
    );
  };

  test("is refused where nothing fires, and says so", async () => {
    await expect(ask(silences, "ServiceDown")).rejects.toThrow(
      'no alert with alertname="ServiceDown" fires in prod; no alert fires',
    );
  });

  test("is refused where no such alert fires, with those that do", async () => {
    await running.post({ labels: { alertname: "Watchdog" } });
    await fire("shop");
    await isSent("shop", 1);
    await expect(ask(silences, "ServiceDown", { service: ["orders"] })).rejects.toThrow(
      /service="orders", alertname="ServiceDown" fires in prod; firing: ServiceDown \(shop\)$/,
    );
    expect(await silences.list()).toEqual([]);
  });

  test("holds back what fires, and nothing else; ends itself, and what fires still is sent again", async () => {
    const { says, id } = await ask(silences, "ServiceDown", { seconds: 5 });
    expect(says).toMatch(
      /^kim acknowledged until \S+: alertname="ServiceDown", severity="critical", service="shop"\nOf those that fire now: ServiceDown \(shop\)\.$/,
    );
    await sleep(500);
    const quiet = sent("shop");
    await fire("orders");
    await isSent("orders", 2);
    expect(sent("shop")).toBe(quiet);
    await isSent("shop", 1);
    expect((await silences.list()).map((one) => [one.id, one.status.state])).toEqual([[id, "expired"]]);
  }, 30_000);

  test("once more of the same extends it: Alertmanager keeps one", async () => {
    const first = await ask(silences, "ServiceDown", { service: ["orders"] });
    const again = await ask(silences, "ServiceDown", { service: ["orders"], seconds: 7_200 });
    expect(again.says).toMatch(/^kim extended it until/);
    expect(again.id).toBe(first.id);
    expect((await silences.list()).filter(isAcknowledgement)).toHaveLength(1);
  });
});
