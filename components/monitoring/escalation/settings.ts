// The settings of escalation: who else is sent a critical alert that nobody acknowledged, and after how long.
import { z } from "zod";
import { durationBetween, name } from "../settings/fields";

const step = z.strictObject({
  after: durationBetween("1m", "24h").describe("How long the alert fires before."),
  to: z
    .string()
    .regex(
      /^([#@]\S+|[a-z0-9-]+)$/,
      'the name of an entry of notifications.receivers, or a Slack channel such as "#leads"',
    )
    .describe("The name of an entry of `receivers`, or a Slack channel."),
  teams: z.array(name).default([]).describe("Of these teams' alerts; of all where none is named."),
});

export const escalation = z
  .array(step)
  .default([])
  .describe(
    "Who else is sent a critical alert that still fires after some time and that nobody acknowledged or silenced: one step after the other.",
  );
