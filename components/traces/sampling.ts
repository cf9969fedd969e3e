// Which traces are kept: decided once all of a trace has come, so that none with an error is lost.
import type { TracedService } from "./types";

export interface Sampling {
  /** Percent of the traces that nothing speaks for. */
  sharePercent: number;
  /** Whether each trace with an error is kept. */
  errors: boolean;
  /** In seconds: requests to services that say nothing else are kept if they take longer. */
  slowerThan: number;
  /** Spans a second that the share may come to, and those that are always kept as well; further traces are dropped. */
  maxSpansPerSecond: number;
}

/** A trace is taken for whole after so long; what comes later shares its fate. */
const WHOLE_AFTER = "5s";

/**
 * Traces that wait. Beyond them the oldest is dropped undecided, whatever it shows; so they are more than the gateway's memory holds,
 * at a kilobyte and a half for the smallest: spans are refused before, which senders send again.
 */
const TRACES = 200_000;
/** Decisions that are remembered for what comes late. */
const DECISIONS = 100_000;

const NANOSECONDS = 1_000_000_000;

const FAILED = ["status.code == STATUS_CODE_ERROR", 'attributes["http.response.status_code"] >= 500'];

export function tailSampling(sampling: Sampling, services: readonly TracedService[]) {
  const always = [...(sampling.errors ? FAILED : []), ...slow(sampling, services)];
  const { sharePercent, maxSpansPerSecond } = sampling;
  return {
    decision_wait: WHOLE_AFTER,
    num_traces: TRACES,
    decision_cache: { sampled_cache_size: DECISIONS, non_sampled_cache_size: DECISIONS },
    policies: [
      limited(
        "always",
        { type: "ottl_condition", ottl_condition: { error_mode: "ignore", span: always } },
        maxSpansPerSecond,
      ),
      limited(
        "share",
        { type: "probabilistic", probabilistic: { sampling_percentage: sharePercent } },
        maxSpansPerSecond,
      ),
    ],
  };
}

/** The limit counts only what the rule before it has chosen. */
const limited = (name: string, rule: { type: string; [rest: string]: unknown }, maxSpansPerSecond: number) => ({
  name,
  type: "and",
  and: {
    and_sub_policy: [
      { name, ...rule },
      { name: `${name}-limit`, type: "rate_limiting", rate_limiting: { spans_per_second: maxSpansPerSecond } },
    ],
  },
});

/** Requests as the service that answers them measures them. */
function slow({ slowerThan }: Sampling, services: readonly TracedService[]): string[] {
  const takes = (seconds: number) =>
    `kind == SPAN_KIND_SERVER and end_time_unix_nano - start_time_unix_nano > ${Math.round(seconds * NANOSECONDS)}`;
  const own = services.filter((service) => service.slowerThan !== slowerThan);
  const is = ({ name }: TracedService) => `resource.attributes["service.name"] == ${JSON.stringify(name)}`;
  const others = own.map((service) => ` and not (${is(service)})`).join("");
  return [...own.map((service) => `${takes(service.slowerThan)} and ${is(service)}`), `${takes(slowerThan)}${others}`];
}
