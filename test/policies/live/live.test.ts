// Lint beside a real Prometheus with a history of two days that is made up.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import execa from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readText } from "../../../policies/content";
import { liveOn, Prometheus } from "../../../policies/live";
import { firedIn } from "../../../policies/live/firing";
import { freePorts } from "../../support/ports";
import { toolsOrSkip } from "../../support/tools";
import { ruleFile } from "../judged";

const tools = toolsOrSkip("prometheus", "promtool");

describe("how often an alert fired", () => {
  const minutes = (...at: number[]) => at.map((minute) => minute * 60);

  it("is counted by runs that last for as long as it waits", () => {
    // Three runs: of two minutes, of none, and of four.
    const series = minutes(0, 1, 2, 10, 20, 21, 22, 23, 24);
    expect(firedIn([series], 60, 0)).toEqual({ times: 3, series: 1, longest: 300 });
    expect(firedIn([series], 60, 120)).toEqual({ times: 2, series: 1, longest: 180 });
    expect(firedIn([series, []], 60, 300)).toEqual({ times: 0, series: 0, longest: 0 });
  });

  it("is added up over series", () => {
    expect(firedIn([minutes(0, 1), minutes(5, 6)], 60, 60)).toEqual({ times: 2, series: 2, longest: 60 });
  });
});

const END = Math.floor(Date.now() / 1000) - 3 * 3600;
const BEGIN = END - 24 * 3600;

/** `shop_queue` is above 10 for ten minutes of every hour; `shop_requests_total` counts. */
function history(): string {
  const times = Array.from({ length: 24 * 60 }, (_, i) => BEGIN + i * 60);
  const queue = times.map((time, i) => `shop_queue{job="shop",instance="a"} ${i % 60 < 10 ? 20 : 5} ${time}`);
  const requests = times.map((time, i) => `shop_requests_total{job="shop",instance="a",code="200"} ${i * 60} ${time}`);
  return ["# TYPE shop_queue gauge", ...queue, "# TYPE shop_requests counter", ...requests, "# EOF", ""].join("\n");
}

const rules = (...rows: string[]) => readText(ruleFile(rows.join("\n")), { file: "shop.yml" });

