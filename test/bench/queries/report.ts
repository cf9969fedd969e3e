// What the queries of a size found: tables by dashboard, the slowest panels, and the goals.
import type { Goal } from "../shared/benchmark";
import { quantile, sum } from "../shared/statistics";
import type { Table } from "../shared/table";
import { type Measured, type Paint, SIDES, type Side } from "./measure";

const SLOWEST_ALLOWED_SECONDS = 1.2;
const FASTER = 10;

const times = (byHand: number, ours: number) => `${(byHand / ours).toFixed(1)} ×`;

export function sumsTable(services: number, ranges: readonly string[], measured: readonly Measured[]): Table {
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

export function paintTable(services: number, ranges: readonly string[], paints: readonly Paint[]): Table {
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

export function slowestTable(services: number, measured: readonly Measured[]): Table {
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

export function goalsOf(services: number, measured: readonly Measured[], paints: readonly Paint[]): Goal[] {
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
