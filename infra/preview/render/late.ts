// Detection budgets that the scrape intervals cannot hold, with the figures that can; and what rare scrapes ask of Prometheus.
import type { Monitoring } from "../../../components/monitoring";
import { nameWhere } from "../../../components/promql";
import { code, words } from "./escape";
import { table } from "./pieces";

type Watched = Pick<Monitoring, "groups" | "lookback">;

/** One rule that is late. */
export interface LateRule {
  alert: string;
  severity: string;
  /** The longest time from a fault to its message. */
  latencySeconds: number;
  budgetSeconds: number;
  /** The longest scrape interval with which the budget holds. */
  holdsAt: string;
}

/** Every late rule, the most urgent groups first. */
export const lateRules = ({ groups }: Watched): LateRule[] =>
  groups.flatMap(({ alerts }) =>
    alerts.flatMap(({ alert, where, severity, latencySeconds, late }) =>
      late ? [{ alert: nameWhere(alert.name, where), severity, latencySeconds, ...late }] : [],
    ),
  );

const TITLE = "Over their detection budget, because targets are scraped too rarely";

/** Rules that are late alike. */
interface Alike extends Omit<LateRule, "alert"> {
  alerts: readonly string[];
}

function alikeIn(watched: Watched): Alike[] {
  const found = new Map<string, Alike>();
  for (const { alert, ...figures } of lateRules(watched)) {
    const key = JSON.stringify(figures);
    found.set(key, { ...figures, alerts: [...(found.get(key)?.alerts ?? []), alert] });
  }
  return [...found.values()];
}

const NAMES = 4;

const namesOf = (alerts: readonly string[], show: (name: string) => string) =>
  alerts.slice(0, NAMES).map(show).join(", ") + (alerts.length > NAMES ? ` and ${alerts.length - NAMES} more` : "");

/** Lines for the terminal; empty where nothing is late. */
export function lateText(watched: Watched): string {
  const rules = alikeIn(watched).map(
    ({ alerts, severity, latencySeconds, budgetSeconds, holdsAt }) =>
      `  ${severity}: up to ${latencySeconds} s, budget ${budgetSeconds} s, held at a scrape interval of ${holdsAt}: ${namesOf(alerts, (name) => name)}`,
  );
  return [...(rules.length > 0 ? [`${TITLE}:`, ...rules] : []), ...lookbackLines(watched)].join("\n");
}

/** A section of Markdown; empty where nothing is late. */
export function lateMarkdown(watched: Watched): string {
  const rows = alikeIn(watched).map(({ alerts, severity, latencySeconds, budgetSeconds, holdsAt }) => [
    namesOf(alerts, code),
    words(severity),
    `${latencySeconds} s`,
    `${budgetSeconds} s`,
    code(holdsAt),
  ]);
  const lookback = lookbackLines(watched).map(words);
  if (rows.length + lookback.length === 0) return "";
  const head = ["alert", "severity", "takes up to", "budget", "held at a scrape interval of"];
  return [...(rows.length > 0 ? [`#### ${TITLE}`, ...table(head, rows), ""] : []), ...lookback, ""].join("\n");
}

const lookbackLines = ({ lookback }: Watched): string[] =>
  lookback
    ? [
        `Scrapes are further apart than Prometheus looks back: a server of your own needs --query.lookback-delta=${lookback}; those that are deployed here have it.`,
      ]
    : [];
