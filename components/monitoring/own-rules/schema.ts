// What Prometheus takes in a rule file.
import { z } from "zod";
import { secondsOf } from "../../promql";
import { SEVERITIES } from "../../rules";

const WORDS = "a duration such as 30s, 5m or 1h30m";

const durationText = z
  .string(WORDS)
  .regex(/^(0|(\d+(ms|[smhdwy]))+)$/, WORDS)
  .transform((text) => secondsOf(text) ?? 0);

const texts = z.record(z.string(), z.coerce.string());

const severities = `one of ${SEVERITIES.join(", ")}`;

const shared = { expr: z.coerce.string().min(1, "an expression"), labels: texts.default({}) };

const alerting = z.strictObject({
  alert: z.string().min(1, "the alert's name"),
  ...shared,
  labels: z
    .looseObject({ severity: z.enum(SEVERITIES, severities).optional() })
    .pipe(texts)
    .default({}),
  for: durationText.default(0),
  keep_firing_for: durationText.optional(),
  annotations: texts.default({}),
});

const recording = z.strictObject({
  record: z.string().regex(/^[a-zA-Z_:][\w:]*$/, "the name of a metric"),
  ...shared,
});

export const groupsSchema = z.strictObject({
  groups: z.array(
    z.strictObject({
      name: z.string().min(1, "the group's name"),
      interval: durationText.optional(),
      query_offset: z.string().optional(),
      limit: z.int().min(0).optional(),
      labels: texts.default({}),
      // Of Thanos' rulers, which changes nothing for others.
      partial_response_strategy: z.string().optional(),
      rules: z.array(z.unknown()),
    }),
  ),
});

/** The schema for a rule by what it declares; undefined where it declares nothing. */
export const ruleSchemaOf = (rule: unknown) => {
  if (typeof rule !== "object" || rule === null) return undefined;
  return "alert" in rule ? { alerting } : "record" in rule ? { recording } : undefined;
};
