// Proofs as people and machines take them.
import type { Proof } from "./prove";
import type { Coverage } from "./tests";

export interface Score {
  rules: number;
  proven: number;
  mutants: number;
  killed: number;
}

export function scoreOf(proofs: readonly Proof[]): Score {
  const proven = proofs.filter(({ reason }) => reason === undefined);
  const sum = (of: (proof: Proof) => number) => proven.reduce((total, proof) => total + of(proof), 0);
  const mutants = sum((proof) => proof.mutants);
  return {
    rules: proofs.length,
    proven: proven.length,
    mutants,
    killed: mutants - sum(({ survivors }) => survivors.length),
  };
}

/** In percent; all of none is all. */
export const percentOf = (part: number, whole: number): number => (whole === 0 ? 100 : (100 * part) / whole);

/** What is to be said of one rule; nothing where it is proven and no fault is missed. */
export function linesOf({ rule, reason, survivors, revealed }: Proof): string {
  const at = `${rule.place.file ?? ""}:${rule.place.line ?? 1}: ${rule.name}`;
  return [
    ...(reason === undefined ? [] : [`${at} is not proven: ${reason}`]),
    ...revealed.map((what) => `${at}: ${what}`),
    ...survivors.map((what) => `${at}: no scenario notices: ${what}`),
  ]
    .map((line) => `${line}\n`)
    .join("");
}

/** How many, in one line, behind what the team's own tests cover. */
export function summaryOf(proofs: readonly Proof[], { fired, quiet }: Coverage, seconds: number): string {
  const { rules, proven, mutants, killed } = scoreOf(proofs);
  const alerts = proofs.filter(({ rule }) => rule.kind === "alert").map(({ rule }) => rule.name);
  const covered = (names: ReadonlySet<string>) => alerts.filter((name) => names.has(name)).length;
  const tests =
    fired.size + quiet.size === 0
      ? ""
      : `Your promtool tests make ${covered(fired)} of ${alerts.length} alerts fire, and see ${covered(quiet)} quiet.\n`;
  const score = `${killed} of ${mutants} faults noticed (${percentOf(killed, mutants).toFixed(1)}%)`;
  return `${tests}Proven ${proven} of ${rules} rules; ${score}; ${seconds.toFixed(0)} s.\n`;
}

export const asJson = (proofs: readonly Proof[], coverage: Coverage, seconds: number): string =>
  `${JSON.stringify(
    {
      ...scoreOf(proofs),
      seconds: Math.round(seconds),
      tests: { fired: [...coverage.fired], quiet: [...coverage.quiet] },
      proofs: proofs.map(({ rule, ...proof }) => ({
        file: rule.place.file,
        line: rule.place.line,
        group: rule.place.group,
        rule: rule.name,
        proven: proof.reason === undefined,
        ...proof,
      })),
    },
    null,
    2,
  )}\n`;
