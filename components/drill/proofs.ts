// When each alert was last proven, and what the last drill found, as a file keeps it over a restart.
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { replaceFile } from "../sample/inbox/receipts/durable";
import { brokenIn, type Drilled } from "./drill";

const proofs = z.object({
  /** ISO 8601; null before the first drill. */
  at: z.string().nullable(),
  broken: z.array(z.string()),
  proven: z.record(z.string(), z.string()),
});

export type Proofs = z.infer<typeof proofs>;

const NONE: Proofs = { at: null, broken: [], proven: {} };

/** Those before the last end. What is no whole file, as of a version that wrote onto a full disk, is as none: the next drill writes it. */
export async function readProofs(file: string | undefined): Promise<Proofs> {
  if (file === undefined) return NONE;
  try {
    return proofs.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    return NONE;
  }
}

/** Resolves when they are on the disk; rejects where that takes nothing, and what was kept before is whole then. */
export const keepProofs = (file: string, kept: Proofs): Promise<void> => replaceFile(file, JSON.stringify(kept));

/** @param at ISO 8601. */
export const proofsAfter = (result: Drilled | Error, before: Proofs, at: string): Proofs =>
  result instanceof Error
    ? { ...before, at, broken: [result.message] }
    : {
        at,
        broken: brokenIn(result),
        proven: { ...before.proven, ...Object.fromEntries(result.proven.map((alert) => [alert, at])) },
      };
