// Each alert of traces, proven: it fires in time, stays quiet just below its threshold, and resolves.
import { type Scenario, scenarios } from "../../rules";
import { growing, growingThenStill, steady } from "../scenario-series";

const OWN = 'job="jaeger",instance="127.0.0.1:16689",service="jaeger",team="platform"';
const IN = `${OWN},receiver="otlp",transport="http"`;

/** Scraped as a collector. */
const ELSEWHERE = 'job="collectors",instance="127.0.0.1:8889",service="collectors",team="platform"';

const lost = (values: string, labels = OWN): Record<string, string> => ({
  [`otelcol_exporter_send_failed_spans_total{${labels},exporter="jaeger_storage_exporter"}`]: values,
});

const received = (accepted: string, refused: string, failed = steady(0)) => ({
  [`otelcol_receiver_accepted_spans_total{${IN}}`]: accepted,
  [`otelcol_receiver_refused_spans_total{${IN}}`]: refused,
  [`otelcol_receiver_failed_spans_total{${IN}}`]: failed,
});

const decided = (kept: string, left: string) => ({
  [`otelcol_processor_tail_sampling_count_traces_sampled_total{${OWN},policy="share",decision="sampled",sampled="true"}`]:
    kept,
  [`otelcol_processor_tail_sampling_count_traces_sampled_total{${OWN},policy="share",decision="not_sampled",sampled="false"}`]:
    left,
});

const early = (values: string, labels = OWN) => ({
  [`otelcol_processor_tail_sampling_sampling_trace_dropped_too_early_total{${labels}}`]: values,
});

export const jaegerScenarios: readonly Scenario[] = [
  ...scenarios("JaegerSpansLost", {
    "warns of spans that are not written, from the first on, and resolves": {
      given: lost("_x20 5x200"),
      expect: { "4m30s": "quiet", "6m": ["warning"], "25m": "quiet" },
    },
    "leaves to others what a collector loses": {
      given: lost("_x20 5x200", ELSEWHERE),
      expect: { "6m": "quiet", "20m": "quiet" },
    },
    "stays quiet on what was lost long ago": {
      given: lost(steady(500)),
      // A recording that has just begun takes it for new.
      expect: { "20m": "quiet", "40m": "quiet" },
    },
  }),
  ...scenarios("JaegerSpansRefused", {
    "warns where two of a hundred are refused, and resolves": {
      given: received(growing(98), growingThenStill(2)),
      expect: { "90s": "quiet", "4m": ["warning"], "30m": "quiet" },
    },
    "warns where they fail": { given: received(growing(98), steady(0), growing(2)), expect: { "4m": ["warning"] } },
    "stays quiet at one of a hundred": { given: received(growing(99), growing(1)), expect: { "10m": "quiet" } },
  }),
  ...scenarios("JaegerTracesCutShort", {
    "warns of traces that memory does not hold, and resolves": {
      given: early("0x20 0+10x8 80x212"),
      expect: { "4m30s": "quiet", "7m": ["warning"], "30m": "quiet" },
    },
    "warns of a gateway that is scraped as a collector": {
      given: early("0x20 0+10x8 80x212", ELSEWHERE),
      expect: { "7m": ["warning"] },
    },
    "stays quiet while all of them are decided on": { given: early(steady(3)), expect: { "20m": "quiet" } },
  }),
  ...scenarios("JaegerSamplingShare", {
    "fires where a fifth is kept in place of a tenth, and resolves": {
      given: decided("0+30x100 3000+15x140", "0+120x100 12000+135x140"),
      expect: { "5m": "quiet", "20m": ["info"], "58m": "quiet" },
    },
    "stays quiet a little beside the setting": {
      given: decided(growing(0.8), growing(9.2)),
      expect: { "40m": "quiet" },
    },
    "says nothing of a few traces": { given: decided(growing(0.1), growing(0.1)), expect: { "40m": "quiet" } },
  }),
];
