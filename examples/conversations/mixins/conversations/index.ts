// Conversations by direct message: how fast they are answered, how many convert, and what they bring.
import { join } from "node:path";
import { mixin, withoutOptions } from "tocsin";
import { alerts } from "./alerts";
import { dashboard } from "./dashboard";
import { metrics } from "./metrics";
import { normal } from "./normal";
import { recordings } from "./recordings";
import { conversationScenarios } from "./scenarios";

export const conversations = withoutOptions(
  mixin({
    name: "conversations",
    runbook: join(__dirname, "runbook.md"),
    catalogue: metrics,
    layers: { business: 2 },
    scrapeInterval: "15s",
    recordings,
    alerts,
    dashboards: [dashboard],
    scenarios: conversationScenarios,
    normal,
  }),
);
