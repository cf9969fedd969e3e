// A healthy interview worker: some 40 interviews an hour, two AI providers and two that transcribe.
import { about, ago, always, type Normal, observed, traffic } from "tocsin";

const PROCESSING = [1, 2.5, 5, 10, 20, 30, 60, 120, 300, 600];
const CONFIDENCE = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
const TRANSCRIBING = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600];

/** Interviews a second. */
const PACE = 0.012;

/** Success, and a share that fails. */
const ending = (labels: Readonly<Record<string, string>>, perSecond: number, failed: number) =>
  [
    [{ ...labels, status: "success" }, traffic((1 - failed) * perSecond)],
    [{ ...labels, status: "error" }, traffic(failed * perSecond)],
  ] as const;

const TYPES = ["technical", "screening"];
const TRANSCRIBERS = ["deepgram", "whisper"];

const MODELS = [
  { provider: "openai", model: "gpt-4o", type: "summary", share: 0.7, dollars: 0.02 },
  { provider: "anthropic", model: "claude-sonnet", type: "scoring", share: 0.3, dollars: 0.025 },
];
const modelsOf = (each: (model: (typeof MODELS)[number]) => number) =>
  MODELS.map((model) => [{ provider: model.provider, model: model.model }, traffic(each(model))] as const);

const ANALYSES = MODELS.map(({ provider, share, type }) => ({
  labels: { type, provider },
  perSecond: 2 * PACE * share,
}));

const worker: Normal = {
  interview_processing_total: ending({}, PACE, 0.01),
  interview_processing_duration_seconds: TYPES.map((type) => [
    { status: "success", type },
    observed({ perSecond: PACE / 2, median: 18, bounds: PROCESSING }),
  ]),
  interview_processing_active: about(1),
  interview_last_processed_timestamp_seconds: ago(75),

  transcription_requests_total: TRANSCRIBERS.flatMap((provider) => ending({ provider }, PACE / 2, 0.01)),
  transcription_duration_seconds: TRANSCRIBERS.flatMap(
    (provider) =>
      [
        [{ provider, mode: "batch" }, observed({ perSecond: PACE / 4, median: 25, bounds: TRANSCRIBING })],
        [{ provider, mode: "live" }, observed({ perSecond: PACE / 4, median: 0.4, bounds: TRANSCRIBING })],
      ] as const,
  ),
  transcription_confidence_ratio: TRANSCRIBERS.map((provider) => [
    { provider },
    observed({ perSecond: PACE / 2, median: 0.92, spread: 0.03, bounds: CONFIDENCE }),
  ]),
  transcription_recoveries_total: TRANSCRIBERS.flatMap((provider) => ending({ provider }, PACE / 20, 0.1)),
  transcription_cost_dollars_total: TRANSCRIBERS.map((provider) => [{ provider }, traffic((PACE / 2) * 0.15)]),

  analysis_requests_total: ANALYSES.flatMap(({ labels, perSecond }) => ending(labels, perSecond, 0.02)),
  analysis_duration_seconds: ANALYSES.map(({ labels, perSecond }) => [
    labels,
    observed({ perSecond, median: 3, bounds: PROCESSING }),
  ]),
  analysis_confidence_ratio: ANALYSES.map(({ labels, perSecond }) => [
    labels,
    observed({ perSecond, median: 0.85, spread: 0.05, bounds: CONFIDENCE }),
  ]),
  analysis_model_calls_total: modelsOf(({ share }) => 2 * PACE * share),
  analysis_tokens_total: MODELS.flatMap(
    ({ provider, model, share }) =>
      [
        [{ provider, model, type: "input" }, traffic(2 * PACE * share * 6_000)],
        [{ provider, model, type: "output" }, traffic(2 * PACE * share * 700)],
      ] as const,
  ),
  analysis_cost_dollars_total: modelsOf(({ share, dollars }) => 2 * PACE * share * dollars),
  analysis_fallbacks_total: [[{ provider: "openai", fallback_provider: "anthropic" }, traffic(0.02 * PACE)]],

  scheduling_requests_total: ending({}, PACE, 0.005),
  scheduling_duration_seconds: observed({ perSecond: PACE, median: 0.8 }),
  calendar_api_calls_total: ["google", "microsoft"].flatMap((provider) => ending({ provider }, PACE, 0.005)),

  external_api_requests_total: [
    [{ exported_service: "ats", endpoint: "/candidates", status: "200" }, traffic(0.08)],
    [{ exported_service: "mail", endpoint: "/send", status: "202" }, traffic(0.03)],
  ],
  external_api_duration_seconds: [
    [{ exported_service: "ats" }, observed({ perSecond: 0.08, median: 0.25 })],
    [{ exported_service: "mail" }, observed({ perSecond: 0.03, median: 0.15 })],
  ],
  external_api_errors_total: [
    [{ exported_service: "ats" }, traffic(0.0004)],
    [{ exported_service: "mail" }, always(0)],
  ],
};

export const normal: readonly Normal[] = [worker];
