import { EXEMPTION, exemptionsOf } from "../../exemption";
import type { Policy } from "../../policy";

export const exemptionWithReason: Policy = {
  name: "exemption-with-reason",
  level: "mandatory",
  description: "An exemption from a policy says why.",
  judges: "rule",
  *check(rule) {
    for (const { policy } of exemptionsOf(rule).filter(({ reason }) => reason === "")) {
      yield {
        found: `it is exempted from ${policy} without a reason`,
        why: "Nobody can tell later whether the exemption still holds, so it does not count",
        fix: `Write ${EXEMPTION}: "${policy}: why this rule may"`,
      };
    }
  },
  examples: {
    bad: "- alert: ShopDown\n  expr: up == 0\n  annotations:\n    tocsin_exempt: alert-runbook-url",
    good: '- alert: ShopDown\n  expr: up == 0\n  annotations:\n    tocsin_exempt: "alert-runbook-url: the shop is switched off on 1 May"',
  },
};
