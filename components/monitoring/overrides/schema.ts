// Overrides of alerts as the settings give them: by name for all series, or as a list, in which they can be for some series only.
import { z } from "zod";
import type { Where } from "../../promql";
import { SEVERITIES } from "../../rules";
import { bySeverity, durationText, reason } from "../settings/fields";

const percentText = z.string().regex(/^\d+(\.\d+)?%$/, 'a percentage in quotes such as "90%"');

const changes = {
  threshold: bySeverity(z.union([z.number(), percentText]))
    .optional()
    .describe("In the alert's unit; a share also as text in percent: `90%`."),
  for: z
    .union([durationText, bySeverity(durationText)])
    .optional()
    .describe("How long the condition holds before the alert fires; for all severities or by severity."),
  severity: z.enum(SEVERITIES).optional().describe("Another severity, for an alert that has one."),
  disabled: z.strictObject({ reason }).optional().describe("Turns the alert off, with the reason why."),
  overBudget: z
    .strictObject({ reason })
    .optional()
    .describe("Why its detection may take longer than the budget of its severity; without it, that is an error."),
};

const labelValue = z.string().min(1, "a label's value");

const where = z
  .record(
    z.string().regex(/^[a-zA-Z_]\w*$/, "a label's name"),
    z.union([labelValue, z.array(labelValue).min(1, "at least one value")]),
  )
  .refine((labels) => Object.keys(labels).length > 0, "at least one label, or leave it out");

/** An entry of the list. */
export const listed = z.strictObject({
  alert: z.string().min(1).describe("Its name."),
  where: where
    .optional()
    .describe(
      "The series that are meant, by labels such as `service`, `host` and `team`, each with a value or several; all where left out.",
    ),
  ...changes,
});

/** An override of an alert for all of its series, or for those that it names. */
export type Override = z.infer<typeof listed> & {
  /** Where the settings have it. */
  path: string;
};

const byName = z.record(z.string(), z.strictObject(changes));

export const overrides = z
  .union([byName, z.array(listed)])
  .default({})
  .transform((given): Override[] =>
    Array.isArray(given)
      ? given.map((one, index) => ({ path: `alerts[${index}]`, ...one }))
      : Object.entries(given).map(([alert, one]) => ({ path: `alerts.${alert}`, alert, ...one })),
  )
  .describe("Overrides of alerts: by their names, or as a list, whose entries can be for some series only.");

/** The series that an override is about; undefined for all. */
export const whereOf = ({ where: given }: Pick<Override, "where">): Where | undefined =>
  given && Object.fromEntries(Object.entries(given).map(([label, values]) => [label, [values].flat()]));
