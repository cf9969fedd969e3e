// What a service exposes about its calls of language models: tokens, dollars, requests and their duration.
//
// No client library gives these by itself. They are the names we ask for: those most common where people count their own
// calls, by Prometheus' conventions. A service without personas leaves `persona_id` out. The cost is what the service works
// out from the tokens and its provider's prices, with each call: a price list in rules would be wrong after the next change.
//
// In use elsewhere and not read here: `gen_ai_client_token_usage` of OpenTelemetry's conventions, which knows no cost, and
// counters with a name for each provider, such as `openai_api_costs_usd_total`.
import { type Catalogue, counter, histogram } from "../../rules";

const model = { model: 10 };
const persona = { ...model, persona_id: 20 };

export const metrics: Catalogue = {
  exporter: "the service itself, through a client library such as prometheus_client",
  version: "0.22.1",
  source: "https://github.com/prometheus/client_python",
  metrics: [
    counter(
      "llm_tokens_total",
      "count",
      "Tokens that the provider bills; cached_input are those it read from its cache of prompts, which are not in input.",
      { ...persona, type: ["input", "cached_input", "output"] },
    ),
    counter("llm_cost_dollars_total", "dollars", "What the calls cost at the provider's prices.", persona),
    counter(
      "llm_requests_total",
      "count",
      "Calls that have ended, one for each attempt; all but success have failed.",
      {
        ...model,
        status: ["success", "error", "rate_limited", "timeout"],
      },
    ),
    // A quantile is never above the last finite bucket: that has to lie above the threshold of LlmSlow.
    histogram("llm_request_duration_seconds", "seconds", "Time from a call to the end of its answer.", model, 9),
  ],
};
