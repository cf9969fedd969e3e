// The series of one service that calls language models, as promtool reads them.
import { growingByPhase, type Phase } from "../../scenario-series";

export type { Phase };

export type Given = Readonly<Record<string, string>>;

const TARGET = 'job="llm",instance="writer-1:9090",service="writer",team="content"';

export const of = (metric: string, labels: string): string => `${metric}{${labels},${TARGET}}`;

const MODEL = 'model="gpt-4o"';
const PERSONA = `${MODEL},persona_id="ai-jesus"`;

/** Dollars spent, phase by phase. */
export const spending = (seconds: number, phases: readonly Phase[], resets = false): Given => ({
  [of("llm_cost_dollars_total", PERSONA)]: growingByPhase(seconds, phases, resets),
});

export const tokens = (seconds: number, phases: readonly Phase[]): Given => ({
  [of("llm_tokens_total", `${PERSONA},type="output"`)]: growingByPhase(seconds, phases),
});

/** Calls by how they end. */
export const calls = (byStatus: Readonly<Record<string, readonly Phase[]>>, resets = false): Given =>
  Object.fromEntries(
    Object.entries(byStatus).map(([status, phases]) => [
      of("llm_requests_total", `${MODEL},status="${status}"`),
      growingByPhase(15, phases, resets),
    ]),
  );

const BOUNDS = ["10", "20", "30", "60", "+Inf"];

/** Calls that succeed and take as long as the bucket with this upper bound says: `[bound, per minute, minutes]`. */
export function timed(phases: readonly (readonly [bound: string, perMinute: number, minutes: number])[]): Given {
  const buckets = BOUNDS.map((bound, index) => [
    of("llm_request_duration_seconds_bucket", `${MODEL},le="${bound}"`),
    growingByPhase(
      15,
      phases.map(([upper, perMinute, minutes]) => [BOUNDS.indexOf(upper) <= index ? perMinute : 0, minutes]),
    ),
  ]);
  return {
    ...Object.fromEntries(buckets),
    ...calls({ success: phases.map(([, perMinute, minutes]) => [perMinute, minutes]) }),
  };
}
