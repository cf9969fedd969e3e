// What each mixin has, counted: a line each, for the end of `npm test`.
import "./support/own-mixins";
import type { Mixin } from "../components/mixins";
import { mixinsInUse } from "../components/monitoring";
import type { Scenario } from "../components/rules";
import { everyMixin } from "./support/environment";

const COLUMNS: Readonly<Record<string, (mixin: Mixin) => number>> = {
  alerts: ({ alerts }) => alerts.length,
  scenarios: ({ scenarios }) => scenarios.length,
  fires: ({ scenarios }) => scenarios.filter(fires).length,
  "stays quiet": ({ scenarios }) => scenarios.filter((scenario) => !fires(scenario)).length,
  resolves: ({ scenarios }) => scenarios.filter((one) => fires(one) && outcomesOf(one).at(-1) === "quiet").length,
  recordings: ({ recordings }) => recordings.length,
  panels: ({ dashboards }) => dashboards.flatMap(({ rows }) => rows.flatMap(({ panels }) => panels)).length,
};

const outcomesOf = (scenario: Scenario) => Object.values(scenario.expect);
const fires = (scenario: Scenario) => outcomesOf(scenario).some((outcome) => outcome !== "quiet");

/** A table with a line for each mixin and their sum. */
export function summary(): string {
  const mixins = mixinsInUse(everyMixin());
  const counts = mixins.map((mixin) => [mixin.name, ...Object.values(COLUMNS).map((count) => count(mixin))] as const);
  const sums = Object.keys(COLUMNS).map((_, column) => counts.reduce((sum, [, ...row]) => sum + (row[column] ?? 0), 0));
  const rows = [["mixin", ...Object.keys(COLUMNS)], ...counts, ["all", ...sums]];
  return rows
    .map(([name, ...cells]) => `  ${String(name).padEnd(15)}${cells.map((cell) => String(cell).padStart(12)).join("")}`)
    .join("\n");
}
