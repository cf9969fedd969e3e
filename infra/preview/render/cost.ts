// What it costs a month, before and after: for the terminal, and for a pull request's comment.
import type { Cost } from "../cost/cost";
import { AS_OF } from "../cost/prices";
import { words } from "./escape";
import { folded, table } from "./pieces";

/** Nothing that is deployed has a price: this machine, or a Grafana that exists. */
const isFree = (base: Cost | undefined, head: Cost) => head.total === 0 && (base?.total ?? 0) === 0;

/** A few lines; `base` is undefined where there was none. */
export function costText(base: Cost | undefined, head: Cost): string {
  if (isFree(base, head)) return `Monthly cost: nothing that is deployed has a price${leftOut(head)}`;
  const lines = partsOf(base, head).map(
    ([what, before, after]) => `  ${what.padEnd(48)} ${before.padStart(10)} → ${after}`,
  );
  return [`Monthly cost: ${headline(base, head)}${leftOut(head)}`, ...lines].join("\n");
}

/** A section of Markdown. */
export function costMarkdown(base: Cost | undefined, head: Cost): string {
  if (isFree(base, head))
    return `#### Monthly cost\n\nNothing that is deployed has a price${words(leftOut(head))}.\n\n`;
  const rows = partsOf(base, head).map(([what, ...dollars]) => [words(what), ...dollars.map(words)]);
  return [
    "#### Monthly cost",
    "",
    `${words(headline(base, head))}${words(leftOut(head))}.`,
    ...folded("What for", table(["", "before", "after"], rows)),
    "",
    "",
  ].join("\n");
}

function headline(base: Cost | undefined, { total, budget }: Cost): string {
  const change = base && cents(base.total) !== cents(total) ? `${dollars(base.total)} → ` : "";
  const against = budget ? `, ${budget.exceeded ? "over" : "within"} the budget of ${dollars(budget.dollars)}` : "";
  return `${change}about ${dollars(total)}${against}; list prices of ${AS_OF}`;
}

const leftOut = ({ notCounted }: Cost) => (notCounted.length > 0 ? `; not counted: ${notCounted.join("; ")}` : "");

function partsOf(base: Cost | undefined, head: Cost): [what: string, before: string, after: string][] {
  const kinds = [...new Set([...head.parts, ...(base?.parts ?? [])].map(({ what }) => what))];
  const told = (cost: Cost | undefined, what: string) => {
    const part = cost?.parts.find((one) => one.what === what);
    return part ? `${number(part.count)}: ${dollars(part.dollars)}` : "–";
  };
  return kinds.map((what) => [what, told(base, what), told(head, what)]);
}

const cents = (value: number) => Math.round(value * 100);
const dollars = (value: number) => {
  const digits = value < 100 && !Number.isInteger(value) ? 2 : 0;
  return `$${value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
};
const number = (value: number) => value.toLocaleString("en", { maximumFractionDigits: 1 });
