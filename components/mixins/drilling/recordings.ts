// Since when drills are planned: the rule comes with the settings that ask for them.
import { type Recording, recording } from "../../rules";

export const PLANNED = "drill:planned:info";

export const recordings: readonly Recording[] = [
  recording({ record: PLANNED, expr: "vector(1)", unit: "boolean", labels: [] }),
];
