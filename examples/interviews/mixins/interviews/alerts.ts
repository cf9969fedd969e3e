// What can go wrong with the interview worker's work.
//
// It has no Down alert: ServiceDown of the mixin `service` watches the same process and says so. Its HTTP requests (p95 above
// five seconds) are that mixin's matter, too; its memory (above 900 MB) that of `nodejs`; a lost database that of `mongodb`
// and `redis`; and a budget for models that of `llm`. The worker names this mixin in `extraMixins`, and its databases in
// `dependsOn`.
//
// Left out: fallbacks, which InterviewAiProviderFailing explains; the calendars' APIs, whose failures InterviewSchedulingFailing
// tells where users see them; and low confidence, for which nobody has said yet what is low. All are drawn.
//
// Little work never alerts: failures are judged on five in ten minutes at least, durations on five interviews.
import { type Alert, alert } from "tocsin";

const FAILURES = 5;

/** The share of some work that fails, by the recordings' level and name of the work. */
const failing = (work: string) => `${work}_failed:ratio_rate10m and ${work}_failed:rate10m * 600 >= ${FAILURES}`;

const FAILING_FOR_TWO_MINUTES = `service:interview_processing_failed:ratio_rate2m
  and service:interview_processing_failed:rate2m * 120 >= ${FAILURES}`;

/** For workers with little to do; ends within five minutes of the last failure, instead of ten. */
const FAILING_FOR_TEN_MINUTES = `${failing("service:interview_processing")}
  and max_over_time(service:interview_processing_failed:rate2m[3m]) > 0`;

export const alerts: readonly Alert[] = [
  alert({
    name: "InterviewProcessingFailing",
    expr: `(${FAILING_FOR_TWO_MINUTES}) or (${FAILING_FOR_TEN_MINUTES})`,
    above: { warning: 0.1, critical: 0.25 },
    unit: "ratio",
    for: { warning: "5m", critical: "1m" },
    symptom: true,
    summary: "{{ $labels.service }} fails interviews",
    description: "{{ $value | humanizePercentage }} of the interviews could not be processed: they have no result.",
  }),
  alert({
    name: "InterviewProcessingSlow",
    expr: `service_type:interview_processing_duration_seconds:p95_rate10m
      and service_type:interview_processing_ended:rate10m * 600 >= 5`,
    above: { info: 60, warning: 300 },
    unit: "seconds",
    for: { info: "10m", warning: "5m" },
    symptom: true,
    summary: "{{ $labels.service }} is slow with interviews of type {{ $labels.type }}",
    description: "One in twenty takes {{ $value | humanizeDuration }} or longer to process.",
  }),
  alert({
    name: "InterviewDataStale",
    // Only where at every moment of the last five minutes some interview was under way: nothing to do is no fault.
    expr: `service:interview_last_processed:age_seconds
      and on (service, team) min_over_time(service:interview_processing_active:sum[5m]) > 0`,
    above: { warning: 300, critical: 900 },
    unit: "seconds",
    for: "1m",
    symptom: true,
    summary: "{{ $labels.service }} finishes no interviews",
    description: "Interviews are under way, and the last that was finished was so {{ $value | humanizeDuration }} ago.",
  }),
  alert({
    name: "InterviewAiProviderFailing",
    expr: failing("service_provider:analysis"),
    above: { warning: 0.5 },
    unit: "ratio",
    for: "2m",
    summary: "AI provider {{ $labels.provider }} fails {{ $labels.service }}",
    description:
      "{{ $value | humanizePercentage }} of the analyses asked of it failed: others take them over, or they are not made.",
  }),
  alert({
    name: "InterviewTranscriptionFailing",
    expr: failing("service_provider:transcription"),
    above: { warning: 0.25 },
    unit: "ratio",
    for: "2m",
    symptom: true,
    summary: "Transcription by {{ $labels.provider }} fails for {{ $labels.service }}",
    description: "{{ $value | humanizePercentage }} of the transcriptions failed; without one, there is no analysis.",
  }),
  alert({
    name: "InterviewSchedulingFailing",
    expr: failing("service:scheduling"),
    above: { warning: 0.1 },
    unit: "ratio",
    for: "2m",
    symptom: true,
    summary: "{{ $labels.service }} fails to schedule interviews",
    description: "{{ $value | humanizePercentage }} of the requests failed: candidates have no appointment.",
  }),
  alert({
    name: "InterviewExternalApiFailing",
    expr: failing("service_api:external_api"),
    above: { warning: 0.25 },
    unit: "ratio",
    for: "5m",
    summary: "The API of {{ $labels.exported_service }} fails {{ $labels.service }}",
    description: "{{ $value | humanizePercentage }} of the calls failed; what depends on them is late or missing.",
  }),
];
