// The series of one service that calls language models, as promtool reads them.

export type Given = Readonly<Record<string, string>>;

/** So much for so many minutes. */
export type Phase = readonly [perMinute: number, minutes: number];

const TARGET = 'job="llm",instance="writer-1:9090",service="writer",team="content"';

export const of = (metric: string, labels: string): string => `${metric}{${labels},${TARGET}}`;

const MODEL = 'model="gpt-4o"';
const PERSONA = `${MODEL},persona_id="ai-jesus"`;

/** What the values of a counter are rounded to. */
const SMALLEST = 1e-6;

const rounded = (value: number) => Number(value.toFixed(6));

/** The values of a counter that grows phase by phase, with a sample every so many seconds. It begins anew where `resets`. */
export function growing(seconds: number, phases: readonly Phase[], resets = false): string {
  let total = 0;
  return phases
    .map(([perMinute, minutes]) => {
      const samples = Math.round((minutes * 60) / seconds);
      const step = rounded((perMinute * seconds) / 60);
      // Never below the sample before, which promtool has added up: that would be a restart.
      const first = resets ? 0 : rounded(total + Math.max(step, SMALLEST));
      total = first + step * (samples - 1);
      return `${first}+${step}x${samples - 1}`;
    })
    .join(" ");
}

/** Dollars spent, phase by phase. */
export const spending = (seconds: number, phases: readonly Phase[], resets = false): Given => ({
  [of("llm_cost_dollars_total", PERSONA)]: growing(seconds, phases, resets),
});

export const tokens = (seconds: number, phases: readonly Phase[]): Given => ({
  [of("llm_tokens_total", `${PERSONA},type="output"`)]: growing(seconds, phases),
});

/** Calls by how they end. */
export const calls = (byStatus: Readonly<Record<string, readonly Phase[]>>, resets = false): Given =>
  Object.fromEntries(
    Object.entries(byStatus).map(([status, phases]) => [
      of("llm_requests_total", `${MODEL},status="${status}"`),
      growing(15, phases, resets),
    ]),
  );

const BOUNDS = ["10", "20", "30", "60", "+Inf"];

/** Calls that succeed and take as long as the bucket with this upper bound says: `[bound, per minute, minutes]`. */
export function timed(phases: readonly (readonly [bound: string, perMinute: number, minutes: number])[]): Given {
  const buckets = BOUNDS.map((bound, index) => [
    of("llm_request_duration_seconds_bucket", `${MODEL},le="${bound}"`),
    growing(
      15,
      phases.map(([upper, perMinute, minutes]) => [BOUNDS.indexOf(upper) <= index ? perMinute : 0, minutes]),
    ),
  ]);
  return {
    ...Object.fromEntries(buckets),
    ...calls({ success: phases.map(([, perMinute, minutes]) => [perMinute, minutes]) }),
  };
}
