// Queries that stand in templates, and which labels of their results a template names.
import { canHave, type Expression, labelsOf, parse, refusal } from "../../components/promql";
import {
  type Command,
  commandsIn,
  commandsOf,
  isFunction,
  type Node,
  nodesOf,
  type Operand,
  type Placed,
  pipelinesIn,
  textIn,
} from "../go-templates";

/** What is wrong with the queries of a text, or undefined. */
export function queryProblem(text: string): string | undefined {
  if (!text.includes("query")) return undefined;
  for (const query of commandsOf(text).flatMap(queryOf)) {
    const parsed = parse(query);
    const problem = "error" in parsed ? parsed.error : refusal(parsed.expression);
    if (problem !== undefined) return `the query "${query}" is not PromQL: ${problem}`;
  }
  return undefined;
}

/** As a command asks it, also where it is piped, or put together by printf: with some value for each that printf puts in. */
function queryOf({ operands: [first, given], before }: Pick<Command, "operands" | "before">): string[] {
  if (!isFunction(first, "query")) return [];
  const text = textMadeBy(given ? [given] : (before ?? []));
  return text === undefined ? [] : [text];
}

function textMadeBy([first, format]: readonly Operand[]): string | undefined {
  if (first?.is === "group") return textMadeBy(first.pipeline.commands.at(-1) ?? []);
  const text = textIn(first);
  if (text !== undefined) return text;
  return isFunction(first, "printf") ? textIn(format)?.replace(/%[-+#\d.]*([a-z%])/gi, filled) : undefined;
}

const filled = (_: string, verb: string) => (verb === "%" ? "%" : verb === "q" ? '"x"' : verb === "d" ? "1" : "x");

/** Labels that a text names of a query's result, and that this does not have. */
export function labelsLostByQueries(text: string): string[] {
  if (!text.includes("query")) return [];
  const nodes = nodesOf(text);
  const ofResults = pipelinesIn(nodes).map(
    (placed) => [commandsIn(placed), labelsOfResult(commandsIn(placed))] as const,
  );
  const ofDots = blocksIn(nodes).map(({ pipeline, body }) => {
    const isDot = pipeline.declares.length === 0;
    const commands = commandsIn({ pipeline, isOutside: true });
    return [commands, isDot ? sameDot(body).flatMap(labelsOfDot) : []] as const;
  });
  const lost = [...ofDots, ...ofResults].flatMap(([commands, labels]) => {
    const [query] = labels.length > 0 ? commands.flatMap(queryOf) : [];
    const parsed = query === undefined ? undefined : parse(query);
    return !parsed || "error" in parsed ? [] : labels.filter((label) => !isThere(parsed.expression, label));
  });
  return [...new Set(lost)];
}

const isThere = (expression: Expression, label: string) => canHave(labelsOf(expression), label);

type Block = Extract<Node, { is: "block" }>;

/** Those that have another dot inside. */
const blocksIn = (nodes: readonly Node[]): Block[] =>
  nodes.flatMap((node) => {
    if (node.is === "define") return blocksIn(node.body);
    if (node.is !== "block") return [];
    return [...(node.kind === "if" ? [] : [node]), ...blocksIn(node.body), ...blocksIn(node.otherwise)];
  });

/** Without what is in blocks that have yet another dot. */
const sameDot = (body: readonly Node[]) => pipelinesIn(body).filter(({ isOutside }) => isOutside);

/** `.Labels.job`, `. | first | label "job"`, `. | label "job"`. */
function labelsOfDot(placed: Placed): string[] {
  const [[dot, ...beside] = [], ...piped] = placed.pipeline.commands;
  const [label, key] = piped.find(([first]) => !isFunction(first, "first")) ?? [];
  const picked = dot?.is === "dot" && beside.length === 0 && isFunction(label, "label") ? textIn(key) : undefined;
  const read = commandsIn(placed).flatMap(({ operands }) =>
    operands.flatMap((one) => (one.is === "field" && one.chain[0] === "Labels" ? one.chain.slice(1, 2) : [])),
  );
  return picked === undefined ? read : [...read, picked];
}

/** `(query "…" | first).Labels.job`, `query "…" | first | label "job"`. */
function labelsOfResult(commands: readonly Command[]): string[] {
  return commands.flatMap(({ operands, before }) => [
    ...operands.flatMap((one) =>
      one.is === "group" && one.chain[0] === "Labels" && isFunction(one.pipeline.commands.at(-1)?.[0], "first")
        ? one.chain.slice(1, 2)
        : [],
    ),
    ...(isFunction(operands[0], "label") && isFunction(before?.[0], "first") ? [textIn(operands[1]) ?? []].flat() : []),
  ]);
}
