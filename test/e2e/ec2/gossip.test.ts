// Real Alertmanagers that gossip over TLS as the servers of EC2 are set up to: with each other, and with nobody else.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import execa from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { clusterFlags } from "../../../components/ec2/servers/server-units";
import { SERVERS_NAME } from "../../../components/ec2/tls/authority";
import { type Authority, authorityOf } from "../../../components/ec2/tls/certificate";
import { type Validity, validityAt } from "../../../components/ec2/tls/validity";
import { server } from "../../components/ec2/setups";
import { freePorts } from "../../support/ports";
import { toolsOrSkip } from "../../support/tools";
import { ready, startAlertmanager } from "../alertmanager";
import { Processes, within } from "../processes";

const tools = toolsOrSkip("alertmanager");
const MEMBERS = ["one", "two", "stranger", "expired", "plain"] as const;
type Member = (typeof MEMBERS)[number];

const status = z.object({ cluster: z.object({ peers: z.array(z.unknown()).default([]) }) });
const NOW = validityAt(new Date());
const OVER = validityAt(new Date(Date.now() - 500 * 86_400_000));
/** Of a server that was deployed before certificates ended. */
const ENDLESS = { from: OVER.from, until: new Date("9999-12-31T23:59:59Z") };

describe.skipIf(!tools)("Alertmanagers that gossip over TLS", () => {
  const processes = new Processes();
  let own: Authority;
  let dir: string;
  let web: Record<Member, number>;
  let cluster: Record<Member, number>;

  const url = (member: Member) => `http://127.0.0.1:${web[member]}`;

  /** With the file that a server's setup writes, and the credential that it reads from its parameters. */
  async function start(member: Member, issuer: Authority | undefined, validity: Validity = NOW): Promise<void> {
    const { files } = server(["other:9094"], { authority: own.certificate });
    const folder = join(dir, member);
    await mkdir(folder);
    const here = (text: string) => text.replaceAll(/\/etc\/tocsin|\/run\/tocsin\/secrets/g, folder);
    for (const { path, content } of files.filter((one) => /gossip\.yml|authority\.crt/.test(one.path)))
      await writeFile(here(path), here(content));
    const shown = await issuer?.issue(SERVERS_NAME, validity);
    if (shown) await writeFile(join(folder, "tls-certificate"), shown.certificate);
    if (shown) await writeFile(join(folder, "tls-key"), shown.key);
    await writeFile(join(folder, "alertmanager.yml"), "route: { receiver: nobody }\nreceivers: [{ name: nobody }]\n");
    const { all: help = "" } = await execa(tools?.alertmanager ?? "", ["--help"], { all: true, reject: false });
    const unit = files.find(({ path }) => path.endsWith("/alertmanager.service"))?.content ?? "";
    const flag = /--cluster\.tls-config=(\S+)/.exec(unit)?.[1] ?? "";
    // One without TLS waits 10 s for each that may not answer it, and is not ready before.
    const known = issuer ? MEMBERS : (["one"] as const);
    const others = known.filter((one) => one !== member).map((one) => `127.0.0.1:${cluster[one]}`);
    startAlertmanager(processes, {
      ...{ program: tools?.alertmanager ?? "", configFile: join(folder, "alertmanager.yml") },
      ...{ data: join(folder, "data"), address: `127.0.0.1:${web[member]}` },
      clusterFlags: clusterFlags(others, issuer && here(flag))
        .filter((one) => help.includes(one.replace(/=.*/, "=")))
        .map((one) => one.replace(/^(--cluster\.listen-address=).*/, `$1127.0.0.1:${cluster[member]}`)),
    });
  }

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "tocsin-gossip-"));
    web = await freePorts(...MEMBERS);
    cluster = await freePorts(...MEMBERS);
    own = await authorityOf("the environment's");
    await start("one", own);
    await start("two", own, ENDLESS);
    await start("expired", own, OVER);
    await start("stranger", await authorityOf("of another environment"));
    await start("plain", undefined);
    await Promise.all(MEMBERS.map((member) => ready(url(member))));
  }, 60_000);

  afterAll(async () => {
    await processes.endAll();
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  });

  const sees = async (member: Member) =>
    status.parse(await (await fetch(`${url(member)}/api/v2/status`)).json()).cluster.peers.length;

  test("find each other, renewed and not, and let in no expired certificate, none of another authority, nor one without", async () => {
    const { seconds } = await within(
      60,
      async () => ((await sees("one")) === 2 && (await sees("two")) === 2 ? true : undefined),
      () => "the two do not see each other",
    );
    console.log(`they see each other after ${seconds.toFixed(1)} s`);
    // Those that are refused try again every 10 s.
    await sleep(25_000);
    expect(await Promise.all(MEMBERS.map(sees))).toEqual([2, 2, 1, 1, 1]);
  }, 120_000);

  test("share a silence", async () => {
    const now = Date.now();
    const silence = {
      matchers: [{ name: "alertname", value: "Any", isRegex: false, isEqual: true }],
      ...{ startsAt: new Date(now).toISOString(), endsAt: new Date(now + 3_600_000).toISOString() },
      ...{ createdBy: "test", comment: "shared" },
    };
    const body = JSON.stringify(silence);
    await fetch(`${url("one")}/api/v2/silences`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    const comments = async (member: Member) => (await fetch(`${url(member)}/api/v2/silences`)).text();
    await within(
      60,
      async () => ((await comments("two")).includes("shared") ? true : undefined),
      () => "the silence has not reached the other one",
    );
    for (const other of ["stranger", "expired", "plain"] as const) expect(await comments(other), other).toBe("[]\n");
  }, 90_000);
});
