// What counts as one finding: what a policy objects to in one file for one reason, with all its places.
import { grouped } from "../../components/grouped";
import type { Finding } from "../policy";

/** Where the same is found. */
export interface Place extends Pick<Finding, "line" | "column" | "group" | "rule" | "replace"> {
  /** What is found there, and the fix where it is another. */
  found: string;
}

export interface Cause extends Place, Omit<Finding, "problem"> {
  /** The other places in the file; the first is the finding's own. */
  also: readonly Place[];
}

/** By file, policy, level and reason, in the order of their first places. */
export function causesOf(findings: readonly Finding[]): Cause[] {
  const causes = grouped(findings, ({ policy, level, file, problem }) =>
    [policy, level, file, problem.why].join("\n"),
  ).values();
  return [...causes].map(([{ problem, ...first }, ...others]) => ({
    ...first,
    found: problem.found,
    also: others.map(({ line, column, group, rule, replace, problem: { found, fix } }) => ({
      line,
      column,
      group,
      rule,
      found: fix === problem.fix ? found : `${found}. ${fix}`,
      ...(replace && { replace }),
    })),
  }));
}
