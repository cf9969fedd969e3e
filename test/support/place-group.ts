// A mixin's rules as an environment has them, for tests of one mixin.
import type { Mixin } from "../../components/mixins";
import type { RuleGroup } from "../../components/monitoring";
import { groupsOf, type Place, placed, refuseLate } from "../../components/monitoring/alerts/place";

/** All rules of a mixin. Throws, naming every alert whose detection latency is over its budget. */
export function placeGroup(mixin: Mixin, place: Place): RuleGroup {
  const group = placed(mixin, place);
  refuseLate(
    groupsOf([mixin], place).flatMap(({ alerts }) => alerts),
    place.settings.alerts,
  );
  return group;
}
