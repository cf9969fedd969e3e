// What a service that holds conversations by direct message exposes about them: how fast it answers, and what comes of it.
//
// The Threads agent's conversation engine has none of these yet, and public code has no common names. They are the names we
// ask for: component, metric and unit, by Prometheus' conventions; `active_conversations` alone is one that the agent uses.
// No label names a person or a conversation. The states are the engine's own. A lead's quality is a histogram and not an
// average, so that several instances can be put together.
import { type Catalogue, counter, gauge, histogram } from "tocsin";

const persona = { persona_id: 20 };

const STATES = [
  "initial_contact",
  "interest_qualification",
  "value_proposition",
  "objection_handling",
  "price_negotiation",
  "closing_attempt",
  "post_purchase",
];

export const metrics: Catalogue = {
  exporter: "the service itself, through a client library such as prometheus_client",
  version: "0.22.1",
  source: "https://github.com/prometheus/client_python",
  metrics: [
    counter("conversations_started_total", "count", "Conversations begun.", persona),
    counter("conversations_converted_total", "count", "Conversations that led to a purchase.", persona),
    counter("conversation_state_entries_total", "count", "Conversations that came into a state.", {
      ...persona,
      state: STATES,
    }),
    counter("conversation_revenue_dollars_total", "dollars", "Revenue from conversations.", persona),
    histogram(
      "conversation_lead_quality_score",
      "ratio",
      "Quality of a lead from 0 to 1, observed once a conversation.",
      persona,
      10,
    ),
    // A quantile is never above the last finite bucket: that has to lie above the threshold of ConversationAnswersSlow.
    histogram(
      "conversation_response_duration_seconds",
      "seconds",
      "Time from a message's arrival to its answer.",
      persona,
      10,
    ),
    gauge("conversation_unanswered_messages", "count", "Messages that wait for their answer."),
    gauge(
      "conversation_oldest_unanswered_seconds",
      "seconds",
      "How long the oldest of them has waited; 0 without any.",
    ),
    gauge("active_conversations", "count", "Conversations under way."),
  ],
};
