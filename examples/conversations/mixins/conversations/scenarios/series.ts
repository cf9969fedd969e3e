// The series of one service that holds conversations, as promtool reads them.
import { growingByPhase, type Phase, type Scenario } from "tocsin";

export type { Phase };

export type Given = Scenario["given"];

export const HOUR = 60;

const TARGET = 'job="conversations",instance="dm-1:9090",service="dm",team="content"';

export const of = (metric: string, labels = ""): string => `${metric}{${labels && `${labels},`}${TARGET}}`;

export const PERSONA = 'persona_id="ai-jesus"';

/** A counter that grows phase by phase, with a sample a minute. It starts over with each phase where it `resets`. */
export const growing = (phases: readonly Phase[], resets = false): string => growingByPhase(60, phases, resets);

/** Scenarios with a sample a minute. */
export const everyMinute = (byTitle: Record<string, Pick<Scenario, "given" | "expect">>) =>
  Object.fromEntries(
    Object.entries(byTitle).map(([title, scenario]) => [title, { interval: "1m" as const, ...scenario }]),
  );
