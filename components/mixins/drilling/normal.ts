// A drill that ended a moment ago, and proved everything.
import { ago, type Normal } from "../../rules";
import { DRILLED, PROVEN } from "./metrics";

const SINCE_SECONDS = 60;

export const normal: readonly Normal[] = [
  {
    [DRILLED]: ago(SINCE_SECONDS),
    [PROVEN]: ["InstanceDown", "ServiceDown", "Watchdog"].map((alert) => [{ alert }, ago(SINCE_SECONDS)] as const),
  },
];
