// A URL that takes alerts as JSON, in Alertmanager's form.
import { z } from "zod";
import { secretUrl } from "../settings/fields";
import { printedUrl } from "./forms/printed-url";
import { unproven } from "./forms/proof";
import { defineReceiver } from "./kind";

export const webhook = defineReceiver({
  name: "webhook",
  words: "a webhook",
  settings: {},
  model: z.string(),
  listed: {
    schema: secretUrl,
    about: "A URL that takes alerts as JSON, in Alertmanager's form.",
    value: (url) => url,
    credential: null,
    since: null,
  },
  credentials: () => [],
  needs: () => [],
  routes: () => [],
  alertmanager: (url) => ({ webhook_configs: [{ url, send_resolved: true }] }),
  grafana: (url) => ({ webhooks: [{ url, disableResolveMessage: false }] }),
  operator: null,
  // What a topic passes on is not Alertmanager's JSON.
  managed: { refused: "which a managed Alertmanager cannot send to" },
  proof: unproven,
  address: (url) => url,
  facts: { webhook: printedUrl },
});
