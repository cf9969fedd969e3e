// What can go wrong with conversations: they are not answered, do not begin, or bring less than they used to.
//
// There is no alert for a target that is down: the `service` mixin watches the same process and its ServiceDown says so. A
// service names this mixin in `extraMixins`, and the symptoms are silent while it is down.
//
// Nobody has set targets for conversion and quality, so they are compared with the day before. Left out: revenue of a
// conversation, which falls with conversion or because prices were changed on purpose; the number under way, which is fine
// at any height as long as it is answered; failed requests (`service`) and failed calls of models (`llm`).
import { type Alert, alert } from "tocsin";

export const alerts: readonly Alert[] = [
  alert({
    name: "ConversationMessagesUnanswered",
    // Five at least, so that one that cannot be answered wakes nobody. Durations know only what has been answered.
    expr: `service:conversation_oldest_unanswered_seconds:max
      and service:conversation_unanswered_messages:sum >= 5`,
    above: { warning: 300, critical: 900 },
    unit: "seconds",
    for: { warning: "2m", critical: "1m" },
    symptom: true,
    summary: "{{ $labels.service }} leaves messages unanswered",
    description: "Several wait for their answer, the oldest of them for {{ $value | humanizeDuration }}.",
  }),
  alert({
    name: "ConversationAnswersSlow",
    // From twenty answers in ten minutes on.
    expr: `service_persona:conversation_response_duration_seconds:p95_rate10m
      and service_persona:conversation_responses:rate10m * 600 >= 20`,
    above: { warning: 60 },
    unit: "seconds",
    for: "5m",
    symptom: true,
    summary: "{{ $labels.persona_id }} answers slowly",
    description: "One message in twenty waits longer than {{ $value | humanizeDuration }} for its answer.",
  }),
  alert({
    name: "ConversationStartsDropped",
    // Against the same hours of yesterday, which had ten at least.
    expr: "service:conversations_started:usual_ratio3h",
    below: { warning: 0.2 },
    unit: "ratio",
    for: "10m",
    symptom: true,
    summary: "Hardly anybody begins a conversation with {{ $labels.service }}",
    description: "In three hours there were {{ $value | humanizePercentage }} of those of the same hours yesterday.",
  }),
  alert({
    name: "ConversationConversionLow",
    expr: "service:conversations_converted:usual_ratio1d",
    below: { warning: 0.5 },
    unit: "ratio",
    for: "10m",
    symptom: true,
    summary: "Fewer conversations of {{ $labels.service }} end in a purchase",
    description:
      "In a day there were {{ $value | humanizePercentage }} of the purchases that its conversations led to in the day before.",
  }),
  alert({
    name: "ConversationLeadQualityLow",
    expr: "service:conversation_lead_quality_score:usual_ratio1d",
    below: { info: 0.7 },
    unit: "ratio",
    for: "30m",
    summary: "Leads of {{ $labels.service }} are worse than they used to be",
    description: "Their mean quality of a day is {{ $value | humanizePercentage }} of that of the day before.",
  }),
];
