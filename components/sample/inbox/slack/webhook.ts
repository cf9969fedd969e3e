// Reads a request to the incoming webhook as Slack reads it.

import { type Refusal, refusalFor, type SlackPayload, slackPayload } from "./slack-payload";

/** What the webhook makes of a request. */
type WebhookResult = { readonly outcome: "accepted"; readonly payload: SlackPayload } | { readonly outcome: Refusal };

/** Checks a body of type application/json, or of a form with the JSON in `payload`; Slack takes no other. */
export function readWebhook(contentType: string | undefined, body: string): WebhookResult {
  const encoded = payloadText(contentType, body);
  const value = encoded === undefined ? undefined : parsed(encoded);
  const result = slackPayload.safeParse(value);
  return result.success ? { outcome: "accepted", payload: result.data } : { outcome: refusalFor(result.error.issues) };
}

function payloadText(contentType: string | undefined, body: string): string | undefined {
  switch (contentType?.split(";", 1)[0]?.trim().toLowerCase()) {
    case "application/json":
      return body;
    case "application/x-www-form-urlencoded":
      return new URLSearchParams(body).get("payload") ?? undefined;
    default:
      return undefined;
  }
}

/** Undefined where it is not JSON. */
export function parsed(encoded: string): unknown {
  try {
    return JSON.parse(encoded);
  } catch {
    return undefined;
  }
}
