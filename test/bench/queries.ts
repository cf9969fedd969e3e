// Queries: every panel of every dashboard, as it is and as people write it by hand, on a week of an estate.
import { join } from "node:path";
import { makeDatabase, QUIET_CONFIG } from "./estate/database";
import { estateOf, estateSettings } from "./estate/estate";
import { Courses } from "./estate/history";
import { type PanelQuery, panelQueries } from "./queries/panels";
import type { Benchmark, Outcome, Surroundings } from "./shared/benchmark";
import { freePort } from "./shared/ports";
import { type Answer, type Asked, Prometheus, QUERY_TIMEOUT_SECONDS } from "./shared/prometheus";
import { median, quantile, sum } from "./shared/statistics";
import type { Table } from "./shared/table";

const HOUR = 3_600;

/** The ranges, with the step that Grafana takes for a panel of 1,000 pixels and a scrape interval of 15 s. */
const RANGES = [
  { name: "1 h", seconds: HOUR, step: 15 },
  { name: "24 h", seconds: 24 * HOUR, step: 60 },
  { name: "7 d", seconds: 7 * 24 * HOUR, step: 600 },
] as const;

type RangeName = (typeof RANGES)[number]["name"];

const SIZES = { whole: [10, 50, 200], quick: [10] };
/** Seconds between two samples of the history: coarser than services are scraped, which is in favour of raw expressions. */
const STEP_SECONDS = 30;
/** What a browser sends at a time. */
const AT_A_TIME = 6;
const REPEATS = { whole: 3, quick: 0 };
/** What takes longer is asked once: the disk was read in that time. */
const ONCE_ABOVE_SECONDS = 1;
/** Dashboards open on an hour; a day is what people look at next. */
const PAINTED_SECONDS = 24 * HOUR;
const SLOWEST_ALLOWED_SECONDS = 1.2;
const FASTER = 10;

const SIDES = ["byHand", "ours"] as const;
type Side = (typeof SIDES)[number];

/** The costs of one query on one range, for each side. */
type Measured = PanelQuery & { rangeName: RangeName } & { cost: Record<Side, Answer> };

export const queries: Benchmark = {
  name: "queries",
  compares: "the panels on recordings with the same panels on raw expressions, as people write them by hand",
  minutes: { whole: 16, quick: 1.5 },
  run: async (surroundings): Promise<Outcome> => {
    const { quick, say } = surroundings;
    const endSeconds = Math.floor(Date.now() / 1000 / HOUR) * HOUR;
    const days = quick ? 1 : 7;
    const courses = new Courses({ startSeconds: endSeconds - days * 24 * HOUR, endSeconds, stepSeconds: STEP_SECONDS });
    const ranges = RANGES.filter(({ seconds }) => seconds <= days * 24 * HOUR).slice(quick ? 1 : 0);
    const sizes = [];
    for (const services of SIZES[quick ? "quick" : "whole"]) {
      say(`${services} services: writing the history`);
      sizes.push(await ofSize(services, { ...surroundings, courses, ranges }));
    }
    const largest = sizes.at(-1);
    if (!largest) throw new Error("No size was measured");
    return {
      tables: sizes.flatMap(({ tables }) => tables),
      goals: largest.goals,
      notes: [
        ...sizes.map(({ note }) => note),
        `Each range's step is what Grafana takes for 1,000 pixels: ${RANGES.map(({ name, step }) => `${name} every ${step} s`).join(", ")}. Samples lie ${STEP_SECONDS} s apart, coarser than services are scraped, which favours raw expressions.`,
        `Times are medians of ${REPEATS.whole} after one more; what took over ${ONCE_ABOVE_SECONDS} s was asked once. Targets that are alike share their values, and so the disk's cache: that too favours raw expressions.`,
        `A refused query is one over Prometheus' own limit of 50 million samples in memory or over ${QUERY_TIMEOUT_SECONDS} s; it counts with the time until it was refused.`,
        "Panels of raw gauges ask the same on both sides: no recording makes them faster.",
      ],
    };
  },
};

interface OfSize extends Surroundings {
  courses: Courses;
  ranges: readonly (typeof RANGES)[number][];
}

