// What helps to judge an incident: how long it usually lasts, and how much it inhibits.
import { z } from "zod";
import type { Asking } from "../monitoring/receivers/forms/proof";
import type { Notification } from "./notification";
import { shownDuration } from "./shown-duration";

export interface ContextGround {
  send: Asking["send"];
  prometheus: string;
  alertmanager: string;
  /** Milliseconds since 1970. */
  now: () => number;
}

const DAYS = 30;
const STEP_SECONDS = 300;

/** Fewer say nothing of what is usual. */
const FEWEST = 3;

const matrix = z.object({
  data: z.object({ result: z.array(z.object({ values: z.array(z.tuple([z.number(), z.string()])) })) }),
});

/** The group's alerts in the history that Prometheus has of them; undefined where too few have ended. */
export async function usualDuration(
  { groupLabels }: Notification,
  { send, prometheus, now }: ContextGround,
): Promise<string | undefined> {
  const matchers = Object.entries(groupLabels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  const end = Math.floor(now() / 1000);
  const query = new URLSearchParams({
    query: `max(ALERTS{alertstate="firing",${matchers.join(",")}})`,
    start: String(end - DAYS * 86_400),
    end: String(end),
    step: String(STEP_SECONDS),
  });
  const { status, body } = await send("GET", `${prometheus}/api/v1/query_range?${query}`);
  if (status >= 300) throw new Error(`Prometheus answers ${status}`);
  const times = matrix.parse(JSON.parse(body)).data.result.flatMap(({ values }) => values.map(([time]) => time));
  // What reaches to now is what is going on.
  const ended = runsOf(times).filter(({ to }) => to < end - 2 * STEP_SECONDS);
  if (ended.length < FEWEST) return undefined;
  const seconds = ended.map(({ from, to }) => to - from + STEP_SECONDS).sort((a, b) => a - b);
  const median = seconds[Math.floor(seconds.length / 2)] ?? 0;
  return `Usually lasts about ${shownDuration(median * 1000)}: the median of ${ended.length} times in ${DAYS} days`;
}

/** Times without a gap between them, as one each. */
function runsOf(times: readonly number[]): { from: number; to: number }[] {
  const runs: { from: number; to: number }[] = [];
  for (const time of times) {
    const last = runs.at(-1);
    if (last && time - last.to <= STEP_SECONDS) last.to = time;
    else runs.push({ from: time, to: time });
  }
  return runs;
}

const inhibited = z.array(z.object({ status: z.object({ inhibitedBy: z.array(z.string()) }) }));

/** How many alerts are not sent while these fire; undefined where none are. */
export async function inhibitedBy(
  { alerts }: Notification,
  { send, alertmanager }: ContextGround,
): Promise<string | undefined> {
  const { status, body } = await send(
    "GET",
    `${alertmanager}/api/v2/alerts?active=false&silenced=false&inhibited=true`,
  );
  if (status >= 300) throw new Error(`Alertmanager answers ${status}`);
  const own = new Set(alerts.map(({ fingerprint }) => fingerprint));
  const held = inhibited.parse(JSON.parse(body)).filter((one) => one.status.inhibitedBy.some((by) => own.has(by)));
  if (held.length === 0) return undefined;
  return held.length === 1 ? "Inhibits another alert" : `Inhibits ${held.length} other alerts`;
}
