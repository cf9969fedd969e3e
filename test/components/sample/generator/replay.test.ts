// A replay: a scenario as a real Prometheus sees it, with a fault that lasts until it is released.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Replay, replaySpec } from "../../../../components/sample/generator/replay";
import { Replays } from "../../../../components/sample/generator/replays";

const INTERVAL = 15;
/** When the replay is made, and when it is first scraped, in seconds since 1970. */
const MADE = 1_000;
const START = 1_300;

interface Shown {
  values: string;
  counter?: boolean;
  time?: boolean;
}

/** A replay of one target, of series named a, b, c; its fault is held two minutes after the start. */
const specOf = (series: Record<string, Shown>, more: object = {}) =>
  replaySpec.parse({
    interval: INTERVAL,
    holdAt: 120,
    leaseSeconds: 1_800,
    targets: [
      {
        labels: { job: "node", instance: "web-1" },
        scrapeInterval: "15s",
        series: Object.entries(series).map(([name, shown]) => ({ name, labels: {}, counter: false, ...shown })),
      },
    ],
    ...more,
  });

/** What a replay that has been scraped at `START` shows of the series `a`, so many seconds later. */
function replayOf(a: Shown, more: object = {}) {
  const replay = new Replay(specOf({ a }, more), MADE);
  const at = (seconds: number) => {
    const shown = replay.scrape(0, START + seconds);
    return Array.isArray(shown) ? shown.find(({ name }) => name === "a")?.value : shown;
  };
  at(0);
  return { at, release: (seconds: number) => replay.renew({ released: true }, START + seconds) };
}

describe("a replay", () => {
  test("starts at its first scrape, however late that is", () => {
    const { at } = replayOf({ values: "1 2 3" });
    expect([0, 14, 15, 29, 30].map(at)).toEqual([1, 1, 2, 2, 3]);
  });

  test("shows nothing where a value is missing or stale, and its last value for ever", () => {
    const { at } = replayOf({ values: "1 _ stale 4" });
    expect([0, 15, 30, 45, 60, 119].map(at)).toEqual([1, undefined, undefined, 4, 4, 4]);
  });

  test("starts all its targets at once, and not by a question for one that it does not have", () => {
    const [target] = specOf({ a: { values: "1 2 3" } }).targets;
    const replay = new Replay({ ...specOf({}), targets: target ? [target, target] : [] }, MADE);
    expect(replay.scrape(2, START - 100)).toBeUndefined();
    expect(replay.scrape(0, START)).toMatchObject([{ value: 1 }]);
    expect(replay.scrape(1, START + 15)).toMatchObject([{ value: 2 }]);
  });

  test("lets a counter grow between two samples, and not where it is reset", () => {
    const { at } = replayOf({ values: "0+30x2 3+0x9", counter: true });
    expect([0, 5, 15, 22.5, 30, 40, 45].map(at)).toEqual([0, 10, 30, 45, 60, 60, 3]);
  });

  test("does not answer while `up` is 0, and never shows `up` itself", () => {
    const series = { up: { values: "1 0 1" }, a: { values: "7x9" } };
    const replay = new Replay(specOf(series), MADE);
    const shown = [0, 15, 30].map((seconds) => replay.scrape(0, START + seconds));
    const a = [{ name: "a", labels: {}, value: 7 }];
    expect(shown).toEqual([a, "down", a]);
  });

  test("shows times as counted from its start, and of an age that does not change while the fault is held", () => {
    const { at } = replayOf({ values: "-60x40", time: true });
    expect([0, 60, 120].map(at)).toEqual([START - 60, START - 60, START - 60]);
    expect(at(500)).toBe(START + 380 - 60);
  });
});

describe("a fault", () => {
  // It lasts from 60 s to 240 s.
  const values = "0x3 1x11 0x99";

  test("is held until it is released, and then ends after as long as its scenario has it", () => {
    const { at, release } = replayOf({ values });
    expect([59, 60, 120, 239, 240, 1_000].map(at)).toEqual([0, 1, 1, 1, 1, 1]);
    release(1_000);
    expect([1_000, 1_119, 1_121].map(at)).toEqual([1, 1, 0]);
  });

  test("that is released before it is held lasts as long as its scenario has it", () => {
    const { at, release } = replayOf({ values });
    release(90);
    expect([90, 239, 241].map(at)).toEqual([1, 1, 0]);
  });

  test("is released once: a second release does not hold it again", () => {
    const { at, release } = replayOf({ values });
    release(500);
    release(5_000);
    expect(at(621)).toBe(0);
  });

  test("lets counters grow on as they did", () => {
    const { at, release } = replayOf({ values: "0+30x99", counter: true });
    expect([120, 135, 600].map(at)).toEqual([240, 270, 1_200]);
    release(600);
    expect(at(630)).toBe(1_260);
  });

  test("never lets a counter fall, whenever it is held and released", () => {
    const time = fc.integer({ min: 0, max: 2_000 });
    const increases = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(increases, time, time, fc.array(time), (each, holdAt, released, times) => {
        let sum = 0;
        const growing = each.map((increase) => {
          sum += increase;
          return sum;
        });
        const { at, release } = replayOf({ values: growing.join(" "), counter: true }, { holdAt });
        const order = [...times, released].sort((a, b) => a - b);
        const shown = order.map((seconds) => {
          if (seconds === released) release(seconds);
          return Number(at(seconds));
        });
        const fallen = shown.filter((value, index) => value < (shown[index - 1] ?? 0) - 1e-9);
        expect(fallen).toEqual([]);
      }),
    );
  });
});

describe("the replays that are on", () => {
  const spec = specOf({ a: { values: "1" } });

  test("end by themselves, counted from when they were made", () => {
    const replays = new Replays();
    const id = replays.add(spec, MADE);
    expect(replays.find(id, MADE + 1_800)).toBeDefined();
    expect(replays.targets("localhost:1", MADE + 1_800)).toHaveLength(1);
    expect(replays.targets("localhost:1", MADE + 1_801)).toEqual([]);
    expect(replays.find(id, MADE)).toBeUndefined();
  });

  test("are known by names that are not used again", () => {
    const replays = new Replays();
    const first = replays.add(spec, MADE);
    expect([replays.remove(first), replays.remove(first)]).toEqual([true, false]);
    expect(replays.add(spec, MADE)).not.toBe(first);
  });
});
