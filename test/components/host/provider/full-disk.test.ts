// A real Prometheus whose disk fills up while it runs: what it notifies meanwhile, and what is left of its samples afterwards.
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { start, stop } from "../../../../components/host/provider/supervise";
import { CORE_MIXINS } from "../../../../components/mixins";
import { asRoot, canBeRoot } from "../../../support/machine/root";
import { freePort } from "../../../support/ports";
import { toolsOrSkip } from "../../../support/tools";

const tools = toolsOrSkip("prometheus");

/** Everything is this much faster: values count for ten seconds, and the alert on itself waits for five. */
const LOOKBACK = "10s";

const answer = z.object({
  data: z.object({ alerts: z.array(z.object({ labels: z.object({ alertname: z.string() }) })) }),
});
const values = z.object({
  data: z.object({ result: z.array(z.object({ value: z.tuple([z.number(), z.string()]) })) }),
});

describe.skipIf(!tools || !canBeRoot())("Prometheus on a disk that is full", () => {
  let disk = "";
  let port = 0;
  beforeAll(async () => {
    disk = mkdtempSync(join(tmpdir(), "tocsin-full-"));
    const { exitCode, all } = await asRoot([
      "mount",
      "-t",
      "tmpfs",
      "-o",
      `size=16m,uid=${process.getuid?.()}`,
      "tmpfs",
      disk,
    ]);
    expect(exitCode, all).toBe(0);
    port = await freePort();
    const exprOf = (alert: string) => `${CORE_MIXINS.prometheus.alerts.find(({ name }) => name === alert)?.expr}`;
    const expr = exprOf("PrometheusStoresNothing").replace("[6h:30s]", "[10m:1s]");
    expect(expr).toContain("[10m:1s]");
    const rules = [
      { alert: "Down", expr: "up == 0" },
      { alert: "Watchdog", expr: "vector(1)" },
      { alert: "StoresNothing", expr: `${expr} > 5` },
      { alert: "WritesFailed", expr: `${exprOf("PrometheusWALWritesFailed")} > 0` },
    ];
    writeFileSync(join(disk, "rules.yml"), JSON.stringify({ groups: [{ name: "all", rules }] }));
    writeFileSync(
      join(disk, "config.yml"),
      JSON.stringify({
        global: { scrape_interval: "1s", evaluation_interval: "1s" },
        rule_files: ["rules.yml"],
        scrape_configs: [
          { job_name: "prometheus", static_configs: [{ targets: [`127.0.0.1:${port}`] }] },
          { job_name: "gone", static_configs: [{ targets: ["127.0.0.1:1"] }] },
        ],
      }),
    );
    await started();
  }, 60_000);
  afterAll(async () => {
    await stop(disk);
    await asRoot(["umount", "--lazy", disk]);
    rmSync(disk, { recursive: true, force: true });
  });

  const WITHIN = { timeout: 30_000, interval: 500 };

  const started = () =>
    start({
      ...{ dir: disk, command: tools?.prometheus ?? "", environment: {}, readyUrl: `http://127.0.0.1:${port}/-/ready` },
      args: [
        "--config.file=config.yml",
        "--storage.tsdb.path=data",
        `--web.listen-address=127.0.0.1:${port}`,
        `--query.lookback-delta=${LOOKBACK}`,
      ],
    });

  const asked = async (path: string): Promise<unknown> =>
    (await fetch(`http://127.0.0.1:${port}/api/v1/${path}`)).json();
  const alerts = async () =>
    answer
      .parse(await asked("alerts"))
      .data.alerts.map(({ labels }) => labels.alertname)
      .sort();
  const samples = async () =>
    Number(
      values.parse(await asked("query?query=count_over_time(up{job=%22gone%22}[10m])")).data.result[0]?.value[1] ?? 0,
    );

  function fill(): void {
    for (const size of [65_536, 4_096, 1])
      try {
        for (;;) appendFileSync(join(disk, "filler"), "x".repeat(size));
      } catch {
        // It is full, for pieces of this size.
      }
  }

  let before = 0;
  test("runs on, and says that it stores nothing, also once all that it knew has ended", {
    timeout: 90_000,
  }, async () => {
    await expect.poll(samples, WITHIN).toBeGreaterThan(3);
    expect(await alerts()).toEqual(["Down", "Watchdog"]);
    before = await samples();
    fill();
    await expect.poll(alerts, WITHIN).toEqual(["Down", "StoresNothing", "Watchdog"]);
    await expect.poll(alerts, WITHIN).toEqual(["StoresNothing", "Watchdog"]);
  });

  test("stores again once there is space, and says until it is restarted that its log is cut", {
    timeout: 60_000,
  }, async () => {
    rmSync(join(disk, "filler"));
    await expect.poll(alerts, WITHIN).toEqual(["Down", "Watchdog", "WritesFailed"]);
  });

  // What it wrote behind the cut is gone.
  test("has all that it had stored before when it starts again, and then loses no more", {
    timeout: 90_000,
  }, async () => {
    await stop(disk);
    await started();
    const kept = await samples();
    expect(kept).toBeGreaterThanOrEqual(before);
    await expect.poll(alerts, WITHIN).toEqual(["Down", "Watchdog"]);
    await expect.poll(samples, WITHIN).toBeGreaterThan(kept + 3);
    const since = await samples();
    await stop(disk);
    await started();
    expect(await samples()).toBeGreaterThanOrEqual(since);
  });

  test("loses nothing when it is started while the disk is full", { timeout: 120_000 }, async () => {
    const had = await samples();
    fill();
    await expect.poll(alerts, WITHIN).toContain("StoresNothing");
    await stop(disk);
    // It starts where no record is half written.
    const why = await started().then(
      () => "",
      (error: Error) => error.message,
    );
    if (why !== "") expect(why).toMatch(/repair corrupted WAL: .*no space left on device/);
    await stop(disk);
    rmSync(join(disk, "filler"));
    await started();
    expect(await samples()).toBeGreaterThanOrEqual(had);
  });
});
