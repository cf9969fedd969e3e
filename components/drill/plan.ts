// What a continuous drill expects of a running environment: its rules, who its routes lead to, how its receivers are asked.
import { z } from "zod";
import { receiverModel } from "../monitoring/receivers";

const labels = z.record(z.string(), z.string());

/** As a file hands it to the program. */
export const drillPlan = z.object({
  environment: z.string(),
  /** Who is notified that a drill failed. */
  team: z.string(),
  /** Each alert with each of its severities, and its rules there: PromQL, and for how many seconds that holds before it fires. */
  expected: z.array(
    z.object({
      alert: z.string(),
      severity: z.string(),
      rules: z.array(z.object({ expr: z.string(), for: z.number() })),
    }),
  ),
  /** Alerts that always fire: Alertmanager has them while Prometheus reaches it. */
  always: z.array(z.string()),
  /** Labels, and all receivers that an alert with them reaches, sooner or later. */
  routes: z.array(z.object({ labels, receivers: z.array(z.string()) })),
  /** Those whose address is no credential: a plan is a plain file. */
  receivers: z.array(receiverModel),
  /** The others, in words. */
  unproven: z.array(z.string()),
  /** The alerts that read each metric whose lack Prometheus records. */
  readers: z.record(z.string(), z.array(z.string())),
});

export type DrillPlan = z.infer<typeof drillPlan>;
