// How often each team is paged in a week, and at night: as the history has it, and as it would have been with what changes.
import { grouped } from "../../../components/grouped";
import { FALLBACK_GROUP_BY, type Monitoring } from "../../../components/monitoring";
import { seconds } from "../../../components/rules";
import { firingIntervals } from "../../commands/backtest/firing";
import type { Grid } from "../../commands/backtest/grid";
import { History } from "../../commands/backtest/history";
import { changesBetween, type Rule, ruleSetOf } from "../../commands/backtest/rules";
import { prepared } from "../../commands/backtest/side";
import { type Firing, firingsIn } from "../../commands/review/firings";
import { mutedBy } from "../../commands/review/muted";
import { nightIn } from "../../commands/review/night";
import { reachedBy } from "../../commands/review/reached";
import { judged } from "../../commands/review/suppressed";
import type { Address } from "../../running/address";

/** A week's pages of a team: messages of critical alerts, those that begin at night among them. */
export interface Paged {
  week: number;
  night: number;
}

export interface TeamPages {
  team: string;
  before: Paged;
  after: Paged;
}

/** What is known of pages: why nothing is, or the figures with how much of the change they leave out. */
export interface PagesKnown {
  days: number;
  zone: string;
  teams: readonly TeamPages[];
  /** Alerts that change and cannot be evaluated over the history. */
  unknown: readonly string[];
}

export interface PagesArgs {
  prometheus: Address;
  /** What is compared with; without it nothing changes. */
  base: Monitoring | undefined;
  head: Monitoring;
  zone: string;
  days: number;
  /** Unix seconds. */
  now: number;
}

const WEEK_SECONDS = 604_800;

/** Throws where Prometheus does not answer, or has no history. */
export async function pagesOf({ prometheus, base, head, zone, days, now }: PagesArgs): Promise<PagesKnown> {
  const history = new History(prometheus);
  const evaluation = seconds(head.evaluationInterval);
  const grid = await reachedBy(history, prometheus.url, { days, evaluationSeconds: evaluation, now });
  const fired = await firingsIn(history, grid);
  const { changed, firings, unknown } = await changedFirings({ history, grid, base, head, evaluation });
  const kept = fired.filter(({ alert, severity }) => !changed.has(`${alert} ${severity}`));
  const of = (all: readonly Firing[], { notifications }: Monitoring) =>
    pagedIn(
      judged(all, { ...notifications, muted: mutedBy(notifications), silences: [], endSeconds: grid.endSeconds }),
      zone,
      grid,
    );
  const before = of(fired, base ?? head);
  const after = of([...kept, ...firings], head);
  const none = { week: 0, night: 0 };
  return {
    days: (grid.endSeconds - grid.startSeconds) / 86_400,
    zone,
    teams: [...new Set([...before.keys(), ...after.keys()])]
      .sort()
      .map((team) => ({ team, before: before.get(team) ?? none, after: after.get(team) ?? none })),
    unknown,
  };
}

interface ChangedArgs extends Pick<PagesArgs, "base" | "head"> {
  history: History;
  grid: Grid;
  evaluation: number;
}

/** What the alerts that change would have fired: all rules of each, as those of one alert are one in the history. */
async function changedFirings({ history, grid, base, head, evaluation }: ChangedArgs) {
  const changes = base ? changesBetween(ruleSetOf(base), ruleSetOf(head)) : [];
  const changed = new Set(changes.map(({ name, severity }) => `${nameIn(name)} ${severity}`));
  if (changed.size === 0) return { changed, firings: [], unknown: [] };
  const { rules, recordings } = ruleSetOf(head);
  const affected = {
    rules: rules.filter(({ name, severity }) => changed.has(`${nameIn(name)} ${severity}`)),
    recordings,
  };
  const there = await history.metrics(grid);
  const before = base && ruleSetOf(base);
  const sides = prepared({
    changes: changesBetween({ rules: [], recordings: new Map() }, affected),
    base: before,
    head: affected,
    there,
    evaluationSeconds: evaluation,
  }).flatMap(({ after }) => (after ? [after] : []));
  const firings: Firing[] = [];
  const unknown: string[] = [];
  for (const { rule, expr, problem } of sides) {
    if (expr === undefined || problem !== undefined) unknown.push(nameIn(rule.name));
    else for (const one of await firingsOf(history, grid, head, rule, expr)) firings.push(one);
  }
  return { changed, firings, unknown: [...new Set(unknown)].sort() };
}

async function firingsOf(
  history: History,
  grid: Grid,
  { groups }: Monitoring,
  rule: Rule,
  expr: string,
): Promise<Firing[]> {
  const alert = nameIn(rule.name);
  const placed = groups
    .flatMap(({ alerts }) => alerts)
    .find((one) => one.alert.name === alert && one.severity === rule.severity && one.expr === rule.expr);
  // What is a template stands for a label of the series.
  const own = Object.entries(placed?.labels ?? {}).filter(([, value]) => !value.includes("{{"));
  const present = await history.presence(expr, grid);
  return [...present].flatMap(([series, times]) => {
    const labels = { ...Object.fromEntries(JSON.parse(series) as [string, string][]), ...Object.fromEntries(own) };
    const all: Record<string, string> = { ...labels, alertname: alert, severity: rule.severity };
    const about = {
      alert,
      severity: rule.severity,
      team: all.team ?? "",
      series: JSON.stringify(Object.entries(all).sort()),
    };
    return firingIntervals(times, rule, grid).map((interval) => ({
      ...about,
      ...interval,
      isOpen: interval.to > grid.endSeconds,
    }));
  });
}

/** An alert's name without the series that an override is for. */
const nameIn = (name: string) => name.split(" ")[0] ?? name;

/** Messages, by team: what fires in one group at the same time is one. */
function pagedIn(firings: ReturnType<typeof judged>, zone: string, grid: Grid): Map<string, Paged> {
  const isAtNight = nightIn(zone);
  const pages = firings.filter(({ severity, fate }) => severity === "critical" && fate === "sent");
  const perWeek = WEEK_SECONDS / Math.max(1, grid.endSeconds - grid.startSeconds);
  const counts = new Map<string, Paged>();
  for (const all of grouped(pages, groupOf).values()) {
    const [{ team }] = all;
    const count = counts.get(team) ?? { week: 0, night: 0 };
    counts.set(team, count);
    let until = Number.NEGATIVE_INFINITY;
    for (const { from, to } of [...all].sort((a, b) => a.from - b.from)) {
      if (from > until) {
        count.week += perWeek;
        count.night += isAtNight(from) ? perWeek : 0;
      }
      until = Math.max(until, to);
    }
  }
  return counts;
}

function groupOf({ series, team }: Firing): string {
  const labels = new Map(JSON.parse(series) as [string, string][]);
  return JSON.stringify([team, ...FALLBACK_GROUP_BY.map((label) => labels.get(label) ?? "")]);
}
