import { secondsOf, walk } from "../../../components/promql";
import type { Policy } from "../../policy";
import { areNear } from "../recordings";

export const beyondRetention: Policy = {
  name: "beyond-retention",
  level: "mandatory",
  description: "No rule looks further back than series are kept.",
  judges: "everything",
  settings: {
    retention: {
      default: 0,
      description: "Seconds that series are kept where no configuration says; 0 where not known",
    },
  },
  *check({ rules, servers }, settings) {
    const told = servers.flatMap((server) => {
      const seconds = secondsOf(server.retention ?? "");
      return seconds === undefined ? [] : [{ place: server.place, seconds }];
    });
    for (const { parsed, place } of rules) {
      if ("error" in parsed) continue;
      const near = told.filter((server) => areNear(place, server.place)).map(({ seconds }) => seconds);
      // The longest of several servers: which of them evaluates a rule is not known.
      const kept = near.length > 0 ? Math.max(...near) : settings.number("retention");
      if (kept === 0) continue;
      for (const { part, inside } of walk(parsed.expression)) {
        if (part.kind !== "range" && part.kind !== "subquery" && part.kind !== "shifted") continue;
        const back = [part, ...inside].reduce((sum, one) => sum + ("seconds" in one ? (one.seconds ?? 0) : 0), 0);
        if (back <= kept || part.of.kind === "range" || part.of.kind === "shifted") continue;
        yield {
          place,
          found: `"${part.text}" looks ${back} s back, and series are kept for ${kept} s`,
          why: "What is older is not there: the result is of less time than it says, or empty",
          fix: "Look less far back, record what is needed in steps, or keep series longer",
        };
      }
    }
  },
  examples: {
    bad: "storage: { tsdb: { retention: { time: 15d } } }\nscrape_configs: []\n---\ngroups:\n  - name: shop\n    rules: [{ alert: ShopErrors, expr: 'errors / errors offset 30d > 2' }]",
    good: "storage: { tsdb: { retention: { time: 60d } } }\nscrape_configs: []\n---\ngroups:\n  - name: shop\n    rules: [{ alert: ShopErrors, expr: 'errors / errors offset 30d > 2' }]",
  },
};
