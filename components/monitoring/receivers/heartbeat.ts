// A URL that takes the dead-man's switch.
import { z } from "zod";
import type { ReceiverKind } from "./kind";
import { printedUrl } from "./printed-url";

// The dead-man's switch counts messages that come; one that says "resolved" would count as a sign of life.
export const heartbeat = {
  words: "a heartbeat",
  model: z.string(),
  also: null,
  alertmanager: (url) => ({ webhook_configs: [{ url, send_resolved: false }] }),
  grafana: (url) => ({ webhooks: [{ url, disableResolveMessage: true }] }),
  operator: null,
  managed: { through: "topic", sendResolved: false },
  address: (url) => url,
  facts: { heartbeat: printedUrl },
} satisfies ReceiverKind<string>;
