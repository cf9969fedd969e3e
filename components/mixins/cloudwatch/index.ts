// What CloudWatch knows of load balancers, databases and queues that have no exporter, through YACE; it comes where the platform runs that.
import { mixin, withoutOptions } from "../mixin";
import { alerts } from "./alerts";
import { dashboard } from "./dashboard";
import { metrics } from "./metrics";
import { normal } from "./normal";
import { recordings } from "./recordings";
import { cloudwatchScenarios } from "./scenarios";

export {
  CLOUDWATCH_KIND_NAMES,
  CLOUDWATCH_KINDS,
  type CloudwatchKind,
  type CloudwatchKindName,
  DELAY_SECONDS,
  PERIOD_SECONDS,
} from "./kinds";

export const cloudwatch = withoutOptions(
  mixin({
    name: "cloudwatch",
    catalogue: metrics,
    layers: { infrastructure: 4 },
    // Not how often CloudWatch is asked, which YACE does by itself and which costs: this asks YACE, which costs nothing.
    scrapeInterval: "15s",
    recordings,
    alerts,
    dashboards: [dashboard],
    scenarios: cloudwatchScenarios,
    normal,
  }),
);
