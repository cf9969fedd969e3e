// Whether the field's words are used: docs, messages, comments and titles, whatever kind of file they are in.
// Vale's package downloads its program when it is installed, and textlint reads no TypeScript; a table of words needs neither.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { TERMS } from "./terms";

const WRITTEN = [
  ":(glob)*.md",
  "Pulumi.yaml",
  ".github",
  "components",
  "docs",
  "examples",
  "infra",
  "policies",
  "stacks",
];
const KINDS = /\.(?:md|ts|tmpl|ya?ml)$/;

/** What the benchmarks generate. */
const LEFT_OUT = "BENCHMARKS.md";

export const writtenFiles = (): readonly string[] =>
  execFileSync("git", ["ls-files", "--", ...WRITTEN], { encoding: "utf8" })
    .split("\n")
    .filter((path) => KINDS.test(path) && path !== LEFT_OUT);

/** What is wrong with a text, each as `path:line: found "…"; write …`. */
export function proseProblems(path: string, text: string): readonly string[] {
  return text
    .split("\n")
    .flatMap((line, index) =>
      TERMS.flatMap(({ pattern, write }) =>
        [...line.matchAll(pattern)].map(([found]) => `${path}:${index + 1}: found "${found}"; write: ${write}`),
      ),
    );
}

export const allProseProblems = (): readonly string[] =>
  writtenFiles().flatMap((path) => proseProblems(path, readFileSync(path, "utf8")));
