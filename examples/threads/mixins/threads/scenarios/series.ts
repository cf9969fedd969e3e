// The series of one service of a content business, as promtool reads them, with a sample a minute.
import { growingByPhase, type Phase, type Scenario } from "tocsin";

export type { Phase };

export type Given = Scenario["given"];

export const HOUR = 60;

const TARGET = 'job="threads",instance="persona-runtime-1:9090",service="persona-runtime",team="content"';

export const of = (metric: string, labels: string): string => `${metric}{${labels},${TARGET}}`;

export const PERSONA = 'persona_id="ai-jesus"';

/** A counter that grows phase by phase, with a sample a minute. It starts over with each phase where it `resets`. */
export const growing = (phases: readonly Phase[], resets = false): string => growingByPhase(60, phases, resets);

/** A gauge that has a value for so many minutes, phase by phase. */
export const showing = (...phases: readonly (readonly [value: number, minutes: number])[]): string =>
  phases.map(([value, minutes]) => `${value}x${minutes - 1}`).join(" ");

/** What a histogram by persona observes: so many a minute of this value, for so many minutes. */
export const observing = (
  metric: string,
  phases: readonly (readonly [perMinute: number, value: number, minutes: number])[],
  resets = false,
): Given => ({
  [of(`${metric}_sum`, PERSONA)]: growing(
    phases.map(([perMinute, value, minutes]) => [perMinute * value, minutes]),
    resets,
  ),
  [of(`${metric}_count`, PERSONA)]: growing(
    phases.map(([perMinute, , minutes]) => [perMinute, minutes]),
    resets,
  ),
});

/** Scenarios with a sample a minute. */
export const everyMinute = (byTitle: Record<string, Pick<Scenario, "given" | "expect">>) =>
  Object.fromEntries(
    Object.entries(byTitle).map(([title, scenario]) => [title, { interval: "1m" as const, ...scenario }]),
  );
