// Production at a glance: are interviews processed, scheduled and paid for as they should be.
import { dashboard, row, stat, timeseries } from "tocsin";
import { on, variables } from "./on";

export const overview = dashboard({
  uid: "tocsin-interviews",
  title: "Interviews: production",
  description: "What becomes of interviews, what fails of the worker's parts and of what it calls, and what it costs.",
  tags: ["application", "business"],
  variables,
  rows: [
    row(
      "State",
      stat("Interviews that fail", "ratio", "Share of the interviews of the last ten minutes; worry from 10% on.", {
        failing: `max(service:interview_processing_failed:ratio_rate10m{${on}})`,
      }),
      stat("Slowest type (p95)", "seconds", "One interview in twenty takes longer; worry above a minute.", {
        slowest: `max(service_type:interview_processing_duration_seconds:p95_rate10m{${on}})`,
      }),
      stat("Under way", "count", "Interviews being processed now.", {
        active: `sum(service:interview_processing_active:sum{${on}})`,
      }),
      stat(
        "Last finished",
        "seconds",
        "Time since an interview was last finished; it matters while some are under way.",
        { age: `max(service:interview_last_processed:age_seconds{${on}})` },
        { alert: "InterviewDataStale" },
      ),
    ),
    row(
      "Interviews",
      timeseries("Interviews processed", "perSecond", "Interviews whose processing ended, well or badly.", {
        "{{service}}": `service:interview_processing_ended:rate10m{${on}}`,
      }),
      timeseries(
        "Interviews that fail",
        "ratio",
        "Share of the interviews that could not be processed, in ten and in two minutes.",
        {
          "{{service}}": `service:interview_processing_failed:ratio_rate10m{${on}}`,
          "{{service}} now": `service:interview_processing_failed:ratio_rate2m{${on}}`,
        },
        { alert: "InterviewProcessingFailing", max: 1 },
      ),
    ),
    row(
      "Parts and what they call",
      timeseries(
        "AI providers and transcription that fail",
        "ratio",
        "Share of the requests to each provider that failed; their own dashboards say more.",
        {
          "{{service}} analysis {{provider}}": `service_provider:analysis_failed:ratio_rate10m{${on}}`,
          "{{service}} transcription {{provider}}": `service_provider:transcription_failed:ratio_rate10m{${on}}`,
        },
        { max: 1 },
      ),
      timeseries(
        "Scheduling that fails",
        "ratio",
        "Share of the appointments that could not be made.",
        { "{{service}}": `service:scheduling_failed:ratio_rate10m{${on}}` },
        { alert: "InterviewSchedulingFailing", max: 1 },
      ),
      timeseries("Time to schedule (p95)", "seconds", "One appointment in twenty takes longer to make.", {
        "{{service}}": `service:scheduling_duration_seconds:p95_rate10m{${on}}`,
      }),
      timeseries(
        "Calendars that fail",
        "ratio",
        "Share of the calls of each calendar's API that failed: the usual cause of failures in scheduling.",
        { "{{service}} {{provider}}": `service_provider:calendar_failed:ratio_rate10m{${on}}` },
        { max: 1 },
      ),
      timeseries(
        "External APIs that fail",
        "ratio",
        "Share of the calls of each API that failed.",
        { "{{service}} {{exported_service}}": `service_api:external_api_failed:ratio_rate10m{${on}}` },
        { alert: "InterviewExternalApiFailing", max: 1 },
      ),
      timeseries("External APIs (p95)", "seconds", "One call in twenty of each API takes longer.", {
        "{{service}} {{exported_service}}": `service_api:external_api_duration_seconds:p95_rate10m{${on}}`,
      }),
    ),
    row(
      "Business",
      timeseries(
        "Interviews in an hour",
        "count",
        "By how they ended; kept for years.",
        { "{{service}} {{status}}": `service_status:interviews_processed:increase1h{${on}}` },
        { stack: true },
      ),
      timeseries("Cost in an hour", "dollars", "What transcription and analysis cost together; kept for years.", {
        "{{service}}": `service:interview_cost_dollars:increase1h{${on}}`,
      }),
      timeseries(
        "Cost of an interview",
        "dollars",
        "The hour's cost divided by its interviews that succeeded; worry when it rises without a reason.",
        {
          "{{service}}": `service:interview_cost_dollars:increase1h{${on}} / on (service, team) (sum by (service, team) (service_status:interviews_processed:increase1h{status="success",${on}}) > 0)`,
        },
        { width: 24 },
      ),
    ),
  ],
});
