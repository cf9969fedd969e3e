// Where in a YAML file a mistake is, and how it reads.
import { type Document, isNode } from "yaml";
import type { z } from "zod";
import { parse } from "../../promql";

export interface FileProblem {
  file: string;
  line: number;
  message: string;
}

/** Where a value stands; what is missing stands where its nearest parent does. */
export function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}

const KINDS: Readonly<Record<string, string>> = {
  array: "a list",
  object: "a mapping",
  record: "a mapping",
  string: "a text",
  number: "a number",
};

/** @param unknown What is said of a key that is not known. */
export function said(issue: z.core.$ZodIssue, unknown: string): string {
  const at = issue.path.length > 0 ? `${issue.path.join(".")}: ` : "";
  if (issue.code === "unrecognized_keys") {
    return `${at}found ${issue.keys.map((key) => `"${key}"`).join(", ")}, ${unknown}`;
  }
  const [, expected, received] = /expected (\w+), received (\w+)/.exec(issue.message) ?? [];
  if (expected)
    return `${at}found ${received === "undefined" ? "nothing" : `a ${received}`}; give ${KINDS[expected] ?? expected}`;
  return `${at}found something else; give ${issue.message}`;
}

/** What is wrong with an expression, if it is none of PromQL. */
export function notPromql(expr: string): string | undefined {
  const parsed = parse(expr);
  return "error" in parsed ? `This is not PromQL (${parsed.error}): ${expr}` : undefined;
}
