// Two Prometheus of which one sees an end an evaluation before the other, and a real Alertmanager: the end is sent once.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { alertmanagerConfig, slackTemplate } from "../../components/alertmanager";
import { assemble, CALM_INTERVAL } from "../../components/monitoring";
import { NOTIFICATION_TIMING, type Severity, seconds } from "../../components/rules";
import { newestAlertmanager } from "../cluster/build";
import { endpoints, settings } from "../support/environment";
import { freePorts } from "../support/ports";
import { toolsOrSkip } from "../support/tools";
import { SlackServer } from "./ec2/slack";
import { Processes, within } from "./processes";

const tools = toolsOrSkip("alertmanager");

/** Everything is so much faster: Alertmanager's times and the evaluations alike. */
const FASTER = 10;
const TICK_MS = (seconds(CALM_INTERVAL) * 1000) / FASTER;

/** How much sooner one of them is done with an evaluation of the same moment. */
const APART_MS = 200;

describe.skipIf(!tools)("two Prometheus and an Alertmanager", () => {
  const processes = new Processes();
  let dir: string;
  let slack: SlackServer;
  let url: string;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "tocsin-pair-"));
    slack = await SlackServer.start();
    const { port } = await freePorts("port");
    await writeFile(join(dir, "webhook"), slack.url);
    await mkdir(join(dir, "templates"));
    await writeFile(join(dir, "templates", "slack.tmpl"), slackTemplate());
    const { notifications } = assemble("dev", settings(), endpoints);
    const config = alertmanagerConfig(
      { notifications },
      { credentials: { "slack-webhook": join(dir, "webhook") }, templates: ["templates/*.tmpl"] },
    );
    await writeFile(join(dir, "alertmanager.yml"), faster(config));
    // The newest: from 0.31 on a group whose alerts have ended is gone at once, and what fires again then is sent without its wait.
    processes.start((await newestAlertmanager()) ?? tools?.alertmanager ?? "", [
      `--config.file=${join(dir, "alertmanager.yml")}`,
      `--storage.path=${join(dir, "data")}`,
      `--web.listen-address=127.0.0.1:${port}`,
      "--cluster.listen-address=",
    ]);
    url = `http://127.0.0.1:${port}`;
    await within(
      30,
      async () => ((await fetch(`${url}/-/ready`).catch(() => undefined))?.ok ? true : undefined),
      () => "Alertmanager is not ready",
    );
  });

  afterAll(async () => {
    await processes.endAll();
    slack.close();
    await rm(dir, { recursive: true, force: true });
  });

  /** One Prometheus' result of an evaluation. */
  async function send(severity: Severity, startsAt: number, endsAt?: number): Promise<void> {
    const labels = { alertname: `Of${severity}`, severity, service: "shop", team: "sales", instance: "10.0.0.1:80" };
    const annotations = {
      summary: "…",
      description: "…",
      runbook_url: "http://r.example",
      dashboard_url: "http://d.example",
    };
    const iso = (ms: number) => new Date(ms).toISOString();
    const body = [{ labels, annotations, startsAt: iso(startsAt), endsAt: iso(endsAt ?? Date.now() + 4 * TICK_MS) }];
    await fetch(`${url}/api/v2/alerts`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  }

  // Evaluations of both are due at the same moments. At the one nearest to the group's second message the first one sends the end,
  // which the second one sees an evaluation later.
  test.concurrent.each(["critical", "warning"] as const)(
    "send one end of a %s alert",
    async (severity) => {
      const { groupWait, groupInterval } = NOTIFICATION_TIMING[severity];
      const second = ((seconds(groupWait) + seconds(groupInterval)) * 1000) / FASTER;
      const last = Math.round(second / TICK_MS);
      const startsAt = Date.now();
      for (let tick = 0; tick < last; tick++) {
        await send(severity, startsAt);
        await send(severity, startsAt);
        await sleep(startsAt + (tick + 1) * TICK_MS - APART_MS / 2 - Date.now());
      }
      const endsAt = Date.now();
      await send(severity, startsAt, endsAt);
      await sleep(APART_MS);
      await send(severity, startsAt);
      await sleep(TICK_MS);
      for (const one of [1, 2]) await send(severity, startsAt, endsAt + TICK_MS + one);
      const sent = () => slack.titles.filter((title) => title.includes(`Of${severity}`));
      await within(
        (2 * seconds(groupInterval)) / FASTER + 10,
        async () => (sent().at(-1)?.includes("RESOLVED") ? true : undefined),
        () => `sent: ${sent().join(", ")}`,
      );
      await sleep(2 * TICK_MS);
      expect(sent()).toEqual([expect.stringContaining("FIRING"), expect.stringContaining("RESOLVED")]);
    },
    120_000,
  );
});

/** The configuration with shorter times of groups. */
function faster(config: string): string {
  return config.replaceAll(
    /(group_(?:wait|interval)): (\S+)/g,
    (_, key, value) => `${key}: ${(seconds(value) * 1000) / FASTER}ms`,
  );
}
