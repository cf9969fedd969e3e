// Functions of Go's own templates (text/template/funcs.go).
import { printfProblem } from "./printf";
import { ANY_NUMBER, type Kind, NAMES, type Signature, takes } from "./world";

/** What Go compares; others it refuses to. */
const BASIC = new Set(["text", "number", "whole", "boolean"]);

function comparison(_: readonly unknown[], [first = "any", ...others]: readonly Kind[]): string | undefined {
  const other = others.find((one) => BASIC.has(one) && BASIC.has(first) && one !== first);
  if (other === undefined) return undefined;
  const pair = [first, other];
  const hint = pair.includes("number") && pair.includes("whole") ? ": write the number with a point, as in 5.0" : "";
  return `Go does not compare ${NAMES[first]} with ${NAMES[other]}${hint}`;
}

const COMPARED = { gives: "boolean", problem: comparison } as const;

export const GO_FUNCTIONS: Readonly<Record<string, Signature>> = {
  and: takes(1, ANY_NUMBER),
  or: takes(1, ANY_NUMBER),
  not: takes(1, 1, { gives: "boolean" }),
  len: takes(1, 1, { gives: "whole" }),
  index: takes(1, ANY_NUMBER, { gives: ([of = "any"]) => INDEXED[of] ?? "any" }),
  slice: takes(1, 4),
  print: takes(0, ANY_NUMBER, { gives: "text" }),
  printf: takes(1, ANY_NUMBER, { takes: ["text"], gives: "text", problem: printfProblem }),
  println: takes(0, ANY_NUMBER, { gives: "text" }),
  html: takes(0, ANY_NUMBER, { gives: "text" }),
  js: takes(0, ANY_NUMBER, { gives: "text" }),
  urlquery: takes(0, ANY_NUMBER, { gives: "text" }),
  call: takes(1, ANY_NUMBER),
  eq: takes(2, ANY_NUMBER, COMPARED),
  ne: takes(2, 2, COMPARED),
  lt: takes(2, 2, COMPARED),
  le: takes(2, 2, COMPARED),
  gt: takes(2, 2, COMPARED),
  ge: takes(2, 2, COMPARED),
};

const INDEXED: Readonly<Record<string, Kind>> = { labels: "text", result: "sample", alerts: "alert", pairs: "pair" };
