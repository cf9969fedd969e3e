// What a mixin's rule groups evaluate, as one group.
import type { Monitoring, RuleGroup } from "../../components/monitoring";

/** All rules of a mixin, those that page first. Throws where there are none. */
export function rulesOf(mixin: string, { groups }: Pick<Monitoring, "groups">): RuleGroup {
  const own = groups.filter((group) => group.mixin === mixin);
  const [first] = own;
  if (!first) throw new Error(`no group of ${mixin}`);
  return {
    ...first,
    recordings: own.flatMap(({ recordings }) => recordings),
    alerts: own.flatMap(({ alerts }) => alerts),
  };
}
