// Nothing is computed ahead: a hook has five series.
import type { Recording } from "../../rules";

export const recordings: readonly Recording[] = [];
