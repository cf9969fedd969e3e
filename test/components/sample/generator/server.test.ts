// The sample-metrics generator over HTTP: healthy targets, and replays (long: one server, and its recorded answers).
import execa from "execa";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { z } from "zod";
import { mixinsInUse } from "../../../../components/monitoring";
import { CONTENT_TYPE } from "../../../../components/sample/generator/exposition";
import type { GeneratedMixin } from "../../../../components/sample/generator/healthy";
import { startGenerator } from "../../../../components/sample/generator/server";
import { everyMixin } from "../../../support/environment";
import { toolsOrSkip } from "../../../support/tools";
import { run, started } from "../support";

const environment = everyMixin();
const tools = toolsOrSkip("promtool");

async function generator(...generate: GeneratedMixin[]): Promise<string> {
  return (await started(startGenerator({ port: 0, host: "127.0.0.1", generate }))).url;
}

/** The status and the whole body of an answer. */
async function asked(url: string, method = "GET", body?: object): Promise<[number, unknown]> {
  const answer = await fetch(url, { method, ...(body && { body: JSON.stringify(body) }) });
  return [answer.status, await answer.json()];
}

/** Another time of day for the generator, which is in this process. */
function clock(): (seconds: number) => void {
  vi.useFakeTimers({ toFake: ["Date"], now: 1_800_000_000_000 });
  onTestFinished(() => void vi.useRealTimers());
  return (seconds) => vi.setSystemTime(1_800_000_000_000 + seconds * 1000);
}

const generated = environment.services.map(({ mixin, options }) => ({ mixin, options }));
const healthy = mixinsInUse(environment)
  .filter(({ name }) => generated.some(({ mixin }) => mixin === name))
  .flatMap(({ name, normal = [] }) => normal.map((_, index) => `${name}/${index}`));

describe("healthy targets", () => {
  it.each(healthy)("of %s show each series once, with a value", async (target) => {
    const answer = await fetch(`${await generator(...generated)}/metrics/${target}`);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, CONTENT_TYPE]);
    const lines = (await answer.text()).split("\n").filter((line) => line && !line.startsWith("#"));
    const series = lines.map((line) => line.slice(0, line.lastIndexOf(" ")));
    expect(series.length).toBeGreaterThan(3);
    expect(series).toEqual([...new Set(series)]);
    expect(lines.filter((line) => Number.isNaN(Number(line.slice(line.lastIndexOf(" ")))))).toEqual([]);
  });

  it.skipIf(!tools).each(healthy)("of %s are what promtool can read", async (target) => {
    const page = await (await fetch(`${await generator(...generated)}/metrics/${target}`)).text();
    const { exitCode, stderr } = await execa(tools?.promtool ?? "", ["check", "metrics"], {
      input: page,
      reject: false,
    });
    // Exit code 3 is an opinion on names, which are the real exporters'; 1 is a page that is not valid.
    expect([0, 3], stderr).toContain(exitCode);
  });

  it("go on counting over a restart of the generator, as the processes that they stand for do", async () => {
    const count = async (url: string) => {
      const page = await (await fetch(`${url}/metrics/redis/0`)).text();
      return Number(/^redis_commands_processed_total (\S+)$/m.exec(page)?.[1]);
    };
    const setSeconds = clock();
    const before = await count(await generator({ mixin: "redis", options: {} }));
    setSeconds(60);
    const after = await count(await generator({ mixin: "redis", options: {} }));
    // About 1400 a second, since the beginning of 2026 whenever the generator was started.
    expect(before / (1_800_000_000 - Date.UTC(2026, 0, 1) / 1000)).toBeCloseTo(1_400, -1);
    expect(after - before).toBeGreaterThan(60 * 600);
    expect(after - before).toBeLessThan(60 * 2_200);
  });

  it.each([
    ["redis/9", "nothing is generated for redis, target 9"],
    ["redis/-1", "nothing is generated for redis, target -1"],
    ["redis/first", "nothing is generated for redis, target first"],
    ["mysql/0", "nothing is generated for mysql, target 0"],
    ["constructor/0", "nothing is generated for constructor, target 0"],
    ["%zz", "nothing is generated for %zz, target 0"],
  ])("that are not there, such as %s, are a 404 that says so", async (target, error) => {
    const url = await generator({ mixin: "redis", options: {} });
    expect(await asked(`${url}/metrics/${target}`)).toEqual([404, { error }]);
  });
});

