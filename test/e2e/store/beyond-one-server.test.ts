// Beyond one server, for real: a pair of Prometheus with the settings of EC2 writes to a distributed store. It answers as they do, each
// series once; dashboards and rules read it; a node of it is killed, and nothing is lost and no message sent twice.
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { acrossEnvironments } from "../../../components/dashboards";
import { PASSWORD_FILE, USERNAME } from "../../../components/host/password-files";
import { isRecording, metricsIn, withMatcher } from "../../../components/promql";
import { NATIVE_TOOLS, STORE_TOOLS } from "../../../infra/machine/tools";
import { rules } from "../../../infra/running/prometheus-api";
import { toolsOrSkip } from "../../support/tools";
import { House } from "../house";
import { Processes, within } from "../processes";
import { rulesOf, type Server, startPair } from "./pair";
import { type Question, samplesOf, valuesOf } from "./series";
import { COPIES, OF_COPIES, OF_SERVERS, TENANT, Thanos } from "./thanos";

const tools = toolsOrSkip("pulumi", ...NATIVE_TOOLS, ...STORE_TOOLS);

const ENVIRONMENT = "local";
const ALL = '{__name__=~".+"}';
const ALERT = "ServiceDown";

/** Beside what a Prometheus itself has: who wrote a series, and who keeps it. */
const ADDED = ["environment", "cluster", OF_SERVERS, OF_COPIES, TENANT];

/** So long there is no node, in seconds, while both servers write. */
const DOWN_SECONDS = 65;

/** What is scraped is written within so many seconds. */
const UNDER_WAY_SECONDS = 10;

/** What is scraped and recorded, or written and sent on, is there after so long, in seconds. */
const SETTLED_SECONDS = 20;

const rule = z.object({ name: z.string(), query: z.string(), type: z.string(), state: z.string().optional() });
const evaluated = z.object({ data: z.object({ groups: z.array(z.object({ rules: z.array(rule) })) }) });
const received = z.array(z.object({ labels: z.record(z.string(), z.string()) }));
const messages = z.array(z.object({ payload: z.object({ attachments: z.array(z.object({ title: z.string() })) }) }));

const json = async (url: string): Promise<unknown> => (await fetch(url)).json();
const rulesIn = async (url: string) =>
  evaluated.parse(await json(`${url}/api/v1/rules`)).data.groups.flatMap((group) => group.rules);
const now = () => Date.now() / 1000;

