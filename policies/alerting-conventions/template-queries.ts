// Queries that stand in templates, and which labels of their results a template names.
import { canHave, type Expression, labelsOf, parse, refusal } from "../../components/promql";
import { type Action, actionsIn } from "./templates";

const STRING = String.raw`"(?:[^"\\]|\\.)*"|${"`[^`]*`"}`;

/** A query, also where it is piped, or put together by printf. */
const QUERIES: readonly RegExp[] = [
  new RegExp(String.raw`\bquery\s+(${STRING})`, "g"),
  new RegExp(String.raw`(${STRING})\s*\|\s*query\b`, "g"),
  new RegExp(String.raw`\bprintf\s+(${STRING})(?:[^|"]|"[^"]*")*\|\s*query\b`, "g"),
  new RegExp(String.raw`\bquery\s*\(\s*printf\s+(${STRING})`, "g"),
];

/** What is wrong with the queries of an action, or undefined. */
export function queryProblem(action: string): string | undefined {
  if (!action.includes("query")) return undefined;
  for (const query of queriesIn(action)) {
    const parsed = parse(query);
    const problem = "error" in parsed ? parsed.error : refusal(parsed.expression);
    if (problem !== undefined) return `the query "${query}" is not PromQL: ${problem}`;
  }
  return undefined;
}

/** As they are asked, with some value for each that printf puts in. */
function queriesIn(action: string): string[] {
  const found = QUERIES.flatMap((pattern) => [...action.matchAll(pattern)].map(([, quoted = ""]) => quoted));
  const plain = found.map((quoted) =>
    quoted.startsWith("`") ? quoted.slice(1, -1) : quoted.slice(1, -1).replace(/\\n/g, "\n").replace(/\\(.)/g, "$1"),
  );
  return [...new Set(plain)].map((one) =>
    one.replace(/%[-+#\d.]*([a-z%])/gi, (_, verb: string) =>
      verb === "%" ? "%" : verb === "q" ? '"x"' : verb === "d" ? "1" : "x",
    ),
  );
}

/** Labels that a text names of a query's result, and that this does not have. */
export function labelsLostByQueries(text: string): string[] {
  if (!text.includes("query")) return [];
  const actions = actionsIn(text);
  const lost = actions.flatMap((action, at) => {
    const [query] = queriesIn(action);
    const parsed = query === undefined ? undefined : parse(query);
    if (!parsed || "error" in parsed) return [];
    const read = /^(range|with)\b/.test(action) && !action.includes(":=") ? blockAfter(actions, at) : [];
    return [...read.flatMap(labelsOfDot), ...labelsOfResult(action)].filter(
      (label) => !isThere(parsed.expression, label),
    );
  });
  return [...new Set(lost)];
}

const isThere = (expression: Expression, label: string) => canHave(labelsOf(expression), label);

/** The actions until the block's end or its else; those of blocks inside have another dot. */
function blockAfter(actions: readonly Action[], at: number): Action[] {
  const read: Action[] = [];
  let depth = 0;
  for (const action of actions.slice(at + 1)) {
    if (depth === 0 && /^(end|else)\b/.test(action)) break;
    if (depth === 0) read.push(action);
    if (/^(range|with|if|block|define)\b/.test(action)) depth += 1;
    if (/^end\b/.test(action)) depth -= 1;
  }
  return read;
}

const labelsOfDot = (action: Action): string[] => [
  ...[...action.matchAll(/(?:^|[\s(])\.Labels\.(\w+)/g)].map(([, label = ""]) => label),
  ...[...action.matchAll(/^\.\s*\|(?:\s*first\s*\|)?\s*label\s+"(\w+)"/g)].map(([, label = ""]) => label),
];

/** `(query "…" | first).Labels.job`, `query "…" | first | label "job"`. */
const labelsOfResult = (action: Action): string[] => [
  ...[...action.matchAll(/\bfirst\s*\)\.Labels\.(\w+)/g)].map(([, label = ""]) => label),
  ...[...action.matchAll(/\bfirst\s*\|\s*label\s+"(\w+)"/g)].map(([, label = ""]) => label),
];
