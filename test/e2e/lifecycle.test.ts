// The life of a local environment on the real engine: up, again, changed, drilled, broken, repaired, destroyed.
import { access, readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NATIVE_TOOLS } from "../../infra/machine/tools";
import { monitoringOf } from "../../infra/preview/monitoring-of";
import { toolsOrSkip } from "../support/tools";
import { House, isAlive, portsInUse } from "./house";

const tools = toolsOrSkip("pulumi", ...NATIVE_TOOLS);

describe.skipIf(!tools)("a local environment", () => {
  let house: House;
  beforeAll(async () => {
    house = await House.build();
  });
  afterAll(() => house.tearDown());

  const startTime = async () => (await house.query("process_start_time_seconds{job='prometheus'}"))[0]?.value[1];

  test("comes up with every target up, every rule healthy and the dead-man's switch in Alertmanager", async () => {
    const up = await house.run(["up"]);
    expect(up.output).toContain(house.url("prometheus"));
    expect(up.exitCode, up.output).toBe(0);
    const targets = (await json(`${house.url("prometheus")}/api/v1/targets`)).data.activeTargets;
    expect(targets.length).toBeGreaterThanOrEqual(6);
    expect(targets.filter((target: { health: string }) => target.health !== "up")).toEqual([]);
    const rules = async (): Promise<{ health: string }[]> => {
      const { groups } = (await json(`${house.url("prometheus")}/api/v1/rules`)).data;
      return groups.flatMap((group: { rules: { health: string }[] }) => group.rules);
    };
    expect((await rules()).length).toBeGreaterThan(80);
    expect((await rules()).filter(({ health }) => health === "err")).toEqual([]);
    // What does not page is evaluated every half a minute.
    await eventually(45, async () => (await rules()).every(({ health }) => health === "ok"));
    const alerts = await json(`${house.url("alertmanager")}/api/v2/alerts`);
    expect(alerts.map((alert: { labels: { alertname: string } }) => alert.labels.alertname)).toContain("Watchdog");
    expect(up.seconds).toBeLessThan(90);
  });

  test("hears the dead-man's switch in the inbox", async () => {
    const heard = await eventually(90, async () => (await json(`${house.url("inbox")}/heartbeat`)).lastReceived);
    expect(Date.parse(heard)).toBeGreaterThan(Date.now() - 120_000);
  });

  test("is left alone by a second deployment without a change", async () => {
    const pids = await Promise.all(["prometheus", "alertmanager", "sample"].map((part) => house.pid(part)));
    const up = await house.run(["up"]);
    expect(up.output).toContain("Deployed: no change, and every part is as the last deployment left it");
    expect(await Promise.all(["prometheus", "alertmanager", "sample"].map((part) => house.pid(part)))).toEqual(pids);
    expect(up.seconds).toBeLessThan(120);
  });

  test("takes a changed threshold without a restart", async () => {
    const before = await startTime();
    await house.settings((config) => {
      config["tocsin:alerts"] = { NodeCPUHighUsage: { threshold: { warning: 0.77 } } };
    });
    const up = await house.run(["up"]);
    expect(up.output).toMatch(/~ prometheus/);
    expect(up.output).not.toMatch(/[~+±] (alertmanager|sample|inbox|node-exporter)/);
    const rules = JSON.stringify(await json(`${house.url("prometheus")}/api/v1/rules`));
    expect(rules).toContain("(instance:node_cpu_utilisation:ratio_rate5m) > 0.77");
    expect(await startTime()).toBe(before);
  });

  test("previews a change against what is deployed", async () => {
    const deployed = await readFile(`${house.dir}/Pulumi.local.yaml`, "utf8");
    await house.settings((config) => {
      config["tocsin:alerts"] = { NodeCPUHighUsage: { threshold: { warning: 0.66 } } };
    });
    const preview = await house.run(["preview"]);
    await house.write("Pulumi.local.yaml", deployed);
    expect(preview.exitCode, preview.output).toBe(0);
    expect(preview.output).toContain("1 alert changed");
    expect(preview.output).toContain("~ NodeCPUHighUsage (warning)  threshold: > 77% → > 66%");
    expect(preview.output).toContain("~ prometheus update Process");
  });

  test("tells of mistyped settings all at once, and changes nothing", async () => {
    const good = await readFile(`${house.dir}/Pulumi.local.yaml`, "utf8");
    await house.settings((config) => {
      config["tocsin:tema"] = "shop";
      config["tocsin:alerts"] = { NodeCPUHighUsge: { disabled: { reason: "a typing mistake" } } };
      config["tocsin:hosts"] = [{ nam: "this-machine" }];
    });
    const up = await house.run(["up"]);
    expect(up.exitCode).toBe(1);
    expect(up.output).toContain("tema: found an unknown key");
    expect(up.output).toContain('Did you mean "team"?');
    expect(up.output).toContain("hosts[0].nam");
    await house.write("Pulumi.local.yaml", good);
    expect(await isAlive(await house.pid("prometheus"))).toBe(true);
  });

  test("keeps the running rules when promtool refuses the new ones", async () => {
    const good = await readFile(`${house.dir}/Pulumi.local.yaml`, "utf8");
    await house.settings((config) => {
      // What no policy sees: the file is missing.
      const authorization = { credentials_file: `${house.dir}/misspelt` };
      const targets = [{ targets: ["127.0.0.1:9"] }];
      config["tocsin:scrapeConfigs"] = [{ job_name: "legacy", static_configs: targets, authorization }];
    });
    const up = await house.run(["up"]);
    await house.write("Pulumi.local.yaml", good);
    expect(up.exitCode).toBe(1);
    expect(up.output).toContain("promtool refuses the new configuration; the running one stays");
    const running = JSON.stringify(await json(`${house.url("prometheus")}/api/v1/status/config`));
    expect(running).not.toContain("misspelt");
    await house.does(["up"]);
  });

  test("tells of a stopped service within 60 s, and that it is back", async () => {
    const { exitCode, stdout } = await house.run(["drill", "--json"]);
    const figures = JSON.parse(stdout);
    console.log(`  drill: ${stdout.trim()}`);
    expect(figures).toMatchObject({ alert: "ServiceDown", severity: "critical", budgetSeconds: 120 });
    expect(figures.totalSeconds).toBeLessThan(60);
    expect(figures.resolvedSeconds).toBeGreaterThan(0);
    expect(exitCode).toBe(0);
    const [message] = (await json(`${house.url("inbox")}/messages`)).filter((m: { payload: unknown }) =>
      JSON.stringify(m.payload).includes("ServiceDown"),
    );
    expect(message.payload.attachments[0]).toMatchObject({
      color: expect.any(String),
      title: expect.stringContaining("ServiceDown"),
    });
  });

  test("tells of errors within 120 s", async () => {
    const { exitCode, stdout } = await house.run(["drill", "ServiceErrorRatioHigh", "--json"]);
    console.log(`  drill: ${stdout.trim()}`);
    expect(JSON.parse(stdout).totalSeconds).toBeLessThan(120);
    expect(exitCode).toBe(0);
  });

  test("finds the drilled alert in its history, and does not with a raised threshold", async () => {
    const found = async () => {
      const { stdout } = await house.run([
        "backtest",
        "--prometheus",
        house.url("prometheus"),
        "--days=0.02",
        "--json",
      ]);
      const { rules } = JSON.parse(stdout);
      return rules.find((rule: { name: string }) => rule.name === "ServiceErrorRatioHigh").after.firing;
    };
    expect(await found()).toMatchObject({ times: 1, series: 1 });
    const deployed = await readFile(`${house.dir}/Pulumi.local.yaml`, "utf8");
    await house.settings((config) => {
      config["tocsin:alerts"] = { ServiceErrorRatioHigh: { threshold: { critical: 0.99, warning: 0.98 } } };
    });
    expect(await found()).toMatchObject({ times: 0 });
    await house.write("Pulumi.local.yaml", deployed);
  });

  test("sends one message for a stopped service, its symptoms being inhibited", async () => {
    const messages = await json(`${house.url("inbox")}/messages`);
    const about = (name: string) =>
      messages.filter((m: { payload: { attachments: { title: string }[] } }) =>
        m.payload.attachments.some(({ title }) => title.startsWith("[FIRING") && title.includes(name)),
      );
    expect(about("ServiceDown")).toHaveLength(1);
    expect(about("ServiceInstanceDown")).toHaveLength(0);
    expect(about("ProbeFailed")).toHaveLength(0);
  });

  test("brings as many series as was forecast, within a fifth for each job", async () => {
    const { forecast } = await monitoringOf("local", house.dir);
    const counted = await house.query('count by (job) ({__name__=~".+"})');
    for (const { job, expected } of forecast.byJob) {
      const real = Number(counted.find(({ metric }) => (metric.job ?? "") === job)?.value[1] ?? 0);
      console.log(`  series of ${job || "no job"}: ${expected} forecast, ${real} real`);
      expect(Math.abs(expected - real) / Math.max(real, 1), `of ${job || "no job"}`).toBeLessThan(0.2);
    }
  });

  test("is repaired after a kill -9 of Prometheus, with its old samples", async () => {
    const since = await startTime();
    process.kill(await house.pid("prometheus"), "SIGKILL");
    const up = await house.run(["up"]);
    expect(up.exitCode, up.output).toBe(0);
    expect(up.output).toMatch(/~ prometheus/);
    // The last sample of the old process is the newest one until the first scrape.
    await expect.poll(startTime, { timeout: 15_000, interval: 500 }).not.toBe(since);
    const old = await house.query(
      `count_over_time(process_start_time_seconds{job="prometheus"}[30m]) and on () (min_over_time(process_start_time_seconds{job="prometheus"}[30m]) == ${since})`,
    );
    expect(old).toHaveLength(1);
  });

  test("is destroyed without a process, a port or a file left, but for logs and data", async () => {
    const pids = await Promise.all(
      ["prometheus", "alertmanager", "node-exporter", "blackbox-exporter", "sample", "inbox"].map((part) =>
        house.pid(part),
      ),
    );
    const destroyed = await house.run(["destroy"]);
    expect(destroyed.output).toContain("Logs and data stay");
    expect(destroyed.exitCode, destroyed.output).toBe(0);
    await sleep(200);
    expect((await Promise.all(pids.map(isAlive))).filter(Boolean)).toEqual([]);
    expect(await portsInUse(Object.values(house.ports))).toEqual([]);
    const left = await house.files("local");
    expect(left.filter((path) => !/^[a-z-]+\/(log|data\/.*)$/.test(path))).toEqual([]);
    await house.does(["destroy", "--purge"]);
    await expect(access(house.path("local"))).rejects.toThrow();
  });
});

// biome-ignore lint/suspicious/noExplicitAny: answers of other programs, whose parts each test checks
async function json(url: string): Promise<any> {
  return (await fetch(url)).json();
}

async function eventually<T>(seconds: number, ask: () => Promise<T | null | undefined>): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > deadline) throw new Error(`no answer within ${seconds} s`);
    await sleep(500);
  }
}
