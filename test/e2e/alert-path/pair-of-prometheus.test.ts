// Two Prometheus of which one sees an end an evaluation before the other, and a real Alertmanager: the end is sent once.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { assemble, CALM_INTERVAL } from "../../../components/monitoring";
import { NOTIFICATION_TIMING, type Severity, seconds } from "../../../components/rules";
import { type Folder, writeFolder } from "../../components/alertmanager/folder";
import { endpoints, settings } from "../../support/environment";
import { freePort } from "../../support/ports";
import { toolsOrSkip } from "../../support/tools";
import { postAlert, ready, startAlertmanager } from "../alertmanager";
import { SlackServer } from "../ec2/slack";
import { Processes, within } from "../processes";
import { faster } from "./faster";

const tools = toolsOrSkip("alertmanager");

/** Everything is so much faster: Alertmanager's times and the evaluations alike. */
const FASTER = 10;
const TICK_MS = (seconds(CALM_INTERVAL) * 1000) / FASTER;

/** How much sooner one of them is done with an evaluation of the same moment. */
const APART_MS = 200;

describe.skipIf(!tools)("two Prometheus and an Alertmanager", () => {
  const processes = new Processes();
  let folder: Folder;
  let slack: SlackServer;
  let url: string;

  beforeAll(async () => {
    slack = await SlackServer.start();
    folder = await writeFolder(assemble("dev", settings(), endpoints).notifications, slack.url);
    await writeFile(folder.configFile, faster(await readFile(folder.configFile, "utf8"), FASTER));
    const address = `127.0.0.1:${await freePort()}`;
    // From 0.31 on a group whose alerts have ended is gone at once, and what fires again then is sent without its wait.
    startAlertmanager(processes, {
      ...{ program: tools?.alertmanager ?? "", address },
      ...{ configFile: folder.configFile, data: join(folder.path, "data") },
    });
    url = `http://${address}`;
    await ready(url);
  });

  afterAll(async () => {
    await processes.endAll();
    slack.close();
    await folder.remove();
  });

  /** One Prometheus' result of an evaluation. */
  async function send(severity: Severity, startsAt: number, endsAt?: number): Promise<void> {
    const iso = (ms: number) => new Date(ms).toISOString();
    const times = { startsAt: iso(startsAt), endsAt: iso(endsAt ?? Date.now() + 4 * TICK_MS) };
    await postAlert(url, { alertname: `Of${severity}`, severity, service: "shop", ...times });
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
