import { boundsOf, type Expression, selectorsIn, unwrapped, walk } from "../../../components/promql";
import type { Policy } from "../../policy";

/** Limits of which 0 means that there is none. */
const ZERO_IS_NONE =
  /^(redis_memory_max_bytes|redis_config_maxmemory|container_spec_memory_limit_bytes|memcached_limit_bytes|rabbitmq_(queue|channel)_consumers_limit|kafka_log_retention_bytes|process_virtual_memory_max_bytes|go_memlimit_bytes)$/;

export const divisionByZeroLimit: Policy = {
  name: "division-by-zero-limit",
  level: "mandatory",
  description: "A share of a limit leaves out what has no limit.",
  judges: "rule",
  mentions: /\//i,
  settings: { limits: { default: [], description: "Further metrics of which 0 means that there is no limit" } },
  *check({ parsed, kind }, settings) {
    if ("error" in parsed || kind !== "alert") return;
    const also = settings.words("limits");
    for (const { part, inside } of walk(parsed.expression)) {
      if (part.kind !== "binary" || part.operator !== "/") continue;
      const limit = selectorsIn(part.right).find(({ name = "" }) => ZERO_IS_NONE.test(name) || also.includes(name));
      if (!limit?.name || boundsOf(part.right).min > 0 || excludesZero(part.right)) continue;
      if ([...inside].some((outer) => outer.kind === "binary" && isGuarded(outer, limit.name ?? ""))) continue;
      yield {
        found: `"${part.text}" divides by ${limit.name}, which is 0 where there is no limit`,
        why: "The result is then infinite, over every threshold: the alert fires for all that have no limit",
        fix: `Leave those out: / (${limit.text} > 0)`,
      };
    }
  },
  examples: {
    bad: "- alert: RedisMemory\n  expr: redis_memory_used_bytes / redis_memory_max_bytes > 0.9",
    good: "- alert: RedisMemory\n  expr: redis_memory_used_bytes / (redis_memory_max_bytes > 0) > 0.9",
  },
};

/** Whether a comparison inside leaves zero out. */
const excludesZero = (expression: Expression): boolean =>
  walk(expression).some(({ part }) => part.kind === "binary" && /^(>=?|!=|or)$/.test(part.operator));

/** Whether what stands around asks for the limit to be there, or bounds the share. */
function isGuarded(outer: Extract<Expression, { kind: "binary" }>, limit: string): boolean {
  if (outer.operator === "and" || outer.operator === "unless") {
    return [outer.left, outer.right].some((side) =>
      walk(side).some(
        ({ part }) =>
          part.kind === "binary" &&
          /^([<>]=?|[!=]=)$/.test(part.operator) &&
          unwrapped(part.left).kind === "selector" &&
          selectorsIn(part.left).some(({ name }) => name === limit),
      ),
    );
  }
  // Infinity is no less than anything.
  return /^(<=?|==)$/.test(outer.operator);
}
