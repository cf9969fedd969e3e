import { EXEMPTION, placesOf } from "../../content";
import type { Policy } from "../../policy";

export const exemptionWithReason: Policy = {
  name: "exemption-with-reason",
  level: "mandatory",
  description: "An exemption from a policy says why.",
  judges: "everything",
  *check(everything) {
    const told = new Set<unknown>();
    for (const place of placesOf(everything)) {
      for (const exemption of place.exemptions ?? []) {
        // What a file or a manifest is exempted from is handed down to each of its rules.
        if (exemption.reason !== "" || told.has(exemption)) continue;
        told.add(exemption);
        yield {
          place,
          found: `it is exempted from ${exemption.policy} without a reason`,
          why: "Nobody can tell later whether the exemption still holds, so it does not count",
          fix: `Write ${EXEMPTION}: "${exemption.policy}: why this one may"`,
        };
      }
    }
  },
  examples: {
    bad: "- alert: ShopDown\n  expr: up == 0\n  annotations:\n    tocsin_exempt: alert-runbook-url",
    good: '- alert: ShopDown\n  expr: up == 0\n  annotations:\n    tocsin_exempt: "alert-runbook-url: the shop is switched off on 1 May"',
  },
};
