// Two real Alertmanagers whose network is cut and mended: each sends while it is alone, and nothing again when they meet.
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import execa from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { clusterFlags } from "../../../components/ec2/servers/server-units";
import { assemble } from "../../../components/monitoring";
import { PEER_TIMEOUT_SECONDS, START_DELAY_SECONDS } from "../../../components/prometheus";
import { NOTIFICATION_TIMING, seconds } from "../../../components/rules";
import { type Folder, writeFolder } from "../../components/alertmanager/folder";
import { endpoints, settings } from "../../support/environment";
import { freePorts } from "../../support/ports";
import { toolsOrSkip } from "../../support/tools";
import { postAlert, ready, startAlertmanager } from "../alertmanager";
import { SlackServer } from "../ec2/slack";
import { Processes, within } from "../processes";
import { Wire } from "./wire";

const tools = toolsOrSkip("alertmanager");
const { groupWait, groupInterval } = NOTIFICATION_TIMING.critical;
/** Everything of a group that is due has been sent by now. */
const SETTLED_MS = (seconds(groupInterval) + PEER_TIMEOUT_SECONDS + 5) * 1000;

const status = z.object({ cluster: z.object({ peers: z.array(z.unknown()).optional() }) });
const silences = z.array(z.object({ comment: z.string(), status: z.object({ state: z.string() }) }));

describe.skipIf(!tools)("two Alertmanagers that cannot reach each other", () => {
  const processes = new Processes();
  let folder: Folder;
  let slack: SlackServer;
  let wires: Wire[] = [];
  let urls: readonly string[] = [];

  beforeAll(async () => {
    slack = await SlackServer.start();
    folder = await writeFolder(assemble("dev", settings(), endpoints).notifications, slack.url);
    const ports = await freePorts("one", "two", "ownOne", "ownTwo", "wireOne", "wireTwo");
    wires = [await Wire.lay(ports.wireOne, ports.ownOne), await Wire.lay(ports.wireTwo, ports.ownTwo)];
    // This machine's may be older than that of the servers, and end at a flag that it does not know.
    const { all: help = "" } = await execa(tools?.alertmanager ?? "", ["--help"], { all: true, reject: false });
    const start = (name: string, web: number, own: number, wire: number, other: number) =>
      startAlertmanager(processes, {
        ...{ program: tools?.alertmanager ?? "", configFile: folder.configFile, data: join(folder.path, name) },
        address: `127.0.0.1:${web}`,
        clusterFlags: [
          `--cluster.listen-address=127.0.0.1:${own}`,
          `--cluster.advertise-address=127.0.0.1:${wire}`,
          ...clusterFlags([`127.0.0.1:${other}`]).filter(
            (flag) => !flag.startsWith("--cluster.listen-address") && help.includes(flag.replace(/=.*/, "=")),
          ),
        ],
      });
    start("one", ports.one, ports.ownOne, ports.wireOne, ports.wireTwo);
    start("two", ports.two, ports.ownTwo, ports.wireTwo, ports.wireOne);
    urls = [ports.one, ports.two].map((port) => `http://127.0.0.1:${port}`);
    await Promise.all(urls.map(ready));
    await members(2, 60);
    await sleep(START_DELAY_SECONDS * 1000);
  }, 180_000);

  afterAll(async () => {
    await processes.endAll();
    for (const wire of wires) wire.close();
    slack?.close();
    await folder?.remove();
  });

  /** Waits until each sees so many; the seconds that it took. */
  async function members(count: number, atMost: number): Promise<number> {
    const { seconds: passed } = await within(
      atMost,
      async () => {
        const answers = await Promise.all(
          urls.map(async (url) => status.parse(await (await fetch(`${url}/api/v2/status`)).json())),
        );
        return answers.every(({ cluster }) => (cluster.peers ?? []).length === count) ? true : undefined;
      },
      () => `not each of them sees ${count}`,
    );
    return passed;
  }

  const post = async (alertname: string, times: { startsAt: string; endsAt?: string }) => {
    for (const url of urls) await postAlert(url, { alertname, severity: "critical", service: "shop", ...times });
  };
  const now = () => new Date().toISOString();
  const about = (alertname: string) => slack.titles.filter((title) => title.includes(alertname));

  const silence = (url: string, alertname: string) =>
    fetch(`${url}/api/v2/silences`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        matchers: [{ name: "alertname", value: alertname, isRegex: false, isEqual: true }],
        ...{ startsAt: now(), endsAt: new Date(Date.now() + 3_600_000).toISOString() },
        ...{ createdBy: "test", comment: alertname },
      }),
    });
  const isSilenced = async (url: string, alertname: string) =>
    silences
      .parse(await (await fetch(`${url}/api/v2/silences`)).json())
      .some(({ comment, status: { state } }) => comment === alertname && state === "active");

  const startsAt = { before: "", during: "" };

  test("had sent an alert once before", async () => {
    startsAt.before = now();
    await post("BeforeTheCut", { startsAt: startsAt.before });
    await sleep((seconds(groupWait) + PEER_TIMEOUT_SECONDS) * 1000 + 5_000);
    expect(about("BeforeTheCut")).toHaveLength(1);
  });

  test("each send an alert that begins meanwhile, in time, and nothing of an earlier one", async () => {
    for (const wire of wires) wire.cut();
    startsAt.during = now();
    await post("DuringTheCut", { startsAt: startsAt.during });
    const { seconds: passed } = await within(
      seconds(groupWait) + PEER_TIMEOUT_SECONDS + 10,
      async () => (about("DuringTheCut").length === 2 ? true : undefined),
      () => `sent: ${slack.titles.join(", ")}`,
    );
    const noticed = await members(1, 60);
    expect((await silence(urls[0] ?? "", "Silenced")).ok).toBe(true);
    console.log(`cut: both sent after ${passed.toFixed(1)} s, and noticed ${noticed.toFixed(1)} s later`);
    await sleep(SETTLED_MS);
    expect(about("DuringTheCut")).toHaveLength(2);
    expect(about("BeforeTheCut")).toHaveLength(1);
  });

  test("share silences and what was sent once they meet: nothing is sent again, and the end is sent once", async () => {
    expect(await isSilenced(urls[1] ?? "", "Silenced")).toBe(false);
    for (const wire of wires) wire.mend();
    const met = await members(2, 60);
    const { seconds: passed } = await within(
      90,
      async () => ((await isSilenced(urls[1] ?? "", "Silenced")) ? true : undefined),
      () => "the silence has not reached the other one",
    );
    console.log(`mended: both meet after ${met.toFixed(1)} s, a silence is shared ${passed.toFixed(1)} s later`);
    await post("Silenced", { startsAt: now() });
    await sleep(SETTLED_MS);
    expect(about("Silenced")).toEqual([]);
    expect(about("DuringTheCut")).toHaveLength(2);
    const endsAt = now();
    for (const [alertname, from] of [
      ["BeforeTheCut", startsAt.before],
      ["DuringTheCut", startsAt.during],
    ] as const)
      await post(alertname, { startsAt: from, endsAt });
    await sleep(SETTLED_MS);
    expect(about("BeforeTheCut").slice(1)).toEqual([expect.stringContaining("RESOLVED")]);
    expect(about("DuringTheCut").slice(2)).toEqual([expect.stringContaining("RESOLVED")]);
  });
});
