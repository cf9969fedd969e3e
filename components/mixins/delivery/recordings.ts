// Nothing is computed ahead: a server has six series.
import type { Recording } from "../../rules";

export const recordings: readonly Recording[] = [];