/** A replay of two targets: one with a fault after 15 s, which is held after 30 s, and one that is down. */
const replay = {
  interval: 15,
  holdAt: 30,
  leaseSeconds: 600,
  targets: [
    {
      labels: { job: "node", instance: "web-1", service: "drill-node", team: "platform" },
      scrapeInterval: "15s",
      series: [
        { name: "up", labels: {}, values: "1x9", counter: false },
        { name: "broken", labels: { disk: 'a"b' }, values: "0 1 1 0x9", counter: false },
        { name: "reads_total", labels: {}, values: "0+30x9", counter: true },
      ],
    },
    {
      labels: { job: "node", instance: "web-2" },
      scrapeInterval: "10s",
      series: [{ name: "up", labels: {}, values: "0x9", counter: false }],
    },
  ],
};

describe("a replay", () => {
  const targets = z.array(z.object({ targets: z.array(z.string()), labels: z.record(z.string(), z.string()) }));

  it("is there for service discovery, each target with its labels, its path and its interval", async () => {
    const url = await generator();
    expect(await asked(`${url}/targets`)).toEqual([200, []]);
    expect(await asked(`${url}/replays`, "POST", replay)).toEqual([201, { id: "1" }]);
    expect(await asked(`${url}/targets`)).toEqual([
      200,
      [
        {
          targets: [new URL(url).host],
          labels: {
            job: "node",
            instance: "web-1",
            service: "drill-node",
            team: "platform",
            __metrics_path__: "/replays/1/0",
            __scrape_interval__: "15s",
            __scrape_timeout__: "15s",
          },
        },
        {
          targets: [new URL(url).host],
          labels: {
            job: "node",
            instance: "web-2",
            __metrics_path__: "/replays/1/1",
            __scrape_interval__: "10s",
            __scrape_timeout__: "10s",
          },
        },
      ],
    ]);
  });

  it("is scraped where service discovery says, holds its fault until it is released, and then gets well", async () => {
    const setSeconds = clock();
    const url = await generator();
    await asked(`${url}/replays`, "POST", replay);
    const [first] = targets.parse(await (await fetch(`${url}/targets`)).json());
    const scraped = async (seconds: number) => {
      setSeconds(seconds);
      const answer = await fetch(`http://${first?.targets[0]}${first?.labels.__metrics_path__}`);
      return (await answer.text()).trim().split("\n");
    };
    const broken = (value: number, reads: number) => [`broken{disk="a\\"b"} ${value}`, `reads_total ${reads}`];
    expect(await scraped(100)).toEqual(broken(0, 0));
    expect(await scraped(115)).toEqual(broken(1, 30));
    expect(await scraped(400)).toEqual(broken(1, 600));
    expect(await asked(`${url}/replays/1`, "PUT", { released: true })).toEqual([200, { released: true }]);
    expect(await scraped(414)).toEqual(broken(1, 628));
    expect(await scraped(415)).toEqual(broken(0, 630));
  });

  it("answers 503 for a target that is down", async () => {
    const url = await generator();
    await asked(`${url}/replays`, "POST", replay);
    expect(await asked(`${url}/replays/1/1`)).toEqual([503, { error: "this target is down, as its scenario says" }]);
  });

  it("goes on as long as its lease is renewed, without being released", async () => {
    const setSeconds = clock();
    const url = await generator();
    await asked(`${url}/replays`, "POST", replay);
    setSeconds(599);
    expect(await asked(`${url}/replays/1`, "PUT", { released: false })).toEqual([200, { released: false }]);
    setSeconds(1_199);
    expect((await fetch(`${url}/replays/1/0`)).status).toBe(200);
    setSeconds(1_200);
    expect(await asked(`${url}/targets`)).toEqual([200, []]);
  });

  it("ends with all others", async () => {
    const url = await generator();
    await asked(`${url}/replays`, "POST", replay);
    await asked(`${url}/replays`, "POST", replay);
    expect(await asked(`${url}/replays`, "DELETE")).toEqual([200, { removed: 2 }]);
    expect(await asked(`${url}/targets`)).toEqual([200, []]);
  });

  it("is gone when it is removed, and when its lease is over", async () => {
    const setSeconds = clock();
    const url = await generator();
    await asked(`${url}/replays`, "POST", replay);
    await asked(`${url}/replays`, "POST", replay);
    expect(await asked(`${url}/replays/1`, "DELETE")).toEqual([200, { removed: true }]);
    expect(await asked(`${url}/replays/1/0`)).toEqual([404, { error: "there is no replay 1" }]);
    expect((await fetch(`${url}/replays/2/0`)).status).toBe(200);
    setSeconds(601);
    expect(await asked(`${url}/replays/2/0`)).toEqual([404, { error: "there is no replay 2" }]);
    expect(await asked(`${url}/replays/2`, "PUT", { released: false })).toEqual([
      404,
      { error: "there is no replay 2" },
    ]);
    expect(await asked(`${url}/targets`)).toEqual([200, []]);
  });

  it("has only the targets that were given", async () => {
    const url = await generator();
    await asked(`${url}/replays`, "POST", replay);
    expect(await asked(`${url}/replays/1/2`)).toEqual([404, { error: "replay 1 has no target 2" }]);
  });

  it("is refused with all that is wrong with it", async () => {
    const [target] = replay.targets;
    const series = [{ name: "a", labels: { disk: 1 }, values: "1 2y", counter: false, gauge: true }];
    const wrong = { interval: 0, leaseSeconds: 600, targets: [{ ...target, scrapeInterval: "soon", series }] };
    const [status, answer] = await asked(`${await generator()}/replays`, "POST", wrong);
    const { error } = z.object({ error: z.string() }).parse(answer);
    expect(status).toBe(400);
    expect(error.split("; ").map((problem) => problem.split(":")[0])).toEqual([
      "interval",
      "holdAt",
      "targets.0.scrapeInterval",
      "targets.0.series.0.labels.disk",
      "targets.0.series.0.values",
      "targets.0.series.0",
    ]);
    expect(error).toContain(`"2y" is not a value in promtool's notation, such as 1, 1x10`);
    expect(error).toContain('Unrecognized key: "gauge"');
  });

  it.each([
    ["{", "the body is not JSON"],
    ["[]", "Invalid input: expected object, received array"],
    ['{"interval":1,"holdAt":0,"leaseSeconds":1,"targets":[]}', "targets: Too small: expected array to have >=1 items"],
  ])("is refused where the body is %s", async (body, error) => {
    const answer = await fetch(`${await generator()}/replays`, { method: "POST", body });
    expect([answer.status, await answer.json()]).toEqual([400, { error }]);
  });
});

describe("the process of the generator", () => {
  it("shows what its flags name, and closes cleanly at SIGTERM", async () => {
    const process = run("generator/main.ts", "--port=0", '--generate={"mixin":"redis"}', '--generate={"mixin":"llm"}');
    const url = await process.url;
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect((await fetch(`${url}/metrics/llm/0`)).status).toBe(200);
    expect((await fetch(`${url}/metrics/redis/1`)).status).toBe(200);
    process.terminate();
    expect(await process.exited).toEqual({ code: 0, stdout: `generator listens on ${url}\n`, stderr: "" });
  });

  it("names every flag that is wrong", async () => {
    const { code, stderr } = await run(
      "generator/main.ts",
      ...["--port=x", "--generate={mixin", '--generate={"mixin":"redes"}', '--generate={"options":{}}'],
    ).exited;
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^error: --port: .*; --generate\.0: found \{mixin, which is not JSON; --generate\.1\.mixin: .*"redis".*; --generate\.2\.mixin: /,
    );
  });
});
