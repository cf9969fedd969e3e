// Transcription: batch and live, provider against provider, and what is recovered after a break.
import { dashboard, row, stat, timeseries } from "tocsin";
import { on, own, variables } from "./on";

const recoveries = (status: string) =>
  `sum by (service, provider) (increase(transcription_recoveries_total{${status}${own}}[1h]))`;

export const transcription = dashboard({
  uid: "tocsin-interviews-transcription",
  title: "Interviews: transcription",
  description: "Batch and live transcription, the providers compared, and recovery of what broke off.",
  tags: ["application", "business"],
  variables,
  rows: [
    row(
      "State",
      stat(
        "Worst provider",
        "ratio",
        "The largest share of its requests that any provider failed; worry from 25% on.",
        {
          worst: `max(service_provider:transcription_failed:ratio_rate10m{${on}})`,
        },
      ),
      stat("Lowest confidence", "ratio", "The provider that is least sure of its transcripts, in the mean.", {
        lowest: `min(service_provider:transcription_confidence_ratio:mean_rate10m{${on}})`,
      }),
      stat("Live delay (p95)", "seconds", "One piece of live speech in twenty becomes text later than this.", {
        live: `max(service_provider_mode:transcription_duration_seconds:p95_rate10m{mode="live",${on}})`,
      }),
      stat("Cost in an hour", "dollars", "What all transcription costs.", {
        cost: `sum(service_provider:transcription_cost_dollars:increase1h{${on}})`,
      }),
    ),
    row(
      "Batch or live",
      timeseries(
        "Transcriptions by mode",
        "perSecond",
        "Whole recordings, and pieces of live speech.",
        {
          "{{service}} {{mode}}": `sum by (service, mode) (rate(transcription_duration_seconds_count{${own}}[10m]))`,
        },
        { stack: true },
      ),
      timeseries("Batch duration (p95)", "seconds", "One recording in twenty takes longer.", {
        "{{service}} {{provider}}": `service_provider_mode:transcription_duration_seconds:p95_rate10m{mode="batch",${on}}`,
      }),
      timeseries("Live delay by provider (p95)", "seconds", "One piece of speech in twenty becomes text later.", {
        "{{service}} {{provider}}": `service_provider_mode:transcription_duration_seconds:p95_rate10m{mode="live",${on}}`,
      }),
    ),
    row(
      "Providers compared",
      timeseries("Requests by provider", "requestsPerSecond", "Requests that ended, well or badly.", {
        "{{service}} {{provider}}": `service_provider:transcription_ended:rate10m{${on}}`,
      }),
      timeseries(
        "Requests that fail",
        "ratio",
        "Share of the requests to each provider that failed.",
        { "{{service}} {{provider}}": `service_provider:transcription_failed:ratio_rate10m{${on}}` },
        { alert: "InterviewTranscriptionFailing", max: 1 },
      ),
      timeseries(
        "Confidence by provider",
        "ratio",
        "How sure each provider is of its transcripts, in the mean.",
        { "{{service}} {{provider}}": `service_provider:transcription_confidence_ratio:mean_rate10m{${on}}` },
        { max: 1 },
      ),
      timeseries(
        "Cost by provider",
        "dollars",
        "What each provider cost in an hour; kept for years.",
        { "{{service}} {{provider}}": `service_provider:transcription_cost_dollars:increase1h{${on}}` },
        { stack: true },
      ),
    ),
    row(
      "Recovery",
      timeseries("Taken up again", "count", "Transcriptions in an hour that broke off and were tried again.", {
        "{{service}} {{provider}}": recoveries(""),
      }),
      timeseries(
        "Recovered",
        "ratio",
        "Share of them that succeeded; the rest of the recording is lost to the others.",
        {
          "{{service}} {{provider}}": `${recoveries('status="success",')} / (${recoveries("")} > 0)`,
        },
        { max: 1 },
      ),
    ),
  ],
});
