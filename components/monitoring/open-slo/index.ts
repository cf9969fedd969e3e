// Objectives as OpenSLO's documents say them.
export { withOpenSlos } from "./place";
export { openSlosIn, type SloDocuments } from "./read";
