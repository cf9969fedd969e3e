// A healthy service that writes with two models for two personas, for about $480 a month in all.
import { type Normal, observed, traffic } from "../../rules";

const large = { model: "gpt-4o" };
const small = { model: "gpt-4o-mini" };

const DURATIONS = [0.5, 1, 2.5, 5, 10, 20, 30, 60, 120];

/** The calls of one model for one persona: their tokens by type, as so many a second. */
const tokens = (labels: Readonly<Record<string, string>>, input: number, cached: number, output: number) =>
  [
    [{ ...labels, type: "input" }, traffic(input)],
    [{ ...labels, type: "cached_input" }, traffic(cached)],
    [{ ...labels, type: "output" }, traffic(output)],
  ] as const;

export const normal: readonly Normal[] = [
  {
    llm_tokens_total: [
      ...tokens({ ...large, persona_id: "ai-jesus" }, 12, 8, 5),
      ...tokens({ ...large, persona_id: "ai-elon" }, 10, 6, 4),
      ...tokens({ ...small, persona_id: "ai-jesus" }, 90, 60, 30),
      ...tokens({ ...small, persona_id: "ai-elon" }, 70, 45, 25),
    ],
    llm_cost_dollars_total: [
      [{ ...large, persona_id: "ai-jesus" }, traffic(0.00009)],
      [{ ...large, persona_id: "ai-elon" }, traffic(0.000072)],
      [{ ...small, persona_id: "ai-jesus" }, traffic(0.0000135)],
      [{ ...small, persona_id: "ai-elon" }, traffic(0.0000105)],
    ],
    llm_requests_total: [
      [{ ...large, status: "success" }, traffic(0.099)],
      [{ ...large, status: "rate_limited" }, traffic(0.001)],
      [{ ...small, status: "success" }, traffic(0.497)],
      [{ ...small, status: "timeout" }, traffic(0.003)],
    ],
    llm_request_duration_seconds: [
      [large, observed({ perSecond: 0.1, median: 4, bounds: DURATIONS })],
      [small, observed({ perSecond: 0.5, median: 1.5, bounds: DURATIONS })],
    ],
  },
];
