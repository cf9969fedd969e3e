// PromQL may be laid out over several lines; it is stored and compared on one.

/** What stands in quotes stays as it is; a comment would swallow what follows it. */
const PARTS = /("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)|(?:#[^\n]*|\s)+/g;

/** The expression without line breaks, indentation and comments. */
export const oneLine = (expr: string): string => expr.replace(PARTS, (_, quoted?: string) => quoted ?? " ").trim();
