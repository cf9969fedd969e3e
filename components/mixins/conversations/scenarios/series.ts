// The series of one service that holds conversations, as promtool reads them.
import type { Scenario } from "../../../rules";

export type Given = Scenario["given"];

/** So much for so many minutes. */
export type Phase = readonly [perMinute: number, minutes: number];

export const HOUR = 60;

const TARGET = 'job="conversations",instance="dm-1:9090",service="dm",team="content"';

export const of = (metric: string, labels = ""): string => `${metric}{${labels && `${labels},`}${TARGET}}`;

export const PERSONA = 'persona_id="ai-jesus"';

/** What the values of a counter are rounded to. */
const SMALLEST = 1e-6;

const rounded = (value: number) => Number(value.toFixed(6));

/** A counter that grows phase by phase, with a sample a minute. It begins anew with each phase where it `resets`. */
export function growing(phases: readonly Phase[], resets = false): string {
  let total = 0;
  return phases
    .map(([perMinute, minutes]) => {
      const step = rounded(perMinute);
      // Never below the sample before, which promtool has added up: that would be a restart.
      const first = resets ? 0 : rounded(total + Math.max(step, SMALLEST));
      total = first + step * (minutes - 1);
      return `${first}+${step}x${minutes - 1}`;
    })
    .join(" ");
}

/** Scenarios with a sample a minute. */
export const everyMinute = (byTitle: Record<string, Pick<Scenario, "given" | "expect">>) =>
  Object.fromEntries(
    Object.entries(byTitle).map(([title, scenario]) => [title, { interval: "1m" as const, ...scenario }]),
  );
