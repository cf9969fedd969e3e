// Near misses of a policy on rules: what it finds, and what is close to it and right.
import { describe, expect, test } from "vitest";
import type { Policy } from "../../policies/policy";
import { findingsInRule, POLICIES } from "./judged";

export interface NearMisses {
  /** What the message says. */
  says: string;
  finds: readonly string[];
  leaves: readonly string[];
}

export function policyNamed(name: string): Policy {
  const policy = POLICIES.find((one) => one.name === name);
  if (!policy) throw new Error(`there is no policy ${name}`);
  return policy;
}

/** A rule; the expression alone where nothing else is given. */
export const rule = (of: string): string => (of.startsWith("- ") ? of : `- alert: Test\n  expr: ${JSON.stringify(of)}`);

export const alert = (expr: string, more: string): string =>
  `- alert: Test\n  expr: ${JSON.stringify(expr)}\n  ${more}`;

/** A test for each expression of a table, by the policies' names. */
export function testNearMisses(table: Readonly<Record<string, NearMisses>>): void {
  describe.each(Object.entries(table))("%s", (name, { says, finds, leaves }) => {
    const policy = policyNamed(name);

    test.each(finds)("finds %s", (of) => {
      const [finding] = findingsInRule(policy, rule(of));
      expect(finding?.message).toContain(says);
      expect(finding?.policy).toBe(name);
    });

    test.each(leaves)("leaves %s alone", (of) => {
      expect(findingsInRule(policy, rule(of)).map(({ message }) => message)).toEqual([]);
    });
  });
}
