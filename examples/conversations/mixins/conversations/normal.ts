// A healthy conversation engine: two personas, two thousand conversations a day, one in thirty of which converts.
import { about, around, type Normal, observed, traffic } from "tocsin";

const SCORES = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
const RESPONSE = [0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300];

/** Each persona with its conversations a second. */
const PERSONAS = [
  ["ai-jesus", 0.015],
  ["ai-elon", 0.009],
] as const;

/** The share of conversations that come into each state. */
const FUNNEL = [
  ["initial_contact", 1],
  ["interest_qualification", 0.6],
  ["value_proposition", 0.35],
  ["objection_handling", 0.18],
  ["price_negotiation", 0.1],
  ["closing_attempt", 0.07],
  ["post_purchase", 0.033],
] as const;

/** The same for each persona, by its conversations a second. */
const byPersona = <Shown>(shown: (perSecond: number) => Shown) =>
  PERSONAS.map(([persona_id, perSecond]) => [{ persona_id }, shown(perSecond)] as const);

export const normal: readonly Normal[] = [
  {
    conversations_started_total: byPersona((perSecond) => traffic(perSecond)),
    conversations_converted_total: byPersona((perSecond) => traffic(perSecond / 30)),
    conversation_state_entries_total: PERSONAS.flatMap(([persona_id, perSecond]) =>
      FUNNEL.map(([state, share]) => [{ persona_id, state }, traffic(perSecond * share)] as const),
    ),
    conversation_revenue_dollars_total: byPersona((perSecond) => traffic((perSecond / 30) * 29)),
    conversation_lead_quality_score: byPersona((perSecond) =>
      observed({ perSecond, median: 0.52, spread: 0.2, bounds: SCORES }),
    ),
    conversation_response_duration_seconds: byPersona((perSecond) =>
      observed({ perSecond: 6 * perSecond, median: 6, bounds: RESPONSE }),
    ),
    conversation_unanswered_messages: about(2),
    conversation_oldest_unanswered_seconds: around(8),
    active_conversations: about(48),
  },
];
