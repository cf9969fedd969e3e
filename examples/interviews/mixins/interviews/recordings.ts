// How much the interview worker does, what fails of it, how long it takes and what it costs, computed once.
//
// The same process is scraped for the mixins `service` and `nodejs` too, so everything here reads its own job only.
import { business, type Duration, type Recording, recording } from "tocsin";

const service = ["service", "team"];

/** What is judged by the share that fails. `level` names the labels beside service and team. */
interface Judged {
  level: string;
  labels: readonly string[];
  /** A name for the work, of which there are `_ended` and `_failed`. */
  work: string;
  ended: string;
  failed: string;
}

const byStatus = (metric: string) => ({
  ended: `${metric}{job="interviews"}`,
  failed: `${metric}{job="interviews",status!="success"}`,
});

const PROCESSING: Judged = {
  level: "service",
  labels: service,
  work: "interview_processing",
  ...byStatus("interview_processing_total"),
};

const WORK: readonly Judged[] = [
  PROCESSING,
  {
    level: "service_provider",
    labels: [...service, "provider"],
    work: "transcription",
    ...byStatus("transcription_requests_total"),
  },
  {
    level: "service_provider",
    labels: [...service, "provider"],
    work: "analysis",
    ...byStatus("analysis_requests_total"),
  },
  { level: "service", labels: service, work: "scheduling", ...byStatus("scheduling_requests_total") },
  {
    level: "service_provider",
    labels: [...service, "provider"],
    work: "calendar",
    ...byStatus("calendar_api_calls_total"),
  },
  {
    level: "service_api",
    labels: [...service, "exported_service"],
    work: "external_api",
    ended: 'external_api_requests_total{job="interviews"}',
    failed: 'external_api_errors_total{job="interviews"}',
  },
];

/** A status is counted from its first occurrence on; until then nothing has failed, which is not the same as no data. */
function shareFailed({ level, labels, work, ended, failed }: Judged, window: Duration): Recording[] {
  const sum = (metric: string) => `sum by (${labels.join(", ")}) (rate(${metric}[${window}]))`;
  const name = (what: string) => `${level}:${work}_${what}${window}`;
  return [
    recording({ record: name("ended:rate"), expr: sum(ended), unit: "perSecond", labels }),
    recording({
      record: name("failed:rate"),
      expr: `${sum(failed)} or 0 * ${name("ended:rate")}`,
      unit: "perSecond",
      labels,
    }),
    recording({
      record: name("failed:ratio_rate"),
      expr: `${name("failed:rate")} / (${name("ended:rate")} > 0)`,
      unit: "ratio",
      labels,
    }),
  ];
}

/** One in twenty takes longer. Without observations there is no quantile: its NaN is left out. */
const p95 = (level: string, histogram: string, labels: readonly string[]): Recording =>
  recording({
    record: `${level}:${histogram}:p95_rate10m`,
    expr: `histogram_quantile(0.95,
      sum by (${labels.join(", ")}, le) (rate(${histogram}_bucket{job="interviews"}[10m]))) >= 0`,
    unit: "seconds",
    labels,
  });

const mean = (histogram: string): Recording => {
  const sum = (part: string) => `sum by (service, team, provider) (rate(${histogram}_${part}{job="interviews"}[10m]))`;
  return recording({
    record: `service_provider:${histogram}:mean_rate10m`,
    expr: `${sum("sum")} / (${sum("count")} > 0)`,
    unit: "ratio",
    labels: [...service, "provider"],
  });
};

const inAnHour = (record: string, by: string, metric: string, unit: Recording["unit"]): Recording =>
  business(
    recording({
      record,
      expr: `sum by (service, team, ${by}) (increase(${metric}{job="interviews"}[1h]))`,
      unit,
      labels: [...service, ...by.split(", ")],
    }),
  );

export const recordings: readonly Recording[] = [
  ...shareFailed(PROCESSING, "2m"),
  ...WORK.flatMap((work) => shareFailed(work, "10m")),
  p95("service_type", "interview_processing_duration_seconds", [...service, "type"]),
  p95("service_provider_mode", "transcription_duration_seconds", [...service, "provider", "mode"]),
  p95("service_provider", "analysis_duration_seconds", [...service, "provider"]),
  p95("service", "scheduling_duration_seconds", service),
  p95("service_api", "external_api_duration_seconds", [...service, "exported_service"]),
  mean("transcription_confidence_ratio"),
  mean("analysis_confidence_ratio"),
  recording({
    record: "service_type:interview_processing_ended:rate10m",
    expr: `sum by (service, team, type) (rate(interview_processing_duration_seconds_count{job="interviews"}[10m]))`,
    unit: "perSecond",
    labels: [...service, "type"],
  }),
  recording({
    record: "service:interview_processing_active:sum",
    expr: 'sum by (service, team) (interview_processing_active{job="interviews"})',
    unit: "count",
    labels: service,
  }),
  recording({
    record: "service:interview_last_processed:age_seconds",
    // A worker that has processed none since its start says 0.
    expr: 'time() - max by (service, team) (interview_last_processed_timestamp_seconds{job="interviews"} > 0)',
    unit: "seconds",
    labels: service,
  }),
  inAnHour("service_status:interviews_processed:increase1h", "status", "interview_processing_total", "count"),
  inAnHour(
    "service_provider_model:analysis_cost_dollars:increase1h",
    "provider, model",
    "analysis_cost_dollars_total",
    "dollars",
  ),
  inAnHour(
    "service_provider:transcription_cost_dollars:increase1h",
    "provider",
    "transcription_cost_dollars_total",
    "dollars",
  ),
  business(
    recording({
      record: "service:interview_cost_dollars:increase1h",
      // Of either, where there is only one of them.
      expr: `sum by (service, team) (
          service_provider_model:analysis_cost_dollars:increase1h or service_provider:transcription_cost_dollars:increase1h)`,
      unit: "dollars",
      labels: service,
    }),
  ),
];
