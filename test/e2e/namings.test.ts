// Real services of four languages under the names that their libraries give to metrics, each scraped every 10, 30 and 60 seconds by
// one environment: what goes wrong is notified within the time that the preview says, and the dashboard is full. Beside them an
// exporter that renames a metric. CI needs npm's and Python's registries; without Go on PATH, Go's service is skipped.
import { readFile } from "node:fs/promises";
import { createServer, get } from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NATIVE_TOOLS } from "../../infra/machine/tools";
import { Inbox } from "../support/inbox";
import { freePort } from "../support/ports";
import { toolsOrSkip } from "../support/tools";
import { House } from "./house";
import { ended, Processes, within } from "./processes";
import { REAL_SERVICES } from "./services/services";
import { FAILED, type Stage, stagesOf, stagesText } from "./services/stages";

const tools = toolsOrSkip("pulumi", ...NATIVE_TOOLS);

const INTERVALS = ["10s", "30s", "60s"] as const;
/** Of a service's requests. */
const EVERY_MS = 200;
/** Above the bounds of ServiceLatencyHigh, in every library's buckets. */
const SLOW_MS = 4000;
/** What nobody promises: the first failed request, and evaluations that a busy machine leaves out. */
const SLACK_SECONDS = 10;
const EVALUATION_SECONDS = 10;
const RENAMED_WITHIN_SECONDS = 600;

const RENAMED = "redis_memory_used_bytes";
const EXPORTER = "cache";

/** Panels that cannot be full within minutes, or with some libraries: why. */
const EMPTY: Readonly<Record<string, "needs an hour" | "app only" | "in flight">> = {
  "Requests against usual": "needs an hour",
  "Failures by reason": "app only",
  "Requests under way": "in flight",
  "Time to answer what is under way": "in flight",
};

const cases = REAL_SERVICES.flatMap(({ name }) => INTERVALS.map((interval) => `${name}-${interval}`));

