// A hundred breaks of a real chain, one after another: the continuous drill finds each, says so, and stops the dead-man's switch.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { brokenIn, drillChain, drillPlanOf, type Ground, report, unprovenIn } from "../../../components/drill";
import { kept } from "../../../components/drill/kept";
import { assemble } from "../../../components/monitoring";
import { drillProgram } from "../../../stacks/programs";
import { endpoints, settings } from "../../support/environment";
import { freePort } from "../../support/ports";
import { toolsOrSkip } from "../../support/tools";
import { breaksOf, TEAMS, targetsFor } from "./breaks";
import { healthy, sendTo } from "./receivers";
import { type Chain, startChain, until } from "./running";

const tools = toolsOrSkip("prometheus", "alertmanager");

const monitoring = assemble(
  "shop",
  settings({
    hosts: TEAMS.map((team) => ({ name: `host-of-${team}`, team })),
    services: ["redis", "postgres", "mysql", "mongodb", "rabbitmq", "kafka"].map((mixin) => ({
      name: `a-${mixin}`,
      mixin,
      targets: ["10.0.0.9:9000"],
    })),
    notifications: {
      slack: { token: { file: "token" }, teams: Object.fromEntries(TEAMS.map((team) => [team, `#${team}`])) },
      pagerduty: { routingKey: { file: "key" } },
      receivers: [{ name: "community", severities: ["critical"], discord: { file: "discord" } }],
      drill: { every: "5m" },
    },
  }),
  endpoints,
);

const EVERY_SECONDS = 300;

const CREDENTIALS: Record<string, string> = {
  "slack-token": "xoxb-test",
  "pagerduty-routing-key": "a-routing-key",
  "discord-community": "https://discord.com/api/webhooks/1/secret",
};

const held = z.array(
  z.object({
    annotations: z.object({ description: z.string().default("") }),
    receivers: z.array(z.object({ name: z.string() })),
    status: z.object({ state: z.string(), inhibitedBy: z.array(z.string()) }),
  }),
);

const stored = z.object({
  data: z.object({
    result: z.array(z.object({ metric: z.record(z.string(), z.string()), value: z.tuple([z.number(), z.string()]) })),
  }),
});

const breaks = breaksOf(monitoring);

test("there are over a hundred breaks, of every kind", () => {
  expect(breaks.length).toBeGreaterThanOrEqual(140);
  expect(new Set(breaks.map(({ kind }) => kind)).size).toBe(10);
});

