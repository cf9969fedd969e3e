// A URL that takes the dead-man's switch.
import { z } from "zod";
import { secretUrl } from "../settings/fields";
import { printedUrl } from "./forms/printed-url";
import { unproven } from "./forms/proof";
import { defineReceiver } from "./kind";

// The dead-man's switch counts messages that come; one that says "resolved" would count as a sign of life.
export const heartbeat = defineReceiver({
  name: "heartbeat",
  words: "a heartbeat",
  settings: {
    heartbeat: secretUrl
      .optional()
      .describe("URL of a dead-man's switch, which is called every minute while alerting works."),
  },
  model: z.string(),
  listed: null,
  credentials: () => [],
  needs: () => [],
  routes: () => [],
  watchdog: ({ heartbeat }, platform) => {
    const value = heartbeat ?? platform;
    return value === undefined ? undefined : { receiver: "heartbeat", value };
  },
  alertmanager: (url) => ({ webhook_configs: [{ url, send_resolved: false }] }),
  grafana: (url) => ({ webhooks: [{ url, disableResolveMessage: true }] }),
  operator: null,
  managed: { through: "topic", sendResolved: false },
  proof: unproven,
  address: (url) => url,
  facts: { heartbeat: printedUrl },
});
