// Nothing is computed ahead: a hook has four series.
import type { Recording } from "../../rules";

export const recordings: readonly Recording[] = [];
