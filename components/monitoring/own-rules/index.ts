// Rule files of a team's own, beside the mixins' rules.
export { placeOwn } from "./place";
export { ownGroups, type RuleProblem } from "./read";
export type { OwnAlert, OwnGroup } from "./types";
