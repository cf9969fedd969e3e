// Proofs in a file, a line each: what is proven once is not played again as long as its rule stays as it is.
import { createHash } from "node:crypto";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { fieldsOf, type Rule } from "../content";
import type { Proof } from "./prove";

/** Scenarios of another version prove something else. */
const VERSION = 2;

export interface Kept {
  /** What the file has of a rule. */
  of: (rule: Rule) => Proof | undefined;
  add: (proof: Proof) => void;
}

/** Lines that are cut off, as where the machine was stopped, are left out. */
export function keptIn(file: string): Kept {
  const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
  const byKey = new Map(lines.flatMap((line) => entryIn(line) ?? []));
  return {
    of: (rule) => {
      const found = byKey.get(keyOf(rule));
      return found && { rule, ...found };
    },
    add: ({ rule, ...proof }) => {
      const { name, place } = rule;
      appendFileSync(file, `${JSON.stringify({ key: keyOf(rule), rule: name, file: place.file, ...proof })}\n`);
    },
  };
}

const keyOf = ({ kind, expr, for: waits, keepFiringFor, labels }: Rule): string =>
  createHash("sha256")
    .update(JSON.stringify([VERSION, kind, expr, waits, keepFiringFor, labels]))
    .digest("hex");

function entryIn(line: string): [string, Omit<Proof, "rule">][] | undefined {
  try {
    const { key, reason, mutants, survivors, revealed } = fieldsOf(JSON.parse(line));
    const isWhole = typeof key === "string" && typeof mutants === "number";
    if (!isWhole || !isTexts(survivors) || !isTexts(revealed)) return undefined;
    return [[key, { ...(typeof reason === "string" && { reason }), mutants, survivors, revealed }]];
  } catch {
    return undefined;
  }
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === "string");
