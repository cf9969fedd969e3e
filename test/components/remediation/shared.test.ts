// Hooks on two servers, each a process of its own, with a ledger in a bucket: each incident calls once, whoever is asked and whatever fails.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { book } from "../../../components/remediation/ledger/book";
import { programsOrSkip } from "../../support/machine/programs";
import { until } from "../alertmanager/running";
import { type StandIn, startStandIn } from "./s3-stand-in";
import { NAMES, type Sent, type Servers, startServers } from "./servers";

const programs = programsOrSkip("aws");
const OBJECT = "/configuration/remediation/restart.json";

const firing = (fingerprint: string, ago = 10_000): Sent => ({
  fingerprint,
  startsAt: new Date(Date.now() - ago).toISOString(),
});
const resolved = (one: Sent): Sent => ({ ...one, endsAt: new Date().toISOString() });

describe.skipIf(!programs)("two servers", () => {
  let s3: StandIn;
  let servers: Servers;
  beforeAll(async () => {
    s3 = await startStandIn();
    servers = await startServers(s3.url);
  }, 60_000);
  beforeEach(() => {
    s3.objects.clear();
    servers.hook.calls.splice(0);
    servers.hook.answer = (response) => response.end("restarted");
  });
  afterAll(async () => {
    await servers.stop();
    await s3.close();
  });
  const [first, second] = NAMES;
  const calls = () => servers.hook.calls.length;
  const told = (text: string) =>
    until(
      async () => (await servers.threads()).filter((one) => one.includes(text)).at(0),
      () => servers.log(),
    );

  test("that are asked at once call once, and the thread has the outcome, whichever of them called", async () => {
    await servers.message("shop");
    const alert = firing("a");
    servers.hook.answer = (response) => setTimeout(() => response.end("restarted"), 1_000);
    await Promise.all(NAMES.map((name) => servers.send(name, "shop", [alert])));
    expect(calls()).toBe(1);
    expect(await servers.counted("succeeded")).toBe(1);
    expect(await told('"restarted"')).toMatch(/^Remediation \*restart\* answered 200 after/);
    // What the one called for is repeated by the other, also where other alerts of the incident are left.
    await servers.send(second, "shop", [alert, firing("b")]);
    await servers.send(first, "shop", [firing("b")]);
    await servers.end(first);
    await servers.start(first);
    await servers.send(first, "shop", [firing("b")]);
    expect(calls()).toBe(1);
    expect((await servers.threads()).filter((one) => one.includes("restarted"))).toHaveLength(1);
  }, 60_000);

  test("know from each other that an incident is over; news of it that come late call nobody, and the next one does", async () => {
    const alert = firing("a");
    await servers.send(first, "cart", [alert]);
    await servers.send(second, "cart", [resolved(alert)]);
    await servers.send(second, "cart", [alert]);
    expect(calls()).toBe(1);
    await servers.send(first, "cart", [firing("a", -1_000)]);
    expect(calls()).toBe(2);
  }, 60_000);

  test("have one limit together", async () => {
    for (const [index, service] of ["a", "b", "c", "d", "e"].entries())
      await servers.send(NAMES[index % 2] ?? first, service, [firing(service)]);
    expect(calls()).toBe(4);
    expect(await servers.counted("limited")).toBe(1);
  }, 60_000);

  test("call nobody where S3 is away, which is counted and said once; they call once it is back", async () => {
    await servers.message("mail");
    s3.away = true;
    const alert = firing("a");
    expect([await servers.once(first, "mail", [alert]), await servers.once(first, "mail", [alert])]).toEqual([
      502, 502,
    ]);
    expect([calls(), await servers.counted("unclaimed")]).toEqual([0, 1]);
    expect(await told("is not called now")).toMatch(/^:warning: Remediation \*restart\* is not called now: .*S3: /s);
    s3.away = false;
    await servers.send(first, "mail", [alert]);
    expect(calls()).toBe(1);
  }, 60_000);

  test("try again where two write at the same time, and where the answer to a write is lost: one call each", async () => {
    s3.conflicts = 2;
    await servers.send(first, "stock", [firing("a")]);
    expect(calls()).toBe(1);
    s3.written = async () => false;
    await servers.send(first, "search", [firing("b")]);
    expect([calls(), await servers.counted("interrupted")]).toEqual([2, 0]);
  }, 60_000);

  test("keep what came of a call for later where S3 is away after it: it is no interrupted one", async () => {
    const alert = firing("a");
    servers.hook.answer = (response) => {
      s3.away = true;
      response.end("restarted");
    };
    expect(await servers.once(first, "late", [alert])).toBe(502);
    s3.away = false;
    await servers.send(first, "late", [alert]);
    const { incidents } = book.parse(JSON.parse(s3.objects.get(OBJECT) ?? ""));
    expect(Object.values(incidents)[0]?.outcome?.kind).toBe("succeeded");
    expect([calls(), await servers.counted("interrupted")]).toEqual([1, 0]);
  }, 60_000);

  test("call nobody for what a server took on that died before it called, and say so", async () => {
    await servers.message("pay");
    const alert = firing("a");
    s3.written = async () => {
      await servers.end(first);
      return false;
    };
    expect(await servers.once(first, "pay", [alert])).toBe(0);
    // It may be calling still.
    expect(await servers.once(second, "pay", [alert])).toBe(502);
    expect(servers.log()).toContain("monitoring-1 is calling restart");
    const now = book.parse(JSON.parse(s3.objects.get(OBJECT) ?? ""));
    const minuteAgo = Object.entries(now.incidents).map(([group, one]) => [
      group,
      { ...one, heard: one.heard - 60_000 },
    ]);
    s3.objects.set(OBJECT, JSON.stringify({ ...now, incidents: Object.fromEntries(minuteAgo) }));
    await servers.send(second, "pay", [alert]);
    expect([calls(), await servers.counted("interrupted")]).toEqual([0, 1]);
    expect(await told("whether it acted is not known")).toMatch(/^:warning: Remediation \*restart\* was being called/);
    await servers.start(first);
    await servers.send(first, "pay", [alert]);
    expect(calls()).toBe(0);
  }, 60_000);
});
