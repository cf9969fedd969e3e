// What adds to incidents' threads is given: the receivers whose messages it adds to, and the channel of each.
import { z } from "zod";

/** As a file hands it to the program. */
export const incidentsPlan = z.object({
  environment: z.string(),
  /** Channels of Slack by receiver. */
  channels: z.record(z.string(), z.string()),
  /** What alerts judge, by name and severity: a graph of its last hour is added. Empty where the settings ask for none. */
  graphs: z.record(z.string(), z.object({ expr: z.string(), threshold: z.number() })),
});

export type IncidentsPlan = z.infer<typeof incidentsPlan>;
