// The continuous drill itself: whether it runs. It comes by itself where the settings ask for drills.
import { z } from "zod";
import { type Duration, isDuration } from "../../rules";
import { mixin, withOptions } from "../mixin";
import { alertsFor } from "./alerts";
import { dashboard } from "./dashboard";
import { JOB, metrics } from "./metrics";
import { normal } from "./normal";
import { recordings } from "./recordings";
import { drillingScenarios } from "./scenarios";

export { lastProven } from "./dashboard";

const USUAL: Duration = "15m";

const options = z.strictObject({
  every: z.string().refine(isDuration, "a duration such as 15m").default(USUAL).describe("From one drill to the next."),
});

export const drilling = {
  ...withOptions(options, ([first]) =>
    mixin({
      name: JOB,
      catalogue: metrics,
      layers: { monitoring: 9 },
      // Each server has a drill of its own.
      shardBy: "server",
      scrapeInterval: "15s",
      recordings,
      alerts: alertsFor(first?.every ?? USUAL),
      dashboards: [dashboard],
      scenarios: drillingScenarios,
      normal,
    }),
  ),
  comesWith: ["drill"] as const,
};
