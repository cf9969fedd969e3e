// The replays that are on, and their targets for Prometheus' HTTP service discovery.
import { HttpError } from "../http";
import { Replay, type ReplaySpec } from "./replay";

/** A target group, as HTTP service discovery has it. */
interface TargetGroup {
  targets: string[];
  labels: Record<string, string>;
}

/** A drill has one, and a program that was killed leaves one behind for minutes. */
const MOST = 50;

export class Replays {
  private readonly byId = new Map<string, Replay>();
  private count = 0;

  /** Starts a replay and answers its id. Throws an `HttpError` 429 where fifty are on. */
  add(spec: ReplaySpec, now: number): string {
    this.sweep(now);
    if (this.byId.size >= MOST) throw new HttpError(429, `${MOST} replays are on: end one`);
    const id = String(++this.count);
    this.byId.set(id, new Replay(spec, now));
    return id;
  }

  find(id: string, now: number): Replay | undefined {
    this.sweep(now);
    return this.byId.get(id);
  }

  remove(id: string): boolean {
    return this.byId.delete(id);
  }

  /** Ends all and answers how many there were. */
  clear(now: number): number {
    this.sweep(now);
    const count = this.byId.size;
    this.byId.clear();
    return count;
  }

  /** Every target of every replay; `address` is where this process listens. */
  targets(address: string, now: number): TargetGroup[] {
    this.sweep(now);
    return [...this.byId].flatMap(([id, { spec }]) =>
      spec.targets.map(({ labels, scrapeInterval }, index) => ({
        targets: [address],
        labels: {
          ...labels,
          __metrics_path__: `/replays/${id}/${index}`,
          __scrape_interval__: scrapeInterval,
          __scrape_timeout__: scrapeInterval,
        },
      })),
    );
  }

  private sweep(now: number): void {
    for (const [id, replay] of this.byId) if (replay.isOver(now)) this.byId.delete(id);
  }
}
