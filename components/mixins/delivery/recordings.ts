// Nothing is computed ahead: a server has five series.
import type { Recording } from "../../rules";

export const recordings: readonly Recording[] = [];
