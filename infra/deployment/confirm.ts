// The question before something that others would notice.
import { createInterface } from "node:readline/promises";
import { definitionOf, type Settings } from "../../components/monitoring";
import { DEFAULT_ENVIRONMENT } from "../folders";

/** What is asked about. */
interface Asked {
  environment: string;
  settings: Pick<Settings, "platform">;
}

/** Whether an environment never asks: the usual one, as long as it is on this machine, where it can hurt nobody else. */
export const neverAsks = ({ environment, settings: { platform } }: Asked): boolean =>
  environment === DEFAULT_ENVIRONMENT && definitionOf(platform).isHere;

/**
 * Whether to go on: the environment's name has to be written. Without a terminal nobody can answer.
 * Throws there, with what to do.
 *
 * @param what Such as `Deploy this to`; the environment's name follows.
 */
export async function confirmed(what: string, asked: Asked, { yes }: { yes?: boolean }): Promise<boolean> {
  if (neverAsks(asked) || yes) return true;
  const { environment } = asked;
  if (!process.stdin.isTTY) {
    throw new Error(`${what} ${environment}? Nobody is there to answer; give --yes where that is what you want.`);
  }
  const ask = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await ask.question(`${what} ${environment}? Write its name to go on: `);
  ask.close();
  return answer.trim() === environment;
}

/** Whether to go on with what takes long. Without a terminal nobody waits, and nobody is asked. */
export async function agreed(question: string, { yes }: { yes?: boolean }): Promise<boolean> {
  if (yes || !process.stdin.isTTY) return true;
  const ask = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await ask.question(`${question} (y/N) `);
  ask.close();
  return /^y(es)?$/i.test(answer.trim());
}
