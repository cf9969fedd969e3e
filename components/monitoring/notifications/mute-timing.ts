// Set times at which notifications are suppressed.
import { z } from "zod";
import { SEVERITIES } from "../../rules";
import { clock, clockStart, name, timezone, weekdays } from "../settings/fields";

export const muteTiming = z
  .strictObject({
    name,
    weekdays: weekdays.default([]),
    times: z.array(z.strictObject({ from: clockStart, to: clock })).default([]),
    timezone: timezone.default("UTC"),
    severities: z
      .array(z.enum(SEVERITIES))
      .default(["info"])
      .describe("Which alerts it holds back; info alone by default, so that nobody mutes a page by accident."),
    teams: z.array(name).default([]),
  })
  .refine(
    ({ weekdays, times }) => weekdays.length + times.length > 0,
    "weekdays, times or both; without either it would mute all the time",
  );
