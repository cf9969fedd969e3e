// A test of notifications through the real Alertmanager: where it goes, what its receivers say, and that it ends.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { assemble, type Notifications } from "../../../components/monitoring";
import { tested } from "../../../infra/commands/notify-test";
import { accessTo } from "../../../infra/silences/access";
import { Alertmanager } from "../../../infra/silences/alertmanager";
import { apiMatchers, Silences } from "../../../infra/silences/silences";
import { endpoints, settings } from "../../support/environment";
import { toolsOrSkip } from "../../support/tools";
import { type Running, start, until } from "./running";

const tools = toolsOrSkip("alertmanager");

describe.skipIf(!tools)("a test of notifications", () => {
  let status = 200;
  const webhook = createServer((request, response) => {
    request.resume();
    response.writeHead(status).end();
  });
  let running: Running;
  let notifications: Notifications;
  let alertmanager: Alertmanager;
  let silences: Silences;

  beforeAll(async () => {
    await new Promise<void>((resolve) => webhook.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(webhook.address() as AddressInfo).port}/secret-path`;
    const chosen = settings({
      notifications: {
        slack: { teams: { sales: "#sales" } },
        receivers: [{ name: "tickets", severities: ["critical"], webhook: url }],
        escalation: [{ after: "15m", to: "#leads" }],
      },
    });
    const whole = assemble("prod", chosen, endpoints).notifications;
    const timing = { groupWait: "200ms", groupInterval: "1s", repeatInterval: "1h" } as const;
    notifications = { ...whole, routes: whole.routes.map((route) => (route.after ? route : { ...route, timing })) };
    running = await start(tools?.alertmanager ?? "", () => notifications);
    const access = await accessTo(chosen, running.url);
    alertmanager = new Alertmanager(access);
    silences = new Silences(access);
  }, 60_000);
  afterAll(async () => {
    await running?.stop();
    webhook.closeAllConnections();
    webhook.close();
  });

  const said: string[] = [];
  const test_ = (team: string, severity: string) =>
    tested(
      alertmanager,
      { notifications },
      {
        labels: { team, severity },
        by: "kim",
        groupWaitSeconds: 1,
        say: (line) => said.push(line),
      },
    );

  test("goes where the team's alerts go, is taken, and ends resolved", async () => {
    expect(await test_("sales", "critical")).toEqual({ lines: ["webhook: taken", "slack: taken"], failed: false });
    expect(said).toEqual([
      "NotificationTest goes to tickets, slack-sales; its group waits 1 s.",
      "Not tested: slack-leads, to whom it is escalated after 15m.",
    ]);
    const message = await running.message("[FIRING:1] NotificationTest · critical");
    expect(message.channel).toBe("#sales");
    expect(message.attachment.text).toContain("kim has started it");
    await running.message("[RESOLVED:1] NotificationTest · critical");
  }, 40_000);

  test("says which receiver refuses it, and why, and repeats no address", async () => {
    status = 403;
    const { lines, failed } = await test_("platform", "critical");
    expect(failed).toBe(true);
    expect(lines).toContain("slack: taken");
    expect(lines.find((line) => line.startsWith("webhook: refused"))).toMatch(/Alertmanager's log has the answer/);
    expect(lines.join()).not.toContain("secret-path");
    status = 200;
  }, 40_000);

  test("says that a silence holds it back", async () => {
    await silences.set({
      matchers: apiMatchers([{ label: "team", operator: "=", value: "ops" }]),
      startsAt: new Date().toISOString(),
      endsAt: new Date(Date.now() + 60_000).toISOString(),
      createdBy: "kim",
      comment: "A test",
    });
    await until(
      async () => (await silences.list())[0],
      () => "no silence",
    );
    expect(await test_("ops", "warning")).toEqual({
      lines: [expect.stringMatching(/^NotificationTest is silenced \(.+\): nothing is sent\.$/)],
      failed: true,
    });
  }, 40_000);
});
