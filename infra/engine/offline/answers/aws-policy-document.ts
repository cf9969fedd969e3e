// IAM policies as JSON, as `aws.iam.getPolicyDocument` renders them: what a policy grants can be judged offline.
import { z } from "zod";
import type { Values } from "../asked";

const list = z.array(z.string());

const statementsSchema = z.array(
  z.looseObject({
    sid: z.string().optional(),
    effect: z.string().default("Allow"),
    actions: list.optional(),
    notActions: list.optional(),
    resources: list.optional(),
    notResources: list.optional(),
    principals: z.array(z.looseObject({ type: z.string(), identifiers: list })).optional(),
    conditions: z.array(z.looseObject({ test: z.string(), variable: z.string(), values: list })).optional(),
  }),
);

/** The document of the look-up's `statements`; one without any where they are secret or otherwise unreadable. */
export function policyDocument({ statements }: Values): string {
  const { data = [] } = statementsSchema.safeParse(statements);
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: data.map(({ sid, effect, actions, notActions, resources, notResources, principals, conditions }) => ({
      Sid: sid,
      Effect: effect,
      Action: actions,
      NotAction: notActions,
      Resource: resources,
      NotResource: notResources,
      Principal: principals && Object.fromEntries(principals.map(({ type, identifiers }) => [type, identifiers])),
      Condition: conditions && conditionOf(conditions),
    })),
  });
}

/** Conditions by test, and in it by variable. */
function conditionOf(conditions: readonly { test: string; variable: string; values: string[] }[]) {
  const byTest: Record<string, Record<string, string[]>> = {};
  for (const { test, variable, values } of conditions) byTest[test] = { ...byTest[test], [variable]: values };
  return byTest;
}
