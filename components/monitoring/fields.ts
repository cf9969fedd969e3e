// Kinds of values that several parts of the settings share, each with the words for what is allowed.
import { z } from "zod";
import { type Duration, isDuration, SEVERITIES } from "../rules";

export const name = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, "a name of lower-case letters, digits and dashes");

export const durationText = z.custom<Duration>(
  (value) => typeof value === "string" && isDuration(value),
  "a duration such as 30s, 5m or 1h",
);

export const address = z.string().regex(/^[^\s/:]+:\d{1,5}$/, "an address and port such as 10.0.0.5:9100");

export const httpUrl = z.url({ protocol: /^https?$/, error: "a URL that starts with http:// or https://" });

export const port = z.int().min(1).max(65_535);

export const bySeverity = <T extends z.ZodType>(value: T) => z.partialRecord(z.enum(SEVERITIES), value);

/** A credential: the value itself (set it with `config set --secret`), or a file that holds it. */
export const credential = z.union([z.string().min(1), z.strictObject({ file: z.string().min(1) })]);

export type Credential = z.infer<typeof credential>;
