// Two real Alertmanagers as the servers of EC2 run them: a cluster that tells once, also when one of them is killed.
import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import execa from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { clusterFlags } from "../../../components/ec2/servers/server-units";
import { assemble } from "../../../components/monitoring";
import { type Folder, writeFolder } from "../../components/alertmanager/folder";
import { endpoints, settings } from "../../support/environment";
import { freePorts } from "../../support/ports";
import { toolsOrSkip } from "../../support/tools";
import { postAlert, startAlertmanager } from "../alertmanager";
import { ended, Processes, within } from "../processes";
import { SlackServer } from "./slack";

const tools = toolsOrSkip("alertmanager");

const status = z.object({
  cluster: z.object({
    status: z.string(),
    name: z.string().optional(),
    peers: z.array(z.object({ name: z.string() })).optional(),
  }),
});

describe.skipIf(!tools)("two Alertmanagers", () => {
  const processes = new Processes();
  let folder: Folder;
  let slack: SlackServer;
  let ports: Record<"one" | "two" | "clusterOne" | "clusterTwo", number>;
  const running = new Map<"one" | "two", ChildProcess>();

  const url = (member: "one" | "two") => `http://127.0.0.1:${ports[member]}`;

  beforeAll(async () => {
    slack = await SlackServer.start();
    ports = await freePorts("one", "two", "clusterOne", "clusterTwo");
    folder = await writeFolder(assemble("dev", settings(), endpoints).notifications, slack.url);
    // This machine's may be older than that of the servers, and end at a flag that it does not know.
    const { all: help = "" } = await execa(tools?.alertmanager ?? "", ["--help"], { all: true, reject: false });
    const start = (member: "one" | "two", own: number, other: number) => {
      // The flags of a server, with this test's ports in place of the one that each machine has for itself.
      const flags = clusterFlags([`127.0.0.1:${other}`])
        .filter((flag) => help.includes(flag.replace(/=.*/, "=")))
        .map((flag) => flag.replace(/^--cluster\.listen-address=.*/, `--cluster.listen-address=127.0.0.1:${own}`));
      const child = startAlertmanager(processes, {
        ...{ program: tools?.alertmanager ?? "", configFile: folder.configFile, data: join(folder.path, member) },
        ...{ address: `127.0.0.1:${ports[member]}`, clusterFlags: flags },
      });
      running.set(member, child);
    };
    start("one", ports.clusterOne, ports.clusterTwo);
    start("two", ports.clusterTwo, ports.clusterOne);
  });

  afterAll(async () => {
    await processes.endAll();
    slack.close();
    await folder.remove();
  });

  async function clusterOf(member: "one" | "two") {
    return status.parse(await (await fetch(`${url(member)}/api/v2/status`)).json()).cluster;
  }

  async function members(member: "one" | "two"): Promise<number> {
    const cluster = await clusterOf(member);
    return cluster.status === "ready" ? (cluster.peers ?? []).length : 0;
  }

  /** The one that sends at once, and the one that waits for it: by their names. */
  async function order(): Promise<["one" | "two", "one" | "two"]> {
    const { name = "", peers = [] } = await clusterOf("one");
    return peers.some((peer) => peer.name < name) ? ["two", "one"] : ["one", "two"];
  }

  /** As each Prometheus does: to every Alertmanager that answers, again and again. */
  async function post(
    alertname: string,
    service: string,
    to: readonly ("one" | "two")[],
    more: { startsAt?: string; endsAt?: string } = {},
  ): Promise<void> {
    for (const member of to) await postAlert(url(member), { alertname, severity: "critical", service, ...more });
  }

  const about = (alertname: string) => slack.titles.filter((title) => title.includes(alertname));

  test("find each other", async () => {
    for (const member of ["one", "two"] as const)
      await within(
        60,
        async () => ((await members(member)) === 2 ? true : undefined),
        () => `${member} does not see both`,
      );
  }, 130_000);

  test("send one message of an alert that both hear of", async () => {
    await post("ServiceDown", "shop", ["one", "two"]);
    const { seconds } = await within(
      30,
      async () => about("ServiceDown")[0],
      () => `told: ${slack.titles.join(", ")}`,
    );
    // The second one waits for the first; then it would have sent.
    await sleep(25_000);
    expect(about("ServiceDown")).toHaveLength(1);
    console.log(`told once, after ${seconds.toFixed(1)} s`);
  }, 70_000);

  // The second one's intervals of 30 s begin seven seconds before the first one's, as after a restart: at 35 s it sees the alert fire,
  // at 42 s the first one sends that it is resolved, and at 50 s the second one would have waited for 15 s.
  test("do not send that an alert fires after it was sent as resolved", async () => {
    const [first, second] = await order();
    const startsAt = new Date().toISOString();
    const both = async (more: { endsAt?: string }) =>
      post("QueueStuck", "shop", [second, first], { startsAt, ...more });
    await post("QueueStuck", "shop", [second], { startsAt });
    await sleep(12_000);
    for (let times = 0; times < 5; times++) {
      await both({});
      await sleep(5_000);
    }
    const endsAt = new Date().toISOString();
    for (let times = 0; times < 8; times++) {
      await both({ endsAt });
      await sleep(5_000);
    }
    expect(about("QueueStuck")).toEqual([expect.stringContaining("FIRING"), expect.stringContaining("RESOLVED")]);
  }, 120_000);

  test("send one message when one of them is killed", async () => {
    const child = running.get("one");
    if (child) await ended(child);
    await post("InstanceDown", "node", ["two"]);
    const { seconds } = await within(
      60,
      async () => about("InstanceDown")[0],
      () => `told: ${slack.titles.join(", ")}`,
    );
    await sleep(10_000);
    expect(about("InstanceDown")).toHaveLength(1);
    // What both had been told before is not told again by the one that is left.
    expect(about("ServiceDown")).toHaveLength(1);
    console.log(`with one killed, told once after ${seconds.toFixed(1)} s`);
  }, 90_000);
});
