// What a change does to an environment: all that a preview shows beside what the engine and the policies report.
import { type Changes, changesOf } from "./changes";
import { type ResourceChange, resourceChanges } from "./changes/resources";
import { type Cost, costOf } from "./cost/cost";
import type { PagesIn } from "./pages";
import { exceededPages } from "./pages/budget";
import type { Rendered } from "./rendered";

export interface Comparison {
  environment: string;
  /** What it is compared with, in words: a git ref, or what is deployed. */
  against: string;
  base?: Rendered;
  head: Rendered;
  changes: Changes;
  /** Undefined where only one side is known. */
  resources?: readonly ResourceChange[];
  cost: { before?: Cost; after?: Cost };
  /** How often teams are paged; undefined where nobody asks. */
  pages?: PagesIn;
}

/** A base that is undefined has nothing: all is new. */
export function comparison(
  environment: string,
  against: string,
  base: Rendered | undefined,
  head: Rendered,
): Comparison {
  const before = base === undefined ? [] : base.resources;
  return {
    environment,
    against,
    ...(base && { base }),
    head,
    changes: changesOf(base?.monitoring, head.monitoring),
    ...(before && head.resources && { resources: resourceChanges(before, head.resources) }),
    cost: { ...(base && { before: costOf(base) }), after: costOf(head) },
  };
}

/** The budgets of the settings that the change exceeds, each as a sentence. */
export function exceededBudgets({ head, cost, pages }: Comparison): string[] {
  const { expected, budget } = head.monitoring.forecast;
  const whole = (value: number) => Math.round(value).toLocaleString("en");
  const after = cost.after;
  return [
    ...(budget?.exceeded === "yes"
      ? [
          `${whole(expected)} series are expected, and limits.series allows ${whole(budget.series)}: watch less, or raise it.`,
        ]
      : []),
    ...(after?.budget?.exceeded
      ? [
          `About $${whole(after.total)} a month, and limits.monthlyCost allows $${whole(after.budget.dollars)}: deploy less, or raise it.`,
        ]
      : []),
    ...(pages && typeof pages.known !== "string" ? exceededPages(pages.known, pages.limits) : []),
  ];
}