describe.skipIf(!tools)("real services under their libraries' namings", () => {
  let house: House;
  let inbox: Inbox;
  const processes = new Processes();
  const missing = new Map<string, string>();
  const told = new Map<string, number>();
  const stages = new Map<string, Stage[]>();
  const empty = new Map<string, string[]>();
  const latencies = new Map<string, number>();
  const closing: (() => unknown)[] = [];
  let preview = "";
  let noise: string[] = [];
  let blind: string[] = [];
  let leftOut = 0;

  const isThere = (name: string) => ![...missing.keys()].some((one) => name.startsWith(`${one}-`));
  const firings = () =>
    inbox.received.flatMap(({ at, body }) =>
      (body as { alerts: { status: string; labels: Record<string, string> }[] }).alerts
        .filter(({ status }) => status === "firing")
        .map(({ labels }) => ({ at, labels, id: `${labels.alertname} ${labels.severity} ${labels.service}` })),
    );

  /** Waits until each of these critical alerts of each service is notified, and notes after how many seconds. */
  async function toldAfter(start: number, alerts: readonly string[], names: readonly string[]): Promise<void> {
    const wanted = alerts.flatMap((alert) => names.map((name) => `${alert} critical ${name}`));
    const longest = Math.max(...alerts.map((alert) => latencies.get(alert) ?? 0));
    const lacking = () => wanted.filter((id) => !firings().some((one) => one.id === id));
    await within(
      longest + 60,
      async () => (lacking().length === 0 ? true : undefined),
      () => lacking().join(", "),
    ).catch((error: Error) => console.warn(`  ${error.message}`));
    for (const id of wanted) {
      const first = firings().find((one) => one.id === id);
      if (!first) continue;
      const [alert = "", , name = ""] = id.split(" ");
      const seconds = (first.at - start) / 1000;
      told.set(id, seconds);
      stages.set(id, await stagesOf(house, { alert, service: name, faultAt: start, sentAt: first.at }));
    }
  }

  beforeAll(async () => {
    if (!tools) return;
    [house, inbox] = await Promise.all([House.build(), Inbox.start()]);
    closing.push(
      () => house.tearDown(),
      () => inbox.close(),
      () => processes.endAll(),
    );
    const running: { name: string; ports: number[]; stop: () => Promise<void> }[] = [];
    for (const { name, command } of REAL_SERVICES) {
      const found = await command();
      if ("missing" in found) {
        console.warn(`Tests are skipped: ${name}: ${found.missing}`);
        if (process.env.CI === "true" && name !== "promhttp") throw new Error(`${name}: ${found.missing}`);
        missing.set(name, found.missing);
        continue;
      }
      const ports = [await freePort(), await freePort(), await freePort()];
      const child = processes.start(found.command, [...found.args, ...ports.map(String)]);
      running.push({ name, ports, stop: () => ended(child) });
    }
    const names = running.flatMap(({ name }) => INTERVALS.map((interval) => `${name}-${interval}`));

    let isRenamed = false;
    const shown = await readFile(join(__dirname, "../fixtures/exporters/redis_exporter-1.45.0.prom"), "utf8");
    const exporter = createServer((_, response) => {
      response.setHeader("content-type", "text/plain; version=0.0.4");
      response.end(isRenamed ? shown.replaceAll(RENAMED, "redis_memory_bytes_used") : shown);
    });
    const exporterPort = await freePort();
    exporter.listen(exporterPort, "127.0.0.1");
    closing.push(() => exporter.close());

    await house.settings((config) => {
      config["tocsin:notifications"] = {
        receivers: [{ name: "test", severities: ["critical", "warning"], webhook: inbox.url("/alerts") }],
      };
      config["tocsin:services"] = [
        ...running.flatMap(({ name, ports }) =>
          INTERVALS.map((interval, at) => ({
            name: `${name}-${interval}`,
            team: "shop",
            mixin: "service",
            options: REAL_SERVICES.find((one) => one.name === name)?.options,
            targets: [`127.0.0.1:${ports[at]}`],
            scrape: { interval },
          })),
        ),
        { name: EXPORTER, mixin: "redis", targets: [`127.0.0.1:${exporterPort}`] },
      ];
    });
    const { monitoring } = await house.monitoring();
    for (const { alert, severity, latencySeconds } of monitoring.groups.flatMap(({ alerts }) => alerts)) {
      if (severity === "critical") latencies.set(alert.name, latencySeconds);
    }
    ({ output: preview } = await house.run(["preview", "--offline"]));
    await house.does(["up"]);

    // Traffic, and its faults as the requests ask for them.
    let isFaulty = false;
    let count = 0;
    const traffic = setInterval(() => {
      count++;
      const asks = isFaulty ? (count % 2 === 0 ? "?fail=1" : `?wait=${SLOW_MS}`) : "?wait=20";
      for (const { ports } of running) {
        get(`http://127.0.0.1:${ports[0]}/orders${asks}`, (answer) => answer.resume()).on("error", () => undefined);
      }
    }, EVERY_MS);
    closing.push(() => clearInterval(traffic));

    // Until what is scraped every minute has been scraped three times, and recordings of recordings are there.
    const known = "count(service:http_request_duration_seconds:p95_rate1m and service:http_requests:rate5m)";
    const isWarm = async () => (Number((await house.query(known))[0]?.value[1]) >= names.length ? true : undefined);
    await within(300, isWarm, async () => JSON.stringify(await house.query(known)));
    isRenamed = true;
    const renamedAt = Date.now();
    await sleep(75_000);

    const service = monitoring.dashboards.find(({ uid }) => uid === "tocsin-service");
    const panels = service?.rows.flatMap((row) => row.panels) ?? [];
    for (const name of names) {
      const { hasInFlight } = REAL_SERVICES.find((one) => name.startsWith(`${one.name}-`)) ?? {};
      const without: string[] = [];
      for (const { title, queries } of panels) {
        const reason = EMPTY[title];
        if (reason && !(reason === "in flight" && hasInFlight)) continue;
        const answers = await Promise.all(
          Object.values(queries).map((query) =>
            house.query(query.replaceAll("$service", name).replace(/\$\w+/g, ".*")),
          ),
        );
        if (!answers.some((answer) => answer.length > 0)) without.push(title);
      }
      empty.set(name, without);
    }
    // What the machine that runs the tests suffers from is its own.
    noise = firings().flatMap(({ id, labels }) => (names.includes(labels.service ?? "") ? [id] : []));

    isFaulty = true;
    await toldAfter(Date.now(), ["ServiceErrorRatioHigh", "ServiceLatencyHigh"], names);
    const downAt = Date.now();
    await Promise.all(running.map(({ stop }) => stop()));
    await toldAfter(downAt, ["ServiceDown"], names);

    const missed = await house.query("max(prometheus_rule_group_iterations_missed_total)");
    leftOut = Number(missed[0]?.value[1] ?? 0);
    const isBlind = () => firings().find(({ labels }) => labels.alertname === "AlertInputsMissing");
    const left = RENAMED_WITHIN_SECONDS - (Date.now() - renamedAt) / 1000;
    const found = await within(
      left,
      async () => isBlind(),
      () => "no AlertInputsMissing",
    ).catch(() => undefined);
    if (found) told.set("AlertInputsMissing", (found.answer.at - renamedAt) / 1000);
    blind = firings()
      .filter(({ labels }) => labels.alertname === "AlertInputsMissing")
      .map(({ labels }) => `${labels.service} ${labels.metric}`);
  }, 1_500_000);

  afterAll(async () => {
    console.log(`  ${leftOut} evaluations were left out`);
    for (const [id, seconds] of told)
      console.log(`  ${id}: notified after ${seconds.toFixed(0)} s: ${stagesText(stages.get(id) ?? [])}`);
    for (const close of closing.reverse()) await close();
  }, 120_000);

  test("the preview says how late what is scraped every minute is notified", () => {
    for (const alert of ["ServiceDown", "ServiceErrorRatioHigh", "ServiceLatencyHigh"]) {
      expect(preview).toContain(`up to ${latencies.get(alert)} s`);
    }
  });

  test("healthy services notify nobody", () => {
    expect(noise).toEqual([]);
  });

  test.for(cases)("%s: errors, latency and down are notified within what the preview says", (name, { skip }) => {
    skip(!isThere(name));
    for (const alert of ["ServiceErrorRatioHigh", "ServiceLatencyHigh", "ServiceDown"]) {
      const seconds = told.get(`${alert} critical ${name}`);
      expect(seconds, alert).toBeDefined();
      expect(seconds, alert).toBeLessThanOrEqual(
        (latencies.get(alert) ?? 0) + SLACK_SECONDS + leftOut * EVALUATION_SECONDS,
      );
    }
  });

  // Express services show an up of their own, which is not to hide that Prometheus finds them down.
  test.for(cases)("%s: the first scrape that fails says that it is down", (name, { skip }) => {
    skip(!isThere(name));
    const [failed] = stages.get(`ServiceDown critical ${name}`)?.filter((one) => one.name === FAILED) ?? [];
    expect(failed?.seconds).toBeLessThanOrEqual(Number.parseInt(name.split("-").at(-1) ?? "", 10) + 1);
  });

  test.for(cases)("%s: its panels are full", (name, { skip }) => {
    skip(!isThere(name));
    expect(empty.get(name)).toEqual([]);
  });

  test("a metric that an exporter renames is reported within ten minutes, and no other", () => {
    expect(told.get("AlertInputsMissing")).toBeLessThanOrEqual(RENAMED_WITHIN_SECONDS);
    expect(new Set(blind)).toEqual(new Set([`${EXPORTER} ${RENAMED}`]));
  });
});
