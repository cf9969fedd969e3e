// A hook that repairs something now and then, and one that was never called.
import { always, type Normal, steadily } from "../../rules";
import { CALLS, OUTCOMES } from "./metrics";

const CALLS_A_SECOND = 1 / 7_200;

const calls = (hook: string, perSecond: number) =>
  OUTCOMES.map(
    (outcome) =>
      [{ hook, outcome }, outcome === "succeeded" && perSecond > 0 ? steadily(perSecond) : always(0)] as const,
  );

export const normal: readonly Normal[] = [
  { [CALLS]: [...calls("restart-orders", CALLS_A_SECOND), ...calls("clear-cache", 0)] },
];
