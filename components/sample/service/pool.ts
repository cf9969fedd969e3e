// A pretended database: a pool of connections, and queries that take time.

import { setTimeout as delay } from "node:timers/promises";

/** Connections the pool may open. Two slow requests a second (10 s each) use 20: a latency drill stays a latency drill. */
export const MAX_CONNECTIONS = 50;

/** Hands out at most `max` connections; who comes later waits in line. */
export class ConnectionPool {
  private active = 0;
  private readonly waiting: (() => void)[] = [];

  /**
   * @param max connections that may be in use at once
   * @param closing once aborted, queries end at once
   * @param onChange called with the number of connections in use whenever it changes
   */
  constructor(
    private readonly max: number,
    private readonly closing: AbortSignal,
    private readonly onChange: (active: number) => void,
  ) {}

  /** Holds one connection for so many seconds. */
  async query(seconds: number): Promise<void> {
    await this.acquire();
    try {
      await pause(seconds, this.closing);
    } finally {
      this.release();
    }
  }

  private async acquire(): Promise<void> {
    // A connection given back goes straight to who waits first, so `active` counts it throughout.
    if (this.active >= this.max) return new Promise((resolve) => this.waiting.push(resolve));
    this.active += 1;
    this.onChange(this.active);
  }

  private release(): void {
    const next = this.waiting.shift();
    if (next === undefined) {
      this.active -= 1;
      this.onChange(this.active);
    } else {
      next();
    }
  }
}

async function pause(seconds: number, closing: AbortSignal): Promise<void> {
  try {
    await delay(seconds * 1000, undefined, { signal: closing });
  } catch (error) {
    if (!closing.aborted) throw error;
  }
}
