// The settings of the platform `grafana`: a Grafana and a Prometheus that exist.
import { z } from "zod";

export const grafanaPlatform = z.strictObject({
  kind: z.literal("grafana"),
});

export type GrafanaPlatform = z.infer<typeof grafanaPlatform>;
