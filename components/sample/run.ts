// The life of a sample server's process: flags, start, wait for a signal, close.

import type { Command } from "commander";
import { z } from "zod";
import { messageOf } from "../error-text";

/** A server that has started. */
export interface Running {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** `--port`: 0 takes a free one. */
export const portFlag = z.coerce.number().int().min(0).max(65_535);

/** `--host`: the address to listen on. */
export const hostFlag = z.string().min(1);

/** The flags of this process, checked; where any is wrong it says so for all of them on stderr and exits with 1. */
export function parseFlags<T>(command: Command, schema: z.ZodType<T>): T {
  const result = schema.safeParse(command.parse().opts());
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `--${path.join(".")}: ${message}`);
  return command.error(`error: ${problems.join("; ")}`);
}

/**
 * Starts a server, prints where it listens, and closes it at SIGTERM or SIGINT.
 * A start that fails is one line on stderr and exit code 1.
 */
export async function runUntilSignal(name: string, start: () => Promise<Running>): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => resolve());
  });
  try {
    const running = await start();
    process.stdout.write(`${name} listens on ${running.url}\n`);
    await stopped;
    await running.close();
  } catch (error) {
    process.stderr.write(`${name}: ${messageOf(error)}\n`);
    process.exitCode = 1;
  }
}