describe.skipIf(!tools)("beyond one server", () => {
  const processes = new Processes();
  let house: House;
  let store: Thanos;
  let pair: Server[];
  let ruler: string;
  let began: number;
  /** When there was no node. */
  let down: { from: number; to: number };

  beforeAll(async () => {
    if (!tools) return;
    house = await House.build();
    await house.does(["up"]);
    store = await Thanos.start(tools.thanos, house.path("thanos"), processes);
    began = now();
    pair = await startPair(house, tools.prometheus, store.writes, processes);
    ruler = await store.startRuler({
      rules: rulesOf(house),
      alertmanager: `127.0.0.1:${house.ports.alertmanagerDirect}`,
      access: { username: USERNAME, passwordFile: house.path("local", "access", PASSWORD_FILE), tls: false },
      environment: ENVIRONMENT,
    });
    // Recordings that read recordings need a few evaluations.
    await sleep(60_000);
  }, 300_000);
  afterAll(async () => {
    await processes.endAll();
    await house?.tearDown();
  });

  /** What the store has of one server, each sample once however many nodes have it. */
  const ofServer = ({ name }: Server, time: number) => ({
    matcher: `${OF_SERVERS}="${name}"`,
    question: { url: store.url, time, more: { dedup: "true", "replicaLabels[]": OF_COPIES }, without: ADDED },
  });

  test("the store has each series of the two once", async () => {
    const time = now() - SETTLED_SECONDS;
    const asked = await Promise.all(pair.map(({ url }) => valuesOf(ALL, { url, time })));
    const servers = new Set(asked.flatMap((one) => [...one.keys()]));
    const stored = await settled(
      () => valuesOf(ALL, { url: store.url, time, without: ADDED }),
      (found) => [...servers].every((key) => found.has(key)),
    );
    console.log(`  ${stored.size} series in the store, ${asked.map(({ size }) => size).join(" and ")} in the servers`);
    expect([...stored].filter(([, values]) => values.length > 1)).toEqual([]);
    expect([...servers].filter((key) => !stored.has(key))).toEqual([]);
    expect([...stored.keys()].filter((key) => !servers.has(key))).toEqual([]);
    expect(stored.size).toBeGreaterThan(1_000);
    // Both are there, and only taken for one.
    const twice = await valuesOf("up", { url: store.url, time, more: { dedup: "false" }, without: ADDED });
    expect(new Set([...twice.values()].map(({ length }) => length))).toEqual(new Set([pair.length * COPIES]));
  });

  // A ruler has recordings of its own, without the labels that servers add to theirs: rules that read both are not for it.
  test("what is recorded of scraped series has the values there that it has in a server", async () => {
    const [server] = pair;
    if (!server) throw new Error("no pair");
    const queries = (await rulesIn(server.url)).filter(({ type }) => type === "recording").map(({ query }) => query);
    const expressions = [...new Set(queries)].filter((expr) => !metricsIn(expr).some(isRecording));
    const time = now() - SETTLED_SECONDS;
    const { matcher, question } = ofServer(server, time);
    const differ: string[] = [];
    let compared = 0;
    for (const expr of expressions) {
      const [own, stored] = await Promise.all([
        valuesOf(expr, { url: server.url, time }),
        valuesOf(withMatcher(expr, matcher), question),
      ]);
      compared += own.size;
      if (!alike(own, stored)) differ.push(expr);
    }
    console.log(`  ${expressions.length} expressions with ${compared} series`);
    expect(compared).toBeGreaterThan(30);
    expect(differ).toEqual([]);
  });

  test("all rules are evaluated on it without an error", async () => {
    const known = await rules(house.url("prometheus"));
    const there = await rules(ruler);
    expect(there.map(({ name }) => name).sort()).toEqual(known.map(({ name }) => name).sort());
    expect(there.filter(({ health }) => health !== "ok")).toEqual([]);
  });

  test("every query of the dashboards has an answer there, where a server has one", async () => {
    const { monitoring } = await house.monitoring();
    const queries = monitoring.dashboards
      .map((dashboard) => acrossEnvironments(dashboard, ENVIRONMENT))
      .flatMap(({ rows }) => rows.flatMap((row) => row.panels))
      .flatMap((panel) => Object.values(panel.queries))
      .map((query) => query.replaceAll("$environment", ENVIRONMENT).replace(/\$\w+/g, ".+"));
    const time = now() - SETTLED_SECONDS;
    const sizeOf = async (expr: string, question: Question) => (await valuesOf(expr, question)).size;
    const empty: string[] = [];
    let full = 0;
    for (const expr of new Set(queries)) {
      const [own, stored] = await Promise.all(
        [pair[0]?.url ?? "", store.url].map((url) => sizeOf(expr, { url, time, without: ADDED })),
      );
      if (own) full += 1;
      if (own && !stored) empty.push(expr);
    }
    console.log(`  ${new Set(queries).size} queries, ${full} with data`);
    expect(full).toBeGreaterThan(50);
    expect(empty).toEqual([]);
  });

  test("a node is killed while a service fails: one message that it fails, one that it is back", async () => {
    const sent = async () =>
      messages
        .parse(await json(`${house.url("inbox")}/messages`))
        .flatMap(({ payload }) => payload.attachments.map(({ title }) => title))
        .filter((title) => title.includes(` ${ALERT} `));
    const killed = now();
    await store.killNode(0);
    process.kill(await house.pid("sample"), "SIGKILL");
    await within(
      90,
      async () => ((await sent()).length > 0 ? true : undefined),
      () => "no message",
    );
    // All of them say it, those who evaluate the data of all included, and it is one alert.
    const evaluating = [...pair.map(({ url }) => url), ruler];
    const firing = async (url: string) =>
      (await rulesIn(url)).some(({ name, state }) => name === ALERT && state === "firing");
    await within(
      60,
      async () => ((await Promise.all(evaluating.map(firing))).every(Boolean) ? true : undefined),
      async () => `firing: ${await Promise.all(evaluating.map(firing))}`,
    );
    // What they found last is sent.
    await sleep(SETTLED_SECONDS * 1000);
    const filter = encodeURIComponent(`alertname="${ALERT}"`);
    const there = received.parse(await json(`${house.url("alertmanager")}/api/v2/alerts?filter=${filter}`));
    expect(there.map(({ labels }) => labels)).toHaveLength(1);
    await sleep((killed + DOWN_SECONDS - now()) * 1000);
    down = { from: killed, to: now() };
    await store.startNode(0);
    await house.does(["up"]);
    const isResolved = async () => ((await sent()).some((title) => title.includes("RESOLVED")) ? true : undefined);
    await within(120, isResolved, async () => (await sent()).join(", "));
    // A second message would come now.
    await sleep(SETTLED_SECONDS * 1000);
    expect((await sent()).map((title) => /FIRING|RESOLVED/.exec(title)?.[0]).sort()).toEqual(["FIRING", "RESOLVED"]);
  }, 400_000);

  test("no sample of a series is lost that a server has, although the node lacks them", async () => {
    const time = now() - SETTLED_SECONDS;
    const selector = `${ALL}[${Math.floor(time - began)}s]`;
    for (const server of pair) {
      const { matcher, question } = ofServer(server, time);
      const own = await samplesOf(selector, { url: server.url, time });
      const lostNow = async () => {
        const stored = await samplesOf(withMatcher(selector, matcher), { ...question, more: { dedup: "false" } });
        return [...own].flatMap(([key, samples]) =>
          [...samples].filter(([at, value]) => stored.get(key)?.get(at) !== value).map(([at]) => `${key} at ${at}`),
        );
      };
      const lost = await settled(lostNow, ({ length }) => length === 0);
      const count = [...own.values()].reduce((sum, { size }) => sum + size, 0);
      console.log(`  ${server.name}: ${own.size} series with ${count} samples, ${lost.length} of them lost`);
      expect(lost.slice(0, 10)).toEqual([]);
      expect(lost).toHaveLength(0);
      expect(count).toBeGreaterThan(10_000);
    }
    const ofNode = withMatcher(selector, `${OF_COPIES}="0"`);
    const kept = await samplesOf(ofNode, { url: store.url, time, more: { dedup: "false" } });
    const times = [...kept.values()].flatMap((samples) => [...samples.keys()].map((at) => at / 1000));
    const isDown = (at: number) => at > down.from + UNDER_WAY_SECONDS && at < down.to - UNDER_WAY_SECONDS;
    expect(times.filter(isDown)).toEqual([]);
    expect(times.some((at) => at > down.to)).toBe(true);
    const memory = await Promise.all(store.pids.map(residentMiB));
    console.log(`  memory of the nodes: ${memory.join(", ")} MiB`);
  }, 120_000);
});

/** What is found as soon as it is as it should be, or after half a minute: on a busy machine, what is written waits. */
async function settled<T>(find: () => Promise<T>, isRight: (found: T) => boolean): Promise<T> {
  for (const end = now() + 30; ; await sleep(2_000)) {
    const found = await find();
    if (isRight(found) || now() > end) return found;
  }
}

/** What a process has in memory. */
const residentMiB = async (pid: number) =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024);

/** The same series with the same values, but for the order in which floating point adds them. */
const alike = (one: Map<string, number[]>, other: Map<string, number[]>): boolean =>
  one.size === other.size &&
  [...one].every(([key, [value = Number.NaN]]) => {
    const [stored = Number.NaN, ...more] = other.get(key) ?? [];
    return more.length === 0 && (Object.is(value, stored) || Math.abs(value - stored) <= 1e-9 * Math.abs(value));
  });
