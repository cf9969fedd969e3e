// Alertmanager, the last step before a notification reaches people.
import { mixin } from "../mixin";
import { alerts } from "./alerts";
import { dashboard } from "./dashboard";
import { metrics } from "./metrics";
import { normal } from "./normal";
import { recordings } from "./recordings";
import { alertmanagerScenarios } from "./scenarios";

export const alertmanager = mixin({
  name: "alertmanager",
  catalogue: metrics,
  layers: { monitoring: 2 },
  targets: { part: "alertmanager" },
  shardBy: "server",
  scrapeInterval: "15s",
  recordings,
  alerts,
  dashboards: [dashboard],
  scenarios: alertmanagerScenarios,
  normal,
});
