// What calls the hooks of remediation is given: the hooks, and where the messages of incidents are.
import { z } from "zod";

const matchers = z.array(z.object({ label: z.string(), operator: z.string(), value: z.string() }));

const hook = z.object({
  name: z.string(),
  /** The receiver by which Alertmanager sends what calls it. */
  receiver: z.string(),
  reason: z.string(),
  limit: z.object({ calls: z.number(), perSeconds: z.number() }),
});

/** As a file hands it to the program. */
export const remediationPlan = z.object({
  environment: z.string(),
  hooks: z.array(hook),
  /** Channels of Slack whose messages have threads, by receiver. */
  channels: z.record(z.string(), z.string()),
  /** Who is notified of what: the thread is that of the message which people got. */
  routes: z.array(z.object({ matchers, receiver: z.string(), continue: z.boolean() })),
});

export type RemediationPlan = z.infer<typeof remediationPlan>;
export type Hook = z.infer<typeof hook>;
