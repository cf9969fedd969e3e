// The settings of who is notified of what.
import { z } from "zod";
import { SEVERITIES } from "../../rules";
import { escalation } from "../escalation/settings";
import { LISTED_FIELDS, LISTED_WORDS, NOTIFICATION_SETTINGS } from "../receivers";
import { remediation } from "../remediation/settings";
import { durationBetween, name } from "../settings/fields";
import { muteTiming } from "./mute-timing";

const drill = z
  .strictObject({
    every: durationBetween("1m", "24h").default("15m").describe("How often."),
  })
  .optional()
  .describe(
    "A drill of the whole chain, from the rules to the receivers, again and again; nobody is notified unless a link is broken.",
  );

export const notificationSettings = z
  .strictObject({
    ...NOTIFICATION_SETTINGS,
    receivers: z
      .array(
        z
          .strictObject({
            name,
            severities: z
              .array(z.enum(SEVERITIES))
              .default([])
              .describe("What it is sent at once; none where `escalation` alone names it."),
            teams: z.array(name).default([]),
            ...LISTED_FIELDS,
          })
          .refine(
            ({ name: _, severities: __, teams: ___, ...ways }) => Object.keys(ways).length === 1,
            `${LISTED_WORDS}, one of them`,
          ),
      )
      .default([])
      .describe("Other receivers, each of one kind; for all teams where none is named."),
    escalation,
    remediation,
    drill,
    events: z
      .boolean()
      .default(false)
      .describe(
        "Whether Alertmanager (0.34 and newer) writes into its log whom it notified of what, and when: `review` reads it there in place of an estimate.",
      ),
    muteTimings: z.array(muteTiming).default([]).describe("Set times at which notifications are suppressed."),
  })
  .prefault({})
  .describe("Who is notified of what.");
