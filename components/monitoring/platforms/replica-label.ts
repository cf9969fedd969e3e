// How a store that both servers of a pair write to knows that their series are the same.
import { z } from "zod";

export const replicaLabel = z
  .boolean()
  .default(true)
  .describe(
    "Whether servers that scrape the same write different `__replica__`, by which Mimir, Thanos and Amazon Managed Service for Prometheus take their series for one. `false` for VictoriaMetrics, which only does so where all labels are the same.",
  );
