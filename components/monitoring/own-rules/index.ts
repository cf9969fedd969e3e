// Rule files of a team's own, beside the mixins' rules.

export type { FileProblem } from "./located";
export { placeOwn } from "./place";
export { ownGroups } from "./read";
export type { OwnAlert, OwnGroup } from "./types";
