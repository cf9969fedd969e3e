// Queries: every panel of every dashboard, as it is and as people write it by hand, on a week of an estate.
import { join } from "node:path";
import { freePort } from "../support/ports";
import { makeDatabase, QUIET_CONFIG } from "./estate/database";
import { estateOf, estateSettings } from "./estate/estate";
import { Courses } from "./estate/history";
import {
  askedOver,
  HOUR,
  type Measured,
  measure,
  ONCE_ABOVE_SECONDS,
  type Paint,
  paint,
  RANGES,
  type RangeName,
  type Side,
} from "./queries/measure";
import { panelQueries } from "./queries/panels";
import { goalsOf, paintTable, slowestTable, sumsTable } from "./queries/report";
import type { Benchmark, Outcome, Surroundings } from "./shared/benchmark";
import { Prometheus, QUERY_TIMEOUT_SECONDS } from "./shared/prometheus";
import { sum } from "./shared/statistics";

/** What is looked at of an estate of so many services, and how often after the first time. */
interface Plan {
  services: number;
  ranges: readonly RangeName[];
  /** Those over which each dashboard is opened: they open on an hour, and a day is what people look at next. */
  painted: readonly RangeName[];
  repeats: number;
}

/** By hand, a week of fifty services takes minutes, and one of two hundred the better part of an hour. */
const PLANS: Record<"quick" | "whole" | "alone", readonly Plan[]> = {
  quick: [{ services: 10, ranges: ["24 h"], painted: ["24 h"], repeats: 0 }],
  whole: [
    { services: 10, ranges: ["1 h", "24 h", "7 d"], painted: ["1 h", "24 h"], repeats: 0 },
    { services: 50, ranges: ["1 h", "24 h"], painted: ["1 h"], repeats: 0 },
    { services: 200, ranges: ["1 h"], painted: ["1 h"], repeats: 1 },
  ],
  alone: [10, 50, 200].map((services) => ({
    services,
    ranges: ["1 h", "24 h", "7 d"],
    painted: ["1 h", "24 h"],
    repeats: 3,
  })),
};
/** Seconds between two samples of the history: coarser than services are scraped, which is in favour of raw expressions. */
const STEP_SECONDS = 30;

export const queries: Benchmark = {
  name: "queries",
  compares: "the panels on recordings with the same panels on raw expressions, as people write them by hand",
  minutes: { whole: 9, quick: 1.5 },
  run: async (surroundings): Promise<Outcome> => {
    const { quick, alone, say } = surroundings;
    const endSeconds = Math.floor(Date.now() / 1000 / HOUR) * HOUR;
    const days = quick ? 1 : 7;
    const courses = new Courses({ startSeconds: endSeconds - days * 24 * HOUR, endSeconds, stepSeconds: STEP_SECONDS });
    const plans = PLANS[quick ? "quick" : alone ? "alone" : "whole"];
    const sizes = [];
    for (const plan of plans) {
      say(`${plan.services} services: writing the history`);
      sizes.push(await ofSize(plan, { ...surroundings, courses }));
    }
    const largest = sizes.at(-1);
    if (!largest) throw new Error("No size was measured");
    return {
      tables: sizes.flatMap(({ tables }) => tables),
      goals: largest.goals,
      notes: [
        ...sizes.map(({ note }) => note),
        `Each range's step is what Grafana takes for 1,000 pixels: ${RANGES.map(({ name, step }) => `${name} every ${step} s`).join(", ")}. Samples lie ${STEP_SECONDS} s apart, coarser than services are scraped, which favours raw expressions.`,
        `${plans.map(({ services, repeats }) => `Of ${services} services, times are ${repeats === 0 ? "of the first time" : `medians of ${repeats} after one more`}`).join("; ")}; what took over ${ONCE_ABOVE_SECONDS} s was asked once. Targets that are alike share their values, and so the disk's cache: that too favours raw expressions.`,
        `A refused query is one over Prometheus' own limit of 50 million samples in memory or over ${QUERY_TIMEOUT_SECONDS} s; it counts with the time until it was refused.`,
        "Panels of raw gauges ask the same on both sides: no recording makes them faster.",
      ],
    };
  },
};

async function ofSize(
  { services, ranges: names, painted, repeats }: Plan,
  { folder, tools, courses, say }: Surroundings & { courses: Courses },
) {
  const ranges = RANGES.filter(({ name }) => names.includes(name));
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
      for (const range of ranges.filter(({ name }) => painted.includes(name))) {
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
    return {
      note,
      tables: [
        sumsTable(services, names, measured),
        paintTable(services, painted, paints),
        slowestTable(services, measured),
      ],
      goals: goalsOf(services, measured, paints),
    };
  } finally {
    await prometheus.stop();
  }
}
