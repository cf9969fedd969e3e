// The receiving end of the dead-man's switch: remembers the last notification of an alert that always fires.

import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { Queue, replaceFile } from "./durable";

/** Alertmanager's webhook payload: https://prometheus.io/docs/alerting/latest/configuration/#webhook_config */
export const alertmanagerPayload = z.looseObject({
  version: z.literal("4"),
  groupKey: z.string(),
  status: z.enum(["firing", "resolved"]),
  receiver: z.string(),
  alerts: z
    .array(z.looseObject({ status: z.enum(["firing", "resolved"]), labels: z.record(z.string(), z.string()) }))
    .min(1),
});

const heartbeatState = z.object({
  /** ISO 8601 in UTC with milliseconds; `null` before the first one. */
  lastReceived: z.iso.datetime({ precision: 3 }).nullable(),
  count: z.number().int().min(0),
});

export type HeartbeatState = z.infer<typeof heartbeatState>;

/** Keeps time and number of heartbeats in one small file. */
export class Heartbeat {
  private readonly queue = new Queue();

  private constructor(
    private readonly path: string,
    private current: HeartbeatState,
  ) {}

  /** Opens the state of a folder; without a readable one it starts at none. */
  static async open(directory: string): Promise<Heartbeat> {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const path = join(directory, "heartbeat.json");
    return new Heartbeat(path, await readState(path));
  }

  get state(): HeartbeatState {
    return this.current;
  }

  /** Counts one; resolves when it is on the disk. */
  receive(at: Date): Promise<HeartbeatState> {
    return this.queue.run(async () => {
      const next = { lastReceived: at.toISOString(), count: this.current.count + 1 };
      await replaceFile(this.path, `${JSON.stringify(next)}\n`);
      this.current = next;
      return next;
    });
  }
}

async function readState(path: string): Promise<HeartbeatState> {
  try {
    return heartbeatState.parse(JSON.parse(await readFile(path, "utf8")));
  } catch {
    return { lastReceived: null, count: 0 };
  }
}
