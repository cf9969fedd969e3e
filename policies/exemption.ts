// `tocsin_exempt: "policy-name: reason"` on a rule; several are apart by semicolons.
import type { Rule } from "./content";

export const EXEMPTION = "tocsin_exempt";

export interface Exemption {
  policy: string;
  reason: string;
}

export function exemptionsOf({ annotations }: Pick<Rule, "annotations">): Exemption[] {
  const text = annotations[EXEMPTION] ?? "";
  return text
    .split(";")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "")
    .map((entry) => {
      const [policy = "", ...reason] = entry.split(":");
      return { policy: policy.trim(), reason: reason.join(":").trim() };
    });
}

/** Whether the rule is exempted from the policy, with a reason. */
export function isExempt(rule: Rule, policy: string): boolean {
  return exemptionsOf(rule).some((exemption) => exemption.policy === policy && exemption.reason !== "");
}
