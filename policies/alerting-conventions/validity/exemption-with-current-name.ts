import { EXEMPTION, placesOf } from "../../content";
import type { Policy } from "../../policy";

export const exemptionWithCurrentName: Policy = {
  name: "exemption-with-current-name",
  level: "advisory",
  description: "An exemption names its policy as it is called now.",
  judges: "everything",
  *check(everything) {
    const warned = new Set<unknown>();
    for (const place of placesOf(everything)) {
      for (const exemption of place.exemptions ?? []) {
        // What a file or a manifest is exempted from is handed down to each of its rules.
        if (exemption.formerly === undefined || warned.has(exemption)) continue;
        warned.add(exemption);
        yield {
          place,
          found: `it is exempted from ${exemption.formerly}, which is called ${exemption.policy} now`,
          why: "The former name stops counting with the next version",
          fix: `Write ${EXEMPTION}: "${exemption.policy}: ${exemption.reason || "why this one may"}"`,
        };
      }
    }
  },
  examples: {
    bad: "# tocsin_exempt: resolved-is-told: the tool closes incidents itself\n- alert: ShopDown\n  expr: up == 0",
    good: "# tocsin_exempt: send-resolved: the tool closes incidents itself\n- alert: ShopDown\n  expr: up == 0",
  },
};
