// Series that are matched with others.
import type { Policy } from "../../policy";
import { impossibleMatching } from "./impossible-matching";
import { joinWithChangingInfo } from "./join-with-changing-info";
import { joinedLabelLost } from "./joined-label-lost";
import { matchingOnNothing } from "./matching-on-nothing";
import { sumWithMissingSide } from "./sum-with-missing-side";

export const matching: readonly Policy[] = [
  impossibleMatching,
  matchingOnNothing,
  sumWithMissingSide,
  joinWithChangingInfo,
  joinedLabelLost,
];