async function ofSize(services: number, { folder, tools, courses, ranges, say, quick }: OfSize) {
  const repeats = REPEATS[quick ? "quick" : "whole"];
  const estate = estateOf(estateSettings(services));
  const database = await makeDatabase(tools.prometheus, join(folder, `queries-${services}`), estate, courses);
  const { size, recorded } = database;
  const note = `${services} services: ${estate.targets.length} targets, ${(size.series - recorded).toLocaleString("en-US")} series and ${recorded.toLocaleString("en-US")} recorded ones, ${(size.samples / 1e6).toFixed(0)} million samples, ${(size.bytes / 1e6).toFixed(0)} MB.`;
  say(note);
  const prometheus = await Prometheus.start({
    prometheus: tools.prometheus,
    folder: database.folder,
    port: await freePort(),
    config: QUIET_CONFIG,
  });
  try {
    const asked = panelQueries(estate);
    const end = courses.span.endSeconds;
    const measured: Measured[] = [];
    for (const range of ranges) {
      for (const query of asked) measured.push(await measure(prometheus, query, { range, end, repeats }));
      const took = (side: Side) =>
        sum(measured.filter(({ rangeName }) => rangeName === range.name).map(({ cost }) => cost[side].seconds));
      say(
        `${services} services, ${range.name}: ${asked.length} queries, by hand ${took("byHand").toFixed(1)} s, ours ${took("ours").toFixed(1)} s`,
      );
    }
    const dashboards = [...new Set(asked.map(({ dashboard }) => dashboard))];
    const paints: Paint[] = [];
    for (const dashboard of dashboards) {
      const of = asked.filter((query) => query.dashboard === dashboard);
      const row: Record<string, Record<Side, number>> = {};
      for (const range of ranges.filter(({ seconds }) => seconds <= PAINTED_SECONDS)) {
        row[range.name] = {
          byHand: await paint(
            prometheus,
            of.map((query) => askedOver(query, query.byHand, range, end)),
          ),
          ours: await paint(
            prometheus,
            of.map((query) => askedOver(query, query.ours, range, end)),
          ),
        };
      }
      paints.push({ dashboard, row });
    }
    const names = ranges.map(({ name }) => name);
    return {
      note,
      tables: [
        sumsTable(services, names, measured),
        paintTable(
          services,
          names.filter((name) => paints.some(({ row }) => name in row)),
          paints,
        ),
        slowestTable(services, measured),
      ],
      goals: goalsOf(services, measured, paints),
    };
  } finally {
    await prometheus.stop();
  }
}

type Range = (typeof RANGES)[number];

const askedOver = ({ range }: PanelQuery, expr: string, { seconds, step }: Range, end: number): Asked =>
  range ? { expr, from: end - seconds, to: end, step } : { expr, at: end };

async function measure(
  prometheus: Prometheus,
  query: PanelQuery,
  { range, end, repeats }: { range: Range; end: number; repeats: number },
): Promise<Measured> {
  const costOf = async (expr: string): Promise<Answer> => {
    const asked = askedOver(query, expr, range, end);
    const first = await prometheus.ask(asked);
    if (first.seconds > ONCE_ABOVE_SECONDS || repeats === 0) return first;
    const seconds = [];
    for (let repeat = 0; repeat < repeats; repeat++) seconds.push((await prometheus.ask(asked)).seconds);
    return { ...first, seconds: median(seconds) };
  };
  const byHand = await costOf(query.byHand);
  const ours = query.byHand === query.ours ? byHand : await costOf(query.ours);
  return { ...query, rangeName: range.name, cost: { byHand, ours } };
}

/** How long all queries of a dashboard take, six at a time. */
async function paint(prometheus: Prometheus, asked: readonly Asked[]): Promise<number> {
  const waiting = [...asked];
  const begun = performance.now();
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await prometheus.ask(next);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  return (performance.now() - begun) / 1000;
}

const times = (byHand: number, ours: number) => `${(byHand / ours).toFixed(1)} ×`;

