// The fault switch: makes a known share of requests fail, every request slow, or the service unreachable. A fault has a lease:
// it ends by itself unless whoever ordered it renews it.

import { isDeepStrictEqual } from "node:util";
import { z } from "zod";

/** What a fault drill asks for; a property that is left out is off. */
export const faultSettings = z.strictObject({
  /** Share of requests that fail with 500, per route. */
  errorRatio: z.number().min(0).max(1).default(0),
  /** Added to every request, in seconds; it holds a database connection, as a slow query does. */
  latencySeconds: z.number().min(0).max(10).default(0),
});

/** A fault that is ordered over HTTP. */
export const faultOrder = faultSettings.extend({
  /** Closes every connection without an answer, as if nothing listened; only `/faults` answers. */
  down: z.boolean().default(false),
  /** The fault ends after so long; the same order again renews it. */
  leaseSeconds: z.number().positive().max(3_600).default(300),
});

type Simulated = z.infer<typeof faultSettings>;
export type FaultSettings = Omit<z.infer<typeof faultOrder>, "leaseSeconds">;

/** What the switch does to one request. */
export interface Fault {
  readonly latencySeconds: number;
  readonly fails: boolean;
}

export const NO_FAULT: Fault = { latencySeconds: 0, fails: false };

const OFF: FaultSettings = { errorRatio: 0, latencySeconds: 0, down: false };

/** Holds the settings and decides, request by request. */
export class FaultSwitch {
  private ordered: FaultSettings;
  private endsAt = Number.POSITIVE_INFINITY;
  private readonly seen = new Map<string, number>();

  /** @param now milliseconds since 1970 */
  constructor(
    settings: Simulated = OFF,
    private readonly now: () => number = Date.now,
  ) {
    this.ordered = { ...OFF, ...settings };
  }

  get settings(): FaultSettings {
    return this.now() < this.endsAt ? this.ordered : OFF;
  }

  /** Answers whether the same fault was on already: then this renews it, and failures are counted on. */
  order({ leaseSeconds, ...settings }: z.infer<typeof faultOrder>): boolean {
    const renewed = isDeepStrictEqual(this.settings, settings);
    if (!renewed) this.seen.clear();
    this.ordered = settings;
    this.endsAt = this.now() + leaseSeconds * 1000;
    return renewed;
  }

  clear(): void {
    this.ordered = OFF;
    this.endsAt = Number.POSITIVE_INFINITY;
    this.seen.clear();
  }

  /**
   * The fault of the next request to a route.
   * Failures are counted out instead of drawn: at two requests a second, luck would decide whether an alert fires.
   */
  next(endpoint: string): Fault {
    const { errorRatio, latencySeconds } = this.settings;
    const before = this.seen.get(endpoint) ?? 0;
    this.seen.set(endpoint, before + 1);
    return { latencySeconds, fails: failuresDue(before + 1, errorRatio) > failuresDue(before, errorRatio) };
  }
}

function failuresDue(requests: number, ratio: number): number {
  // 10 × 0.1 and its like may come out just under the whole number.
  return Math.floor(requests * ratio + 1e-9);
}
