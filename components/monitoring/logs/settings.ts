// The settings of logs: which are collected, where they are stored, for how long, and what is masked in them.
import { z } from "zod";
import { regexProblem } from "../../promql";
import { labels } from "../platforms/kubernetes/texts";
import { bySeverity, durationText, name, retentionText } from "../settings/fields";
import { logStore } from "../stores/existing";
import { LOG_ALERT_NAMES } from "./alert-list";

const maskPattern = z
  .string()
  .min(1)
  .refine((pattern) => regexProblem(pattern) === undefined, "a regular expression of RE2 such as \\bCUST-[0-9]{8}\\b")
  .refine((pattern) => !matchesNothing(pattern), "a pattern that matches at least one character");

const gigabytes = z.number().min(0.1, "gigabytes such as 0.5 or 10");

export const mask = z
  .array(maskPattern)
  .default([])
  .describe("What is masked beside tokens, passwords, e-mail addresses and card numbers, as regular expressions.");

export const logs = z
  .strictObject({
    store: logStore,
    retention: retentionText
      .refine((value) => /[dwy]$/.test(value), {
        error: "at least a day, in days, weeks or years, such as 90d",
        when: ({ issues }) => issues.length === 0,
      })
      .default("90d")
      .describe("How long lines are kept."),
    maxDisk: gigabytes
      .default(10)
      .describe("Gigabytes of compressed lines; beyond that the oldest days are deleted before their time."),
    maxPerDay: gigabytes
      .optional()
      .describe("Gigabytes a day that services may say they log, together, before compression: their `logs.perDay`."),
    maxPerEvaluation: gigabytes
      .optional()
      .describe(
        "Gigabytes, before compression, that the store may have to look through each time that all alerts on logs are evaluated, every 30 s: at the most, by the services' `logs.perDay`.",
      ),
    queue: gigabytes
      .default(1)
      .describe(
        "Gigabytes that wait on disk while the store is down, on each host of EC2 and each node of a cluster; beyond that, files are read no further until it is back.",
      ),
    clockSkew: durationText
      .default("1d")
      .describe("A line's own time counts if it is so near to the clock; else the time at which the line was read."),
    alerts: z
      .partialRecord(
        z.enum(LOG_ALERT_NAMES),
        z.strictObject({
          disabled: z.boolean().default(false).describe("No such alert."),
          above: bySeverity(z.number()).optional().describe("Other thresholds, by severity: `{ warning: 100 }`."),
        }),
      )
      .default({})
      .describe("What is different of an alert on logs, by its name."),
    mask,
  })
  .optional()
  .describe("Logs next to the metrics; none are collected without.");

/** Absolute, or below the project's folder; the last part may hold a pattern. */
const logFile = z
  .string()
  .regex(
    /^(?!.*\.\.)(?:[^\s*?[\]{}/]*\/)+[^\s/]+$/,
    "a file such as /var/log/shop/*.log, with a pattern in its last part only",
  );

const unit = z
  .string()
  .regex(/^(?:kernel|[\w@:.\\-]+\.(?:service|socket|timer|mount|scope))$/, "a unit such as shop.service, or kernel");

export const serviceLogs = z
  .strictObject({
    files: z
      .array(logFile)
      .min(1, "at least one file")
      .optional()
      .describe("Absolute paths, or below the project's folder; the name may be a pattern such as `*.log`."),
    journald: z
      .array(unit)
      .min(1, "at least one unit")
      .optional()
      .describe("On EC2: units of systemd whose journal is the service's, such as `shop.service`, and `kernel`."),
    container: z
      .string()
      .regex(/^[A-Za-z0-9][\w.-]*$/, "the name of a container")
      .optional()
      .describe("On EC2: the name of a container whose engine logs to the journal (Docker's log driver `journald`)."),
    pods: z
      .strictObject({
        namespace: name,
        labels: labels.describe("Of the pods."),
      })
      .optional()
      .describe("In a cluster: the pods whose lines are the service's; those that `inCluster` selects where left out."),
    perDay: z
      .number()
      .min(0)
      .optional()
      .describe("Gigabytes a day that it is expected to log, before compression; a preview shows what a change adds."),
  })
  .optional()
  .describe(
    "Where a service logs to, and how much; what it sends as OTLP is collected without, by its `service.name`.",
  );

export type Logs = NonNullable<z.infer<typeof logs>>;

function matchesNothing(pattern: string): boolean {
  return regexProblem(pattern) === undefined && new RegExp(pattern.replace(/^\(\?[imsU]+\)/, "")).test("");
}
