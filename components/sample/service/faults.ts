// The fault switch: makes a known share of requests fail, and every request slow, until it is cleared.

import { z } from "zod";

/** What a fault drill asks for; a property that is left out is off. */
export const faultSettings = z.strictObject({
  /** Share of requests that fail with 500, per route. */
  errorRatio: z.number().min(0).max(1).default(0),
  /** Added to every request, in seconds; it holds a database connection, as a slow query does. */
  latencySeconds: z.number().min(0).max(10).default(0),
});

type FaultSettings = z.infer<typeof faultSettings>;

/** What the switch does to one request. */
export interface Fault {
  readonly latencySeconds: number;
  readonly fails: boolean;
}

export const NO_FAULT: Fault = { latencySeconds: 0, fails: false };

const OFF: FaultSettings = { errorRatio: 0, latencySeconds: 0 };

/** Holds the settings and decides, request by request. */
export class FaultSwitch {
  private current: FaultSettings;
  private readonly seen = new Map<string, number>();

  constructor(settings: FaultSettings = OFF) {
    this.current = settings;
  }

  get settings(): FaultSettings {
    return this.current;
  }

  set(settings: FaultSettings): void {
    this.current = settings;
    this.seen.clear();
  }

  clear(): void {
    this.set(OFF);
  }

  /**
   * The fault of the next request to a route.
   * Failures are counted out instead of drawn: at two requests a second, luck would decide whether an alert fires.
   */
  next(endpoint: string): Fault {
    const { errorRatio, latencySeconds } = this.current;
    const before = this.seen.get(endpoint) ?? 0;
    this.seen.set(endpoint, before + 1);
    return { latencySeconds, fails: failuresDue(before + 1, errorRatio) > failuresDue(before, errorRatio) };
  }
}

function failuresDue(requests: number, ratio: number): number {
  // 10 × 0.1 and its like may come out just under the whole number.
  return Math.floor(requests * ratio + 1e-9);
}
