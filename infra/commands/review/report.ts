// A review as Markdown: for a terminal, a channel or a wiki.
import { table } from "../../preview/render/pieces";
import { spoken } from "../backtest/report";
import { AGAIN_SECONDS, type Figures } from "./figures";
import { NIGHT } from "./night";
import type { Proposal } from "./proposals";
import type { Notified } from "./recorded";
import { changing, overridesText } from "./settings-patch";

export interface Review {
  environment: string;
  /** Unix seconds: what was looked at. */
  startSeconds: number;
  endSeconds: number;
  /** How long a firing may be and not be seen, in seconds. */
  stepSeconds: number;
  zone: string;
  figures: readonly Figures[];
  proposals: readonly Proposal[];
  /** Who was notified, by Alertmanager's own record; undefined where it recorded nothing. */
  notified?: readonly Notified[];
  /** Alerts of the settings that did not fire. */
  silent: readonly string[];
  /** What the figures leave out, a sentence each. */
  unknown: readonly string[];
}

export function markdownOf(review: Review): string {
  const { environment, startSeconds, endSeconds, stepSeconds, figures } = review;
  return [
    `# Review of ${environment}, ${day(startSeconds)} to ${day(endSeconds)}`,
    "",
    summary(review),
    `A firing that is shorter than ${spoken(stepSeconds)} may be missing.`,
    ...(figures.length > 0
      ? [...figuresIn(figures), "", `Again: begun within ${spoken(AGAIN_SECONDS)} of the same series' end.`]
      : []),
    ...notifiedLines(review),
    ...proposalsIn(review),
    ...(review.unknown.length > 0 ? ["", "## Not known", "", ...review.unknown.map((one) => `- ${one}`)] : []),
    "",
    "## Did not fire",
    "",
    review.silent.length > 0 ? `${review.silent.length} alerts: ${review.silent.join(", ")}.` : "Every alert did.",
    "",
  ].join("\n");
}

export function summary({ figures, zone, endSeconds, startSeconds, notified }: Review): string {
  const sum = (count: (one: Figures) => number) => figures.reduce((total, one) => total + count(one), 0);
  const fired = sum(({ firings }) => firings.length);
  const over = `in ${spoken(endSeconds - startSeconds)}`;
  if (fired === 0) return `Nothing fired ${over}.`;
  const sent = sum((one) => one.sent.length);
  const open = sum(({ firings }) => firings.filter(({ isOpen }) => isOpen).length);
  const night = `${sum(({ atNight }) => atNight)} at night (${NIGHT.from}:00 to ${NIGHT.until}:00, ${zone})`;
  const held = [
    [sum(({ inhibited }) => inhibited), "were inhibited"] as const,
    [sum(({ silenced }) => silenced), "were silenced"] as const,
    [sum(({ muted }) => muted), "were muted"] as const,
    [sum(({ undelivered }) => undelivered), "were taken by no receiver"] as const,
    [sum(({ firings }) => firings.filter(({ fate }) => fate === "short").length), "ended before"] as const,
    [sum(({ acknowledged }) => acknowledged), "of those sent were acknowledged"] as const,
  ].flatMap(([count, what]) => (count > 0 ? [`${count} ${what}`] : []));
  const still = open > 0 ? ` ${open} ${open === 1 ? "fires" : "fire"} now.` : "";
  return `${fired} ${fired === 1 ? "firing" : "firings"} ${over}. ${[`${sent} of them were sent${notified ? "" : " as far as is known"}`, ...held].join(", ")}; ${night}.${still}`;
}

/** Columns that not every environment has. */
const FURTHER = {
  inhibited: ({ inhibited }: Figures) => inhibited,
  silenced: ({ silenced }: Figures) => silenced,
  muted: ({ muted }: Figures) => muted,
  undelivered: ({ undelivered }: Figures) => undelivered,
  acknowledged: ({ acknowledged }: Figures) => acknowledged,
};

function figuresIn(figures: readonly Figures[]): string[] {
  const further = Object.entries(FURTHER).filter(([, count]) => figures.some((one) => count(one) > 0));
  const head = ["fired", "sent", ...further.map(([title]) => title), "at night", "again", "in all", "longest"];
  return table(
    ["alert", "severity", "team", ...head],
    figures.map((one) => [
      ...[one.alert, one.severity, one.team],
      ...[one.firings.length, one.sent.length, ...further.map(([, count]) => count(one))].map(String),
      ...[one.atNight, one.again].map(String),
      ...[spoken(one.seconds), spoken(one.longestSeconds)],
    ]),
  );
}

function notifiedLines({ notified, zone }: Review): string[] {
  if (!notified) return [];
  const rows = notified.map(({ receiver, integration, messages, atNight, last }) => [
    ...[receiver, integration],
    ...[messages, atNight].map(String),
    minute(last),
  ]);
  const head = ["receiver", "by", "messages", "at night", "last"];
  return [
    "",
    "## Notified",
    ...(rows.length > 0 ? table(head, rows) : ["", "Nobody."]),
    "",
    `Night is that of ${zone}; the last message is in UTC.`,
  ];
}

function proposalsIn({ proposals }: Review): string[] {
  if (proposals.length === 0) return [];
  const items = proposals.map(({ alert, severity, says }) => `- **${alert}** (${severity}): ${says}`);
  const settings = changing(proposals).length > 0 ? ["", "```yaml", overridesText(proposals).trimEnd(), "```"] : [];
  return ["", "## Proposals", "", ...items, ...settings];
}

export const day = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 10);

/** To the minute, in UTC. */
export const minute = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 16).replace("T", " ");