describe.skipIf(!tools)("beside a running Prometheus", () => {
  let folder = "";
  let url = "";
  let server: ChildProcess | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "tocsin-live-"));
    await writeFile(join(folder, "history.om"), history());
    await writeFile(join(folder, "prometheus.yml"), "global: { scrape_interval: 1m }\n");
    await execa(tools?.promtool ?? "", ["tsdb", "create-blocks-from", "openmetrics", "history.om", "data"], {
      cwd: folder,
    });
    const { prometheus } = await freePorts("prometheus");
    url = `http://127.0.0.1:${prometheus}`;
    const args = [
      "--config.file=prometheus.yml",
      "--storage.tsdb.path=data",
      `--web.listen-address=127.0.0.1:${prometheus}`,
    ];
    server = spawn(tools?.prometheus ?? "", args, { cwd: folder, stdio: "ignore" });
    for (let tried = 0; tried < 200; tried += 1) {
      if ((await fetch(`${url}/-/ready`).catch(() => undefined))?.ok) return;
      await sleep(300);
    }
    throw new Error("Prometheus is not ready");
  }, 90_000);

  afterAll(async () => {
    server?.kill("SIGKILL");
    await sleep(200);
    await rm(folder, { recursive: true, force: true });
  });

  const live = (...rows: string[]) =>
    liveOn(rules(...rows), new Prometheus(url), { window: "1d", now: END, onProgress: () => undefined });
  const found = async (...rows: string[]) =>
    (await live(...rows)).findings.map(({ policy, level, line, message }) => `${policy} ${level} ${line} ${message}`);

  it("says which series and labels are not there", async () => {
    expect(await found('- { alert: A, expr: "shop_qeue > 10" }')).toEqual([
      expect.stringMatching(/^live-series advisory 4 .*no series of shop_qeue in the last 1d/),
    ]);
    expect(await found("- { alert: A, expr: 'shop_queue{team=\"a\"} > 100' }")).toEqual([
      expect.stringMatching(/shop_queue has no label team; it has instance, job/),
    ]);
    expect(await found("- { alert: A, expr: 'shop_queue{job=\"stock\"} > 100' }")).toEqual([
      expect.stringMatching(/no series of shop_queue\{job="stock"\} in the last 1d/),
    ]);
    expect(await found("- { alert: A, expr: 'sum by (team) (rate(shop_requests_total[5m])) > 100' }")).toEqual([
      expect.stringMatching(/by \(team\) names a label that no series of shop_requests_total has/),
    ]);
  });

  it("leaves alone what is there, what rules beside record, and what an alert misses on purpose", async () => {
    expect(
      await found(
        "- { record: 'job:shop_requests:rate5m', expr: 'sum by (job) (rate(shop_requests_total{code=~\"2..\"}[5m]))' }",
        "- { alert: A, expr: 'job:shop_requests:rate5m > 1000' }",
        "- { alert: B, expr: 'absent(shop_stock)' , for: 2d }",
        "- { alert: C, expr: 'shop_queue{team=\"\"} > 100' }",
      ),
    ).toEqual([]);
  });

  it("counts how often an alert would have fired", async () => {
    const { notes, findings } = await live(
      '- { alert: Often, expr: "shop_queue > 10" }',
      '- { alert: Patient, expr: "shop_queue > 10", for: 30m }',
    );
    expect(findings.map(({ policy, rule }) => `${policy} ${rule}`)).toEqual(["live-firing Often"]);
    const [, times] = /^Often would have fired (\d+) times in the last 1d, for 1 series/m.exec(notes.join("\n")) ?? [];
    expect(Number(times)).toBeGreaterThanOrEqual(23);
    expect(Number(times)).toBeLessThanOrEqual(25);
    expect(notes.join("\n")).not.toContain("Patient would");
  });

  it("gives findings the levels of the configuration, and none where that disables them", async () => {
    const often = rules('- { alert: Often, expr: "shop_queue > 10" }');
    const levels = async (enforcementLevel: string) => {
      const configuration = { "live-firing": { enforcementLevel } };
      const options = { window: "1d", now: END, configuration, onProgress: () => undefined };
      return (await liveOn(often, new Prometheus(url), options)).findings.map(({ level }) => level);
    };
    expect([await levels("mandatory"), await levels("disabled")]).toEqual([["mandatory"], []]);
  });

  it("says what each expression costs, and what Prometheus refuses", async () => {
    const { notes } = await live('- { record: "shop:queue:max1d", expr: "max_over_time(shop_queue[1d])" }');
    expect(notes.join("\n")).toMatch(/^shop:queue:max1d: 1,4\d\d samples, \d+\.\d{3} s, 1 series$/m);
    // What this Prometheus does not know yet, or finds only where there are series.
    const refused = await found(
      '- { alert: A, expr: "shop_queue + on (job) group_left () sum by (job, code) (shop_requests_total * on () group_left () vector(1)) > 0 and info(shop_queue) > 0" }',
    );
    expect(refused).toContainEqual(expect.stringMatching(/^live-refused mandatory 4 .*Prometheus refuses it: /));
  });

  it("stops at its bounds, and says so", async () => {
    const bounded = new Prometheus(url, { requestSeconds: 20, wholeSeconds: 60, requests: 4 });
    const all = rules(
      '- { alert: A, expr: "shop_queue > 1e3" }',
      '- { alert: B, expr: "shop_queue > 2e3" }',
      '- { alert: C, expr: "shop_queue > 3e3" }',
    );
    const { notes } = await liveOn(all, bounded, { window: "1d", now: END, onProgress: () => undefined });
    expect(notes[0]).toMatch(/about [01] of 3 rules over the last 1d: 4 questions were asked\./);
  });
});

describe("where there is no Prometheus", () => {
  let other: Server;
  let address = "";
  beforeAll(async () => {
    other = createServer((request, response) => {
      if (request.url?.startsWith("/slow/")) return;
      response.statusCode = request.headers.authorization === `Basic ${btoa("a:b c")}` ? 200 : 401;
      response.end("<html>");
    });
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    address = `127.0.0.1:${(other.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    other.closeAllConnections();
    other.close();
  });

  const asked = (url: string, bounds = {}) =>
    liveOn(
      rules('- { alert: A, expr: "up == 0" }'),
      new Prometheus(url, { requestSeconds: 5, wholeSeconds: 60, requests: 9, ...bounds }),
      {
        window: "1d",
        now: END,
        onProgress: () => undefined,
      },
    );

  it("says so, without the login", async () => {
    await expect(asked(`http://${address}`)).rejects.toThrow(
      `http://${address} answered 401, and not as Prometheus does; give a login`,
    );
    await expect(asked(`http://a:b%20c@${address}/x`)).rejects.toThrow(
      `http://${address}/x answered 200, and not as Prometheus does`,
    );
    await expect(asked(`http://${address}/slow`, { requestSeconds: 0.2 })).rejects.toThrow(
      /slow does not answer: not within 0\.2 s/,
    );
    await expect(asked("http://127.0.0.1:1")).rejects.toThrow(/127\.0\.0\.1:1 does not answer: /);
    expect(() => new Prometheus("prometheus:9090")).toThrow(/takes the URL of a running Prometheus/);
  });

  it("names a window that is none", async () => {
    const options = { window: "a day", now: END, onProgress: () => undefined };
    await expect(liveOn(rules(), new Prometheus(`http://${address}`), options)).rejects.toThrow(/--window is "a day"/);
  });
});
