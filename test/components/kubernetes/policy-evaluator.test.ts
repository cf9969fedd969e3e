// What the tests read NetworkPolicies with, itself.
import { describe, expect, test } from "vitest";
import { isAllowed, type Party, type Policy } from "../../support/resources/network-policy";

describe("the evaluator", () => {
  const web = { app: "web" };
  const deny: Policy = { podSelector: {}, policyTypes: ["Ingress", "Egress"] };
  const rule = (from: object[] | undefined): Policy => ({
    podSelector: { matchLabels: web },
    policyTypes: ["Ingress"],
    ingress: [
      { ...(from && { from: from.map((matchLabels) => ({ podSelector: { matchLabels: { ...matchLabels } } })) }) },
    ],
  });
  const reach = (policies: Policy[], from: Party, to: Party) => isAllowed(policies, { from, to, port: 80 });

  test("lets all through without a policy, and nothing through one without rules", () => {
    expect(reach([], "outside", web)).toBe(true);
    expect(reach([deny], "outside", web)).toBe(false);
    expect(reach([deny], web, "outside")).toBe(false);
  });

  test("adds what policies allow, and lets a pod that takes nothing send", () => {
    expect(reach([deny, rule(undefined)], "outside", web)).toBe(true);
    expect(reach([rule([{ app: "api" }])], { app: "api" }, web)).toBe(true);
    expect(reach([rule([{ app: "api" }])], { app: "other" }, web)).toBe(false);
    expect(reach([rule([{}])], "outside", web)).toBe(false);
    expect(reach([rule([])], web, "outside")).toBe(true);
  });
});
