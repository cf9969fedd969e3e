// The processing of interviews: how many, how many fail, how long they take.
import { dashboard, row, stat, timeseries } from "tocsin";
import { on, own, variables } from "./on";

export const processing = dashboard({
  uid: "tocsin-interviews-processing",
  title: "Interviews: processing",
  description: "Rate, failures and duration of the processing of interviews, by type.",
  tags: ["application"],
  variables,
  rows: [
    row(
      "State",
      stat("Interviews that fail", "ratio", "Share of the interviews of the last ten minutes; worry from 10% on.", {
        failing: `max(service:interview_processing_failed:ratio_rate10m{${on}})`,
      }),
      stat("Under way", "count", "Interviews being processed now.", {
        active: `sum(service:interview_processing_active:sum{${on}})`,
      }),
      stat("Processed", "perSecond", "Interviews that end, well or badly.", {
        processed: `sum(service:interview_processing_ended:rate10m{${on}})`,
      }),
      stat("Instances that answer", "ratio", "Share of the worker's instances whose metrics can be read.", {
        up: `avg(up{${own}})`,
      }),
    ),
    row(
      "Rate and failures",
      timeseries("Processed by type", "perSecond", "Interviews of each type that end, well or badly.", {
        "{{service}} {{type}}": `service_type:interview_processing_ended:rate10m{${on}}`,
      }),
      timeseries(
        "Processed by result",
        "perSecond",
        "How interviews end; anything but success has failed.",
        {
          "{{service}} {{status}}": `sum by (service, status) (rate(interview_processing_total{${own}}[10m]))`,
        },
        { stack: true },
      ),
    ),
    row(
      "Duration",
      timeseries(
        "Duration by type (p95)",
        "seconds",
        "One interview in twenty takes longer.",
        { "{{service}} {{type}}": `service_type:interview_processing_duration_seconds:p95_rate10m{${on}}` },
        { alert: "InterviewProcessingSlow" },
      ),
      timeseries("Duration by type (mean)", "seconds", "Far below the p95, a few interviews take very long.", {
        "{{service}} {{type}}": `sum by (service, type) (rate(interview_processing_duration_seconds_sum{${own}}[10m])) / (sum by (service, type) (rate(interview_processing_duration_seconds_count{${own}}[10m])) > 0)`,
      }),
    ),
    row(
      "Instances",
      timeseries("Under way by instance", "count", "One that stays at the same number while others change may hang.", {
        "{{service}} {{instance}}": `interview_processing_active{${own}}`,
      }),
      timeseries("Processed by instance", "perSecond", "Interviews that end on each instance.", {
        "{{service}} {{instance}}": `sum by (service, instance) (rate(interview_processing_total{${own}}[10m]))`,
      }),
    ),
  ],
});
