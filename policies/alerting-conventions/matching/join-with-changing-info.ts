import { unwrapped, walk } from "../../../components/promql";
import type { Policy } from "../../policy";

/** Series whose labels change with an update: the old one stays beside the new one for the lookback. */
const CHANGES = /(_uname_info|_build_info|_version_info|_os_info|_kernel_info)$/;

export const joinWithChangingInfo: Policy = {
  name: "join-with-changing-info",
  level: "advisory",
  description: "Information that changes is aggregated before it is joined.",
  judges: "query",
  mentions: /group_/i,
  *check({ parsed }) {
    if ("error" in parsed) return;
    for (const { part } of walk(parsed.expression)) {
      if (part.kind !== "binary" || !part.matching?.on || !part.matching.group) continue;
      const { labels, group } = part.matching;
      const one = unwrapped(group.side === "left" ? part.right : part.left);
      if (one.kind !== "selector" || !CHANGES.test(one.name ?? "")) continue;
      const kept = [...labels, ...group.include].join(", ");
      yield {
        found: `"${part.text}" joins ${one.name} by ${labels.join(", ")}`,
        why: "After an update there are two series of it for some minutes: many-to-many matching, and nothing is evaluated",
        fix: `Aggregate it: max by (${kept}) (${one.text})`,
      };
    }
  },
  examples: {
    bad: "- alert: HostLoad\n  expr: node_load1 * on (instance) group_left (nodename) node_uname_info > 10",
    good: "- alert: HostLoad\n  expr: node_load1 * on (instance) group_left (nodename) max by (instance, nodename) (node_uname_info) > 10",
  },
};
