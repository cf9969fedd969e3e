// What the interview worker exposes about its own work: interviews, transcription, analysis, scheduling and the APIs it calls.
//
// Its names are the worker's own. Those it has no name for yet follow its convention {component}_{metric}_{unit}, and the
// worker is to expose them so: the durations and confidences of transcription and analysis, scheduling_duration_seconds,
// interview_processing_active, interview_last_processed_timestamp_seconds, recoveries, models, tokens, cost and fallbacks.
//
// `status` is "success", and anything else has failed. A counter that is created at 0 for each status shows its first failure;
// one that appears with it does not.
import { type Catalogue, counter, gauge, histogram } from "tocsin";

const STATUS = ["success", "error", "timeout"] as const;

const TRANSCRIBER = { provider: 4 };
const ANALYST = { type: 6, provider: 4 };
const MODEL = { provider: 4, model: 8 };

/**
 * The API that is called. The worker says `service`, which is also the label that says whose target it is; honor_labels is
 * off, so Prometheus keeps ours as `service` and stores the worker's as `exported_service`.
 */
const API = { exported_service: 8 };

export const metrics: Catalogue = {
  exporter: "the interview worker itself, through prom-client",
  version: "15.1.3",
  source: "https://github.com/siimon/prom-client",
  metrics: [
    counter("interview_processing_total", "count", "Interviews whose processing has ended.", { status: STATUS }),
    // A quantile is never above the last finite bucket: that has to lie above the thresholds of InterviewProcessingSlow.
    histogram(
      "interview_processing_duration_seconds",
      "seconds",
      "Time from the start of an interview's processing to its end; buckets up to 600.",
      { status: STATUS, type: 4 },
      10,
    ),
    gauge("interview_processing_active", "count", "Interviews being processed."),
    gauge(
      "interview_last_processed_timestamp_seconds",
      "timestamp",
      "When an interview was last processed with success.",
    ),

    counter("transcription_requests_total", "count", "Recordings and streams sent to a provider.", {
      ...TRANSCRIBER,
      status: STATUS,
    }),
    histogram(
      "transcription_duration_seconds",
      "seconds",
      "Time that a transcription takes: of a whole recording (batch), or from speech to its text (live).",
      { ...TRANSCRIBER, mode: ["batch", "live"] },
      12,
    ),
    histogram(
      "transcription_confidence_ratio",
      "ratio",
      "How sure the provider is of each transcript, 0 to 1.",
      TRANSCRIBER,
      10,
    ),
    counter(
      "transcription_recoveries_total",
      "count",
      "Transcriptions that broke off and were taken up again, or not.",
      {
        ...TRANSCRIBER,
        status: STATUS,
      },
    ),
    counter(
      "transcription_cost_dollars_total",
      "dollars",
      "What transcription cost at the provider's prices.",
      TRANSCRIBER,
    ),

    counter("analysis_requests_total", "count", "Analyses asked of an AI provider.", { ...ANALYST, status: STATUS }),
    histogram("analysis_duration_seconds", "seconds", "Time that an analysis takes.", ANALYST, 10),
    histogram("analysis_confidence_ratio", "ratio", "How sure the model is of each analysis, 0 to 1.", ANALYST, 10),
    counter("analysis_model_calls_total", "count", "Calls of each model.", MODEL),
    counter("analysis_tokens_total", "count", "Tokens that the provider bills.", {
      ...MODEL,
      type: ["input", "output"],
    }),
    counter("analysis_cost_dollars_total", "dollars", "What the calls cost at the provider's prices.", MODEL),
    counter("analysis_fallbacks_total", "count", "Analyses that went to another provider because the first failed.", {
      provider: 4,
      fallback_provider: 4,
    }),

    counter("scheduling_requests_total", "count", "Interviews to be put into a calendar, moved or cancelled.", {
      status: STATUS,
    }),
    histogram("scheduling_duration_seconds", "seconds", "Time until an interview is scheduled.", {}, 11),
    counter("calendar_api_calls_total", "count", "Calls of the calendars' APIs.", { provider: 3, status: STATUS }),

    counter("external_api_requests_total", "count", "Calls of other services' APIs, failed ones included.", {
      ...API,
      endpoint: 10,
      status: 6,
    }),
    histogram("external_api_duration_seconds", "seconds", "Time that those calls take.", API, 11),
    counter("external_api_errors_total", "count", "Those of the calls that failed.", API),
  ],
};