function sumsTable(services: number, ranges: readonly string[], measured: readonly Measured[]): Table {
  const row = (name: string, of: readonly Measured[]) => [
    name,
    of.length / ranges.length,
    ...ranges.flatMap((range) => {
      const there = of.filter(({ rangeName }) => rangeName === range);
      const [byHand, ours] = SIDES.map((side) => sum(there.map(({ cost }) => cost[side].seconds)));
      const refused = there.filter(({ cost }) => cost.byHand.refused).length;
      return [
        `${(byHand ?? 0).toPrecision(3)}${refused > 0 ? ` (${refused} refused)` : ""}`,
        ours ?? 0,
        times(byHand ?? 0, ours ?? 1),
      ];
    }),
    times(
      sum(of.map(({ cost }) => cost.byHand.samples)),
      sum(of.filter(({ cost }) => !cost.byHand.refused).map(({ cost }) => cost.ours.samples)),
    ),
  ];
  const dashboards = [...new Set(measured.map(({ dashboard }) => dashboard))];
  return {
    title: `All queries of each dashboard, one after the other, ${services} services (seconds)`,
    columns: [
      "dashboard",
      "queries",
      ...ranges.flatMap((range) => [`${range} by hand`, "ours", "faster"]),
      "fewer samples",
    ],
    rows: [
      ...dashboards.map((name) =>
        row(
          name,
          measured.filter(({ dashboard }) => dashboard === name),
        ),
      ),
      row("all", measured),
    ],
  };
}

interface Paint {
  dashboard: string;
  row: Record<string, Record<Side, number>>;
}

function paintTable(services: number, ranges: readonly string[], paints: readonly Paint[]): Table {
  return {
    title: `First paint of each dashboard, six queries at a time, ${services} services (seconds)`,
    columns: ["dashboard", ...ranges.flatMap((range) => [`${range} by hand`, "ours", "faster"])],
    rows: paints.map(({ dashboard, row }) => [
      dashboard,
      ...ranges.flatMap((range) => {
        const { byHand = 0, ours = 1 } = row[range] ?? {};
        return [byHand, ours, times(byHand, ours)];
      }),
    ]),
  };
}

const SLOWEST = 12;

function slowestTable(services: number, measured: readonly Measured[]): Table {
  const slowest = [...measured].sort((a, b) => b.cost.ours.seconds - a.cost.ours.seconds).slice(0, SLOWEST);
  return {
    title: `The slowest queries of ours, ${services} services`,
    columns: ["panel", "range", "by hand s", "ours s", "series", "samples", "MB"],
    rows: slowest.map(({ dashboard, panel, rangeName, cost: { byHand, ours } }) => [
      `${dashboard}: ${panel}`,
      rangeName,
      byHand.refused ?? byHand.seconds,
      ours.seconds,
      ours.series,
      ours.samples,
      ours.bytes / 1e6,
    ]),
  };
}

function goalsOf(services: number, measured: readonly Measured[], paints: readonly Paint[]): Outcome["goals"] {
  const faster = (byHand: number, ours: number, what: string) => ({
    what,
    goal: `at least ${FASTER} times`,
    found: times(byHand, ours),
    met: byHand / ours >= FASTER,
  });
  const total = (side: Side, of: readonly Measured[]) => sum(of.map(({ cost }) => cost[side].seconds));
  const changed = measured.filter(({ byHand, ours }) => byHand !== ours);
  const all = paints.flatMap(({ dashboard, row }) =>
    Object.entries(row).map(([range, { ours }]) => ({ dashboard, range, ours })),
  );
  const slow = all.filter(({ ours }) => ours > SLOWEST_ALLOWED_SECONDS).sort((a, b) => b.ours - a.ours);
  return [
    faster(total("byHand", measured), total("ours", measured), `all dashboards faster, ${services} services`),
    faster(total("byHand", changed), total("ours", changed), `panels on recordings faster, ${services} services`),
    {
      what: `first paint of every dashboard, ${services} services`,
      goal: `at most ${SLOWEST_ALLOWED_SECONDS} s`,
      found:
        slow.length === 0
          ? `at most ${quantile(
              all.map(({ ours }) => ours),
              1,
            ).toPrecision(2)} s`
          : slow.map(({ dashboard, range, ours }) => `${dashboard} ${range} ${ours.toPrecision(2)} s`).join(", "),
      met: slow.length === 0,
    },
  ];
}
