// Conversations at a glance: are they answered, then how fast, how many convert, and what they bring.
import { dashboard as declare, gaugePanel, row, stat, timeseries, variable } from "tocsin";

const on = 'service=~"$service"';

export const dashboard = declare({
  uid: "tocsin-conversations",
  title: "Conversations",
  description: "How fast messages are answered, how many conversations convert, and what they bring.",
  tags: ["business"],
  variables: [variable("service", 'up{job="conversations"}')],
  rows: [
    row(
      "State",
      stat(
        "Oldest unanswered message",
        "seconds",
        "How long the oldest message has waited for its answer; an alert where several wait.",
        { oldest: `max(service:conversation_oldest_unanswered_seconds:max{${on}})` },
        { alert: "ConversationMessagesUnanswered" },
      ),
      stat(
        "Slowest answers (p95)",
        "seconds",
        "The longest 95th percentile of any persona.",
        { slowest: `max(service_persona:conversation_response_duration_seconds:p95_rate10m{${on}})` },
        { alert: "ConversationAnswersSlow" },
      ),
      gaugePanel(
        "Conversion against the day before",
        "ratio",
        "A day's purchases as a share of those that the rate of the day before would have brought.",
        { "{{service}}": `service:conversations_converted:usual_ratio1d{${on}}` },
        { alert: "ConversationConversionLow", max: 2 },
      ),
      gaugePanel(
        "Starts against yesterday",
        "ratio",
        "Conversations begun in three hours as a share of those in the same hours of yesterday.",
        { "{{service}}": `service:conversations_started:usual_ratio3h{${on}}` },
        { alert: "ConversationStartsDropped", max: 2 },
      ),
    ),
    row(
      "Answers",
      timeseries(
        "Response time (p95)",
        "seconds",
        "One message in twenty waits longer for its answer.",
        { "{{persona_id}}": `service_persona:conversation_response_duration_seconds:p95_rate10m{${on}}` },
        { alert: "ConversationAnswersSlow" },
      ),
      timeseries("Response time (p50)", "seconds", "Half of the messages wait longer for their answer.", {
        "{{persona_id}}": `service_persona:conversation_response_duration_seconds:p50_rate10m{${on}}`,
      }),
      timeseries("Answers by persona", "perSecond", "Messages answered.", {
        "{{persona_id}}": `service_persona:conversation_responses:rate10m{${on}}`,
      }),
      timeseries(
        "Wait of the oldest message",
        "seconds",
        "Grows where answers stop, which the response time does not show.",
        { "{{service}}": `service:conversation_oldest_unanswered_seconds:max{${on}}` },
        { alert: "ConversationMessagesUnanswered" },
      ),
      timeseries(
        "Messages and conversations",
        "count",
        "Messages that wait for an answer, and conversations under way.",
        {
          "{{service}} unanswered": `service:conversation_unanswered_messages:sum{${on}}`,
          "{{service}} under way": `sum by (service) (active_conversations{job="conversations",${on}})`,
        },
      ),
    ),
    row(
      "Conversion",
      timeseries("Conversations begun", "count", "Conversations begun in the day before.", {
        "{{persona_id}}": `service_persona:conversations_started:increase1d{${on}}`,
      }),
      timeseries("Conversion rate", "ratio", "Purchases of a day for each conversation begun in it.", {
        "{{persona_id}}": `service_persona:conversations_converted:ratio1d{${on}}`,
      }),
      timeseries(
        "States",
        "count",
        "Conversations that came into each state in the day before; a step shows where they end.",
        {
          "{{state}}": `sum by (state) (service_state:conversation_state_entries:increase1d{${on}})`,
        },
      ),
      timeseries("Lead quality", "ratio", "Mean quality of a day's leads, from 0 to 1.", {
        "{{persona_id}}": `service_persona:conversation_lead_quality_score:mean1d{${on}}`,
      }),
      timeseries(
        "Lead quality against the day before",
        "ratio",
        "Mean quality of a day's leads as a share of the day before; low, other people are reached than before.",
        { "{{service}}": `service:conversation_lead_quality_score:usual_ratio1d{${on}}` },
        { alert: "ConversationLeadQualityLow" },
      ),
    ),
    row(
      "Revenue",
      timeseries("Revenue per conversation", "dollars", "Revenue of a day for each conversation begun in it.", {
        "{{persona_id}}": `service_persona:conversation_revenue_dollars:mean1d{${on}}`,
      }),
      timeseries(
        "Revenue in a day",
        "dollars",
        "Revenue from conversations in the 24 hours before.",
        {
          "{{persona_id}}": `sum by (persona_id) (service_persona:conversation_revenue_dollars:increase1d{${on}})`,
        },
        { stack: true },
      ),
    ),
  ],
});
