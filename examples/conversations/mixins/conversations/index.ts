// Conversations by direct message: how fast they are answered, how many convert, and what they bring.
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
