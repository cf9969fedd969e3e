// A URL that takes alerts as JSON, in Alertmanager's form.
import { z } from "zod";
import { secretUrl } from "../settings/fields";
import type { ReceiverKind } from "./kind";
import { printedUrl } from "./printed-url";

export const webhook = {
  words: "a webhook",
  model: z.string(),
  also: secretUrl,
  alertmanager: (url) => ({ webhook_configs: [{ url, send_resolved: true }] }),
  grafana: (url) => ({ webhooks: [{ url, disableResolveMessage: false }] }),
  operator: null,
  // What a topic passes on is not Alertmanager's JSON.
  managed: { refused: "which a managed Alertmanager cannot send to" },
  address: (url) => url,
  facts: { webhook: printedUrl },
} satisfies ReceiverKind<string>;
