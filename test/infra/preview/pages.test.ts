// How often a team is paged, by a real Prometheus' history and with what a change of the settings does to it.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { assemble, parseSettings } from "../../../components/monitoring";
import { exceededPages } from "../../../infra/preview/pages/budget";
import { pagesOf } from "../../../infra/preview/pages/pages";
import { pagesMarkdown, pagesText } from "../../../infra/preview/render/pages";
import { endpoints, settings } from "../../support/environment";
import { toolsOrSkip } from "../../support/tools";
import { type Past, type Running, start } from "../backtest/past";

const HOUR = 3_600;
const DAY = 24 * HOUR;
/** Midnight in UTC. */
const NOW = Date.UTC(2026, 8, 21) / 1000;
const FROM = NOW - 7 * DAY;

/** At noon on six days and at eleven in the evening on four, memory is short for seven minutes. */
const bursts = [
  ...[0, 1, 2, 3, 4, 5].map((day) => [day, 12] as const),
  ...[0, 2, 4, 5].map((day) => [day, 23] as const),
];
const BURSTS = bursts.map(([day, hour]) => span(day, hour, 420));
/** Twice for two hours, and worse. */
const INCIDENTS = [span(1, 3, 2 * HOUR), span(5, 15, 2 * HOUR)];

function span(day: number, hour: number, seconds: number) {
  const from = FROM + day * DAY + hour * HOUR;
  return { from, to: from + seconds };
}

const isIn = (spans: readonly { from: number; to: number }[], at: number) =>
  spans.some(({ from, to }) => at >= from && at < to);

const used = (at: number) => (isIn(INCIDENTS, at) ? 990 : isIn(BURSTS, at) ? 970 : 500);

/** Two servers of one service: what both say at the same time is one message. */
const SERVERS = ["cache-1", "cache-2"].map(
  (instance) => `instance="${instance}",job="redis",service="cache",team="shop"`,
);
const ALERT = 'alertname="RedisOutOfConfiguredMaxmemory",alertstate="firing",severity="critical"';

const PAST: Past = {
  fromSeconds: FROM,
  toSeconds: NOW,
  series: {
    up: SERVERS.map((labels) => [labels, () => 1]),
    redis_memory_used_bytes: SERVERS.map((labels) => [labels, used]),
    redis_memory_max_bytes: SERVERS.map((labels) => [labels, () => 1_000]),
    ALERTS: SERVERS.map((labels) => [`${ALERT},${labels}`, (at) => (used(at) > 950 ? 1 : undefined)]),
  },
};

const monitoring = (alerts: object = {}) =>
  assemble(
    "shop",
    settings({ services: [{ name: "cache", team: "shop", mixin: "redis", targets: ["10.0.0.1:9121"] }], alerts }),
    endpoints,
  );

const tools = toolsOrSkip("prometheus", "promtool");

describe.skipIf(!tools)("pages", () => {
  let prometheus: Running;
  beforeAll(async () => {
    if (tools) prometheus = await start(tools, PAST, ["--query.lookback-delta=45s"]);
  }, 120_000);
  afterAll(async () => prometheus?.stop());

  const asked = (head = monitoring(), base: typeof head | undefined = monitoring()) =>
    pagesOf({ prometheus: { url: prometheus.url, headers: {} }, base, head, zone: "UTC", days: 7, now: NOW });

  const rounded = ({ week, night }: { week: number; night: number }) => [Math.round(week), Math.round(night)];

  test("are those of the history where nothing changes, and one where two servers say the same", async () => {
    const { teams } = await asked();
    expect(teams.map(({ team, before, after }) => [team, rounded(before), rounded(after)])).toEqual([
      ["shop", [12, 5], [12, 5]],
    ]);
  }, 60_000);

  test("are fewer where a threshold is higher, and more where an alert is new", async () => {
    const above = { RedisOutOfConfiguredMaxmemory: { threshold: { critical: 0.98 } } };
    const higher = await asked(monitoring(above));
    expect(higher.teams.map(({ before, after }) => [rounded(before), rounded(after)])).toEqual([
      [
        [12, 5],
        [2, 1],
      ],
    ]);
    const disabled = { RedisOutOfConfiguredMaxmemory: { disabled: { reason: "It is noise to us" } } };
    const none = await asked(monitoring(disabled));
    expect(none.teams.map(({ before, after }) => [rounded(before), rounded(after)])).toEqual([
      [
        [12, 5],
        [0, 0],
      ],
    ]);
    const lower = await asked(
      monitoring({ RedisOutOfConfiguredMaxmemory: { threshold: { warning: 0.4, critical: 0.45 } } }),
    );
    expect(rounded(lower.teams[0]?.after ?? { week: 0, night: 0 })[0]).toBe(1);
  }, 120_000);

  test("are held against what the settings allow, a team's own before that of all", async () => {
    const known = await asked();
    const limits = { zone: "UTC", week: 20, night: 2, teams: {} };
    expect(exceededPages(known, limits)).toEqual([
      "shop would be paged 5 times a week at night, and limits.pages allows 2: npm run review says which alerts are noise, or raise it.",
    ]);
    expect(exceededPages(known, { ...limits, teams: { shop: { night: 5 } } })).toEqual([]);
    expect(exceededPages(known, { ...limits, teams: { shop: { week: 11, night: 5 } } })).toHaveLength(1);
    const shown = { limits, known };
    expect(pagesText(shown)).toContain("shop                         12 → 12 of 20, at night 5 → 5 of 2");
    expect(pagesMarkdown(shown)).toContain("| shop | 12 | 12 | 20 | 5 | 5 | 2 |");
  }, 60_000);

  test("are not known without a history", async () => {
    const args = { base: undefined, head: monitoring(), zone: "UTC", days: 7, now: FROM - 30 * DAY };
    await expect(pagesOf({ ...args, prometheus: { url: prometheus.url, headers: {} } })).rejects.toThrow(
      "has no history",
    );
    expect(pagesText({ limits: { zone: "UTC", teams: {} }, known: "nobody answers" })).toBe(
      "Pages: not known, as nobody answers",
    );
  });
});

test("a budget names teams that there are, and a zone", () => {
  const given = (pages: object) => () => parseSettings({ limits: { pages } });
  expect(given({ week: 5, teams: { platform: { night: 1 } } })).not.toThrow();
  expect(given({ teams: { ghosts: { week: 1 } } })).toThrow(
    'limits.pages.teams.ghosts: found "ghosts", which is not in the teams of hosts and services; there: platform.',
  );
  expect(given({ zone: "Berlin" })).toThrow("an IANA time zone");
  expect(given({ week: -1 })).toThrow("a number of pages such as 10");
});
