// SARIF as its schema has it (2.1.0): the objects that lint writes, with their required properties and no others.
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { causesOf } from "../../../policies/lint/causes";
import { PRINTERS } from "../../../policies/lint/formats";
import { lintTexts } from "../../../policies/lint/lint";
import { LIVE_POLICIES } from "../../../policies/live";
import { PACKS } from "../../../policies/packs";

const message = z.strictObject({ text: z.string().min(1) });
const level = z.enum(["none", "note", "warning", "error"]);
/** RFC 3986: a reference without spaces and without characters that are to be encoded. */
const uri = z.string().regex(/^(?:[\w\-.~:/?#[\]@!$&'()*+,;=]|%[\dA-Fa-f]{2})*$/);

const physicalLocation = z.strictObject({
  artifactLocation: z.strictObject({ uri }),
  region: z.strictObject({ startLine: z.int().min(1), startColumn: z.int().min(1) }),
});

const result = z.strictObject({
  ruleId: z.string(),
  ruleIndex: z.int().min(-1),
  level,
  message,
  locations: z.array(z.strictObject({ physicalLocation })).optional(),
  relatedLocations: z.array(z.strictObject({ physicalLocation, message })).min(1).optional(),
});

const log = z.strictObject({
  $schema: z.url(),
  version: z.literal("2.1.0"),
  runs: z
    .array(
      z.strictObject({
        tool: z.strictObject({
          driver: z.strictObject({
            name: z.string().min(1),
            rules: z
              .array(
                z.strictObject({
                  id: z.string().min(1),
                  shortDescription: message,
                  defaultConfiguration: z.strictObject({ level }),
                }),
              )
              .refine((rules) => new Set(rules.map((rule) => JSON.stringify(rule))).size === rules.length),
          }),
        }),
        invocations: z.array(
          z.strictObject({
            executionSuccessful: z.boolean(),
            toolExecutionNotifications: z.array(z.strictObject({ level, message })),
          }),
        ),
        results: z.array(result),
      }),
    )
    .length(1),
});

const printed = (...args: Parameters<typeof PRINTERS.sarif>) => log.parse(JSON.parse(PRINTERS.sarif(...args)));

describe("SARIF", () => {
  it("is of the schema for what every policy finds", () => {
    const policies = PACKS.flatMap((pack) => pack.policies);
    const findings = causesOf(
      policies.flatMap(({ examples }, i) => lintTexts([{ file: `a folder/${i} ü.yml`, text: examples.bad }], {})),
    );
    const [run] = printed(findings, []).runs;
    expect(run?.results).toHaveLength(findings.length);
    expect(findings.length).toBeGreaterThan(20);
    expect(run?.tool.driver.rules).toHaveLength(policies.length + LIVE_POLICIES.length);
    for (const { ruleId, ruleIndex } of run?.results ?? []) expect(run?.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
  });

  it("lists what a running Prometheus is asked, which findings refer to", () => {
    const found = "each evaluation costs 9 s";
    const place = { file: "a.yml", line: 3, group: "a", rule: "B", message: found, found, also: [] };
    const [run] = printed([{ pack: "live", policy: "live-cost", level: "advisory", ...place }], []).runs;
    expect(run?.tool.driver.rules[run.results[0]?.ruleIndex ?? -1]?.id).toBe("live-cost");
  });

  it("is of the schema where nothing is found, and where nothing was read", () => {
    expect(printed([], []).runs[0]?.invocations[0]?.executionSuccessful).toBe(true);
    const [run] = printed([], [{ file: "a.yml", reason: "it is not a text file" }]).runs;
    expect(run?.invocations[0]).toEqual({
      executionSuccessful: false,
      toolExecutionNotifications: [{ level: "error", message: { text: "a.yml was not read: it is not a text file" } }],
    });
  });
});