describe.skipIf(!tools)("a drill of the chain", () => {
  const plan = drillPlanOf(monitoring, "platform");
  const receivers = healthy();
  let chain: Chain;
  let ground: Ground;

  beforeAll(async () => {
    if (!tools) return;
    chain = await startChain(tools, monitoring, targetsFor(monitoring));
    const { prometheus, alertmanager } = chain;
    ground = {
      ...{ prometheus, alertmanager, now: Date.now, send: sendTo(receivers) },
      credential: (name) => CREDENTIALS[name],
    };
    await allIsWell();
  }, 120_000);
  afterAll(async () => chain?.stop());

  const drilled = async () => brokenIn(await drillChain(plan, ground));
  /** After a change, targets are scraped and rules are evaluated within a second or two. */
  const allIsWell = async () => {
    let last: string[] = [];
    const isWell = async () => {
      last = await drilled();
      return last.length === 0;
    };
    await until(isWell, () => last.slice(0, 5).join("\n"));
  };
  const inAlertmanager = async (alert: string) => {
    const filter = encodeURIComponent(`alertname="${alert}"`);
    return held.parse(await (await fetch(`${chain.alertmanager}/api/v2/alerts?filter=${filter}`)).json());
  };

  test("proves every alert where nothing is broken, and sends nobody anything", async () => {
    const drill = await drillChain(plan, ground);
    const { proven } = drill;
    expect([brokenIn(drill), unprovenIn(drill)]).toEqual([[], ["heartbeat (a heartbeat)"]]);
    expect(proven.length).toBeGreaterThan(100);
    expect([...receivers.planned]).toEqual([]);
    const metrics = await (await fetch(`${chain.alertmanager}/metrics`)).text();
    const sent = [
      ...metrics.matchAll(/^alertmanager_notifications_total\{integration="(slack|pagerduty|discord)".*\} (\d+)$/gm),
    ];
    expect(sent.map(([, kind, count]) => [kind, count])).toEqual(
      ["discord", "pagerduty", "slack"].map((kind) => [kind, "0"]),
    );
  }, 60_000);

  test.each(breaks.map((one) => [one.kind, one.title, one] as const))(
    "finds: %s, %s",
    async (_, __, { inject, mend, says }) => {
      await inject(chain, receivers);
      let broken: string[] = [];
      const isFound = async () => {
        broken = await drilled();
        return broken.some((one) => says.test(one));
      };
      await until(isFound, () => `${says} is not among:\n${broken.slice(0, 5).join("\n")}`);
      const found = await drillChain(plan, ground);
      await report(found, plan, ground, EVERY_SECONDS);
      const [failed] = await inAlertmanager("DrillFailed");
      expect(failed?.receivers.map(({ name }) => name).sort()).toEqual([
        "community",
        "pagerduty",
        "slack-alerts-critical",
      ]);
      expect(failed?.annotations.description).not.toBe("");
      await until(
        async () => (await inAlertmanager("Watchdog")).every(({ status }) => status.state === "suppressed"),
        () => "the Watchdog is not held back",
      );
      await mend(chain, receivers);
      await allIsWell();
      await report(await drillChain(plan, ground), plan, ground, EVERY_SECONDS);
      expect(await inAlertmanager("DrillFailed")).toEqual([]);
    },
    60_000,
  );

  test("runs as a process of its own, which keeps when each alert was proven", async () => {
    const folder = await mkdtemp(join(tmpdir(), "drill-"));
    const [file, proofs] = [join(folder, "plan.json"), join(folder, "proofs.json")];
    const port = await freePort();
    // Its receivers are on the internet, which tests do not use.
    await writeFile(file, JSON.stringify({ ...plan, receivers: [] }));
    const flags = [
      ...[`--plan=${file}`, `--proofs=${proofs}`, `--prometheus=${chain.prometheus}`],
      ...[`--alertmanager=${chain.alertmanager}`, "--every=1"],
    ];
    const program = [...["--import", "tsx", join(__dirname, "../../../components/drill/main.ts")], ...flags];
    // As one file, which is what jobs of clusters and servers run.
    const bundled = join(folder, "drill.cjs");
    await writeFile(bundled, drillProgram());
    const once = await execa("node", [bundled, ...flags]);
    expect(once.stdout).toBe("every link is proven");
    const child = execa("node", [...program, `--port=${port}`]);
    const shown = z.object({ at: z.string(), broken: z.array(z.string()), proven: z.record(z.string(), z.string()) });
    const asked = async () =>
      shown.safeParse(await (await fetch(`http://127.0.0.1:${port}/proofs`).catch(() => undefined))?.json()).data;
    await until(
      async () => (await asked())?.proven.InstanceDown !== undefined,
      () => "nothing is proven",
    );
    expect((await asked())?.broken).toEqual([]);
    const query = "tocsin_drill_last_proven_timestamp_seconds or tocsin_drill_last_run_timestamp_seconds";
    const { data } = stored.parse(
      await (await fetch(`${chain.prometheus}/api/v1/query?query=${encodeURIComponent(query)}`)).json(),
    );
    const kept = new Map(data.result.map(({ metric, value }) => [metric.alert ?? "", Number(value[1])]));
    expect([...kept.keys()].filter(Boolean).sort()).toEqual([...new Set(plan.expected.map((one) => one.alert))].sort());
    expect(Math.abs(Date.now() / 1000 - (kept.get("") ?? 0))).toBeLessThan(60);
    child.kill("SIGTERM");
    await child;
    expect(shown.parse(JSON.parse(await readFile(proofs, "utf8"))).proven).toHaveProperty("InstanceDown");
    await rm(folder, { recursive: true });
  }, 60_000);

  test("says where Prometheus does not take what was proven, which may be of any size", async () => {
    const proven = Array.from({ length: 2_000 }, (_, index) => `AnAlertOfManyNumber${index}`);
    const result = { links: {}, proven };
    expect(brokenIn(await kept(result, ground))).toEqual([]);
    const query = 'count(tocsin_drill_last_proven_timestamp_seconds{alert=~"AnAlertOfMany.+"})';
    const { data } = stored.parse(
      await (await fetch(`${chain.prometheus}/api/v1/query?query=${encodeURIComponent(query)}`)).json(),
    );
    expect(data.result[0]?.value[1]).toBe("2000");
    const elsewhere = { ...ground, replicas: [chain.alertmanager] };
    expect(brokenIn(await kept(result, elsewhere))).toEqual([
      expect.stringMatching(/^127\.0\.0\.1:\d+ takes no result \(404\)/),
    ]);
  }, 60_000);

  test("finds that Alertmanager is stopped, where its dead-man's switch gets nothing either", async () => {
    await chain.stopAlertmanager();
    expect(await drilled()).toContainEqual(
      expect.stringMatching(/^127\.0\.0\.1:\d+ does not answer \(ECONNREFUSED\)$/),
    );
    await expect(report(await drillChain(plan, ground), plan, ground, EVERY_SECONDS)).rejects.toThrow(
      "does not answer",
    );
  });
});
