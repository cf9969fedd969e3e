// A service's use of language models: tokens, cost against a budget, failures and duration.
import { z } from "zod";
import { mixin, withOptions } from "../mixin";
import { alertsOf } from "./alerts";
import { dashboardOf } from "./dashboard";
import { metrics } from "./metrics";
import { normal } from "./normal";
import { recordings } from "./recordings";
import { scenariosOf } from "./scenarios";

const options = z.strictObject({
  /** What the service may spend in a month; where services say different things, the largest counts for each of them. */
  monthlyBudgetDollars: z.number().positive().default(1_000),
});

export const llm = withOptions(options, (inUse) => {
  const budget = Math.max(...inUse.map(({ monthlyBudgetDollars }) => monthlyBudgetDollars));
  return mixin({
    name: "llm",
    catalogue: metrics,
    layers: { applications: 4, business: 4 },
    scrapeInterval: "15s",
    recordings,
    alerts: alertsOf(budget),
    dashboards: [dashboardOf(budget)],
    scenarios: scenariosOf(budget),
    normal,
  });
});
