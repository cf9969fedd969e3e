// The settings of remediation: which alerts call which webhook, why, and how often at most.
import { z } from "zod";
import { SEVERITIES } from "../../rules";
import { credential, durationBetween, ENCRYPTED, name, reason } from "../settings/fields";
import { HOOK_URL_WORDS, isHookUrl, isSigningSecret, SIGNING_SECRET_WORDS } from "./hook-values";

const alertName = z.string().regex(/^[a-zA-Z_]\w*$/, "an alert's name such as InstanceDown");

const hook = z.strictObject({
  name: name.describe("Unique among the hooks; metrics and messages have it."),
  alerts: z.array(alertName).min(1, "at least one alert").describe("The alerts that call it."),
  services: z.array(name).default([]).describe("Those of these services; of all where none is named."),
  teams: z.array(name).default([]).describe("Those of these teams; of all where none is named."),
  severities: z
    .array(z.enum(SEVERITIES))
    .min(1, "at least one severity")
    .default(["critical"])
    .describe("Those of these severities; each of them is a group of its own, which calls once."),
  webhook: credential
    .refine((given) => typeof given !== "string" || given === ENCRYPTED || isHookUrl(given), HOOK_URL_WORDS)
    .describe(`What is called: ${HOOK_URL_WORDS}.`),
  secret: credential
    .refine((given) => typeof given !== "string" || given === ENCRYPTED || isSigningSecret(given), SIGNING_SECRET_WORDS)
    .describe(`What calls are signed with: ${SIGNING_SECRET_WORDS}.`),
  reason: reason.describe("Why a program may act before anybody looks; each call carries it."),
  limit: z
    .strictObject({
      calls: z.int().min(1, "a number of calls from 1 to 100").max(100, "a number of calls from 1 to 100"),
      per: durationBetween("1m", "7d"),
    })
    .describe("How often it is called at most, whatever fires: `{ calls: 3, per: 1h }`."),
});

export const remediation = z
  .array(hook)
  .default([])
  .describe(
    "Webhooks that alerts call to have something repaired: signed, limited, and once for each incident. What came of it is in the thread of the incident's message.",
  );
