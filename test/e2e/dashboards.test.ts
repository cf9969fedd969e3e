// The dashboards of a running environment as pages, in a real browser, and as pictures.
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NATIVE_TOOLS } from "../../infra/machine/tools";
import { atMost } from "../../infra/running/pool";
import { type Seen, seenIn, seenInPictures } from "../support/machine/chromium";
import { programsOrSkip } from "../support/machine/programs";
import { toolsOrSkip } from "../support/tools";
import { House, type Outcome } from "./house";

const ready = toolsOrSkip("pulumi", ...NATIVE_TOOLS) && programsOrSkip("chromium");

const services = [
  { name: "demo-cache", mixin: "redis", generated: true },
  { name: "demo-models", mixin: "llm", generated: true },
];

describe.skipIf(!ready)("the pages of a running environment", () => {
  let house: House;
  let outcome: Outcome;
  let folder: string;
  const seen = new Map<string, Seen>();

  beforeAll(async () => {
    house = await House.build();
    await house.settings((config) => {
      config["tocsin:services"] = [...(config["tocsin:services"] as object[]), ...services];
    });
    const up = await house.run(["up"]);
    expect(up.exitCode, up.output).toBe(0);
    // Recordings that read recordings need a few evaluations.
    await sleep(60_000);
    outcome = await house.run(["dashboards", "--last", "5m", "--pictures"]);
    folder = house.path("local", "pages");
    const pages = (await readdir(folder)).filter((file) => /^tocsin-.*\.html$/.test(file));
    await atMost(2, pages, async (page) => {
      seen.set(page, await seenIn(folder, page));
    });
  }, 600_000);
  afterAll(() => house?.tearDown());

  const panels = () => [...seen].flatMap(([page, { panels: all }]) => all.map((panel) => ({ page, ...panel })));
  const named = (list: ReturnType<typeof panels>) => list.map(({ page, title }) => `${page} ${title}`);

  test("are written in seconds, a page a dashboard, with no query that Prometheus refuses", async () => {
    console.log(
      `  ${outcome.output.trim().split("\n").slice(-2).join(" ")}: ${outcome.seconds.toFixed(1)} s with pictures`,
    );
    expect(outcome.exitCode, outcome.output).toBe(0);
    expect(outcome.output).toContain("0 with an error of Prometheus");
    expect(seen.size).toBe((await house.files("local/dashboards")).length);
    expect(existsSync(join(folder, "index.html"))).toBe(true);
    const pagesAlone = await house.run(["dashboards", "--last", "5m", "--out", join(house.dir, "again")]);
    console.log(`  ${pagesAlone.seconds.toFixed(1)} s without`);
    expect(pagesAlone.seconds).toBeLessThan(60);
  });

  test("have no error of their script", () => {
    expect([...seen].filter(([, { error, drawn }]) => error !== undefined || drawn === undefined)).toEqual([]);
  });

  test("draw every panel: as a chart, as values, or as the query that has no data", () => {
    const all = panels();
    expect(all.length).toBeGreaterThan(150);
    const charts = all.filter(({ content }) => content === "chart");
    expect(charts.length).toBeGreaterThan(60);
    expect(named(charts.filter(({ colors }) => colors < 10))).toEqual([]);
    expect(named(all.filter(({ content, text }) => content !== "chart" && text.trim() === ""))).toEqual([]);
    expect(named(all.filter(({ content, text }) => content === "nothing" && !/No data\s+\S/.test(text)))).toEqual([]);
    expect(all.filter(({ content }) => content === "unknown")).toEqual([]);
    // What needs hours of history is empty after a minute.
    expect(all.filter(({ content }) => content === "nothing").length / all.length).toBeLessThan(0.3);
  });

  test("keep everything inside of its panel", () => {
    expect(named(panels().filter(({ overflows }) => overflows))).toEqual([]);
  });

  test("tell what runs", () => {
    const overview = seen.get("tocsin-overview.html")?.panels ?? [];
    expect(overview.find(({ title }) => title === "Every service")?.text).toMatch(/sample\s+shop\s+100%/);
    expect(overview.find(({ title }) => title === "Alerts")?.text).toContain("Watchdog");
  });

  test("are pictured, none of them blank", async () => {
    const names = [...seen.keys()].map((page) => page.replace(".html", ".png"));
    for (const { width, height, colors } of await seenInPictures(folder, names)) {
      expect(width).toBe(1400);
      expect(height).toBeGreaterThan(600);
      expect(colors).toBeGreaterThan(100);
    }
  });

  test("of some dashboards alone are named by their uid", async () => {
    const wrong = await house.run(["dashboards", "--only", "tocsin-overvew"]);
    expect(wrong.exitCode).toBe(1);
    expect(wrong.output).toContain('Did you mean "tocsin-overview"?');
    const one = join(house.dir, "one");
    await house.run(["dashboards", "--only", "tocsin-overview", "--out", one]);
    expect((await readdir(one)).sort()).toEqual(["index.html", "script.js", "style.css", "tocsin-overview.html"]);
  });

  test("need a Prometheus, and say how to have one", async () => {
    const [nowhere, elsewhere, short] = await Promise.all([
      house.run(["dashboards", "--prometheus", "http://127.0.0.1:1"]),
      house.run(["dashboards", "dev"]),
      house.run(["dashboards", "--last", "soon"]),
    ]);
    expect(nowhere.exitCode).toBe(1);
    expect(nowhere.output).toContain("give the address of a running Prometheus: --prometheus URL");
    expect(elsewhere.output).toContain("--prometheus: found nothing");
    expect(short.output).toContain('--last: found "soon"');
  });

  test("say what to install where pictures are wanted and Chromium is missing", async () => {
    const blind = await house.run(["dashboards", "--pictures"], { PATH: join(house.dir, "empty") });
    expect(blind.exitCode).toBe(1);
    expect(blind.output).toContain("apt-get install --no-install-recommends chromium");
  });
});
