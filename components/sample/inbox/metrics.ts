// The inbox's own metrics.

import { Counter, collectDefaultMetrics, Registry } from "prom-client";
import { REFUSALS } from "./slack/slack-payload";

export type InboxMetrics = ReturnType<typeof createInboxMetrics>;

/** Creates the metrics; every outcome starts at zero, so that rate() sees the first of each. */
export function createInboxMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const messages = new Counter({
    name: "inbox_messages_total",
    help: "Messages to the incoming webhook and to the API, by outcome: accepted, Slack's word of refusal, too_large, or failed.",
    labelNames: ["outcome"],
    registers: [registry],
  });
  const ofTheApi = ["not_authed", "invalid_auth", "invalid_arguments", "message_not_found"];
  for (const outcome of ["accepted", "too_large", "failed", ...Object.keys(REFUSALS), ...ofTheApi])
    messages.inc({ outcome }, 0);
  const heartbeats = new Counter({
    name: "inbox_heartbeats_total",
    help: "Heartbeats of the dead-man's switch received.",
    registers: [registry],
  });
  return { registry, messages, heartbeats };
}
