// What stands in a template: its pipelines with what their dot is, their commands and operands, those in parentheses included.
import { parseTemplate } from "./parse";
import { type Node, type Operand, type Pipeline, TemplateError } from "./tree";

/** A pipeline of a template. */
export interface Placed {
  pipeline: Pipeline;
  /** Whether its dot is the one that the template begins with, and no element of a range or a with. */
  isOutside: boolean;
}

/** A command with where it stands. */
export interface Command {
  operands: readonly Operand[];
  /** What is piped into it. */
  before: readonly Operand[] | undefined;
  isOutside: boolean;
}

/** Several policies ask of the same text, one after the other. */
const MOST_REMEMBERED = 5_000;
const remembered = new Map<string, readonly Node[]>();

/** None where the text is no template, or one that Go refuses. */
export function nodesOf(text: string): readonly Node[] {
  if (!text.includes("{{")) return [];
  const before = remembered.get(text);
  if (before) return before;
  const nodes = parsed(text);
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(text, nodes);
  return nodes;
}

function parsed(text: string): readonly Node[] {
  try {
    return parseTemplate(text);
  } catch (error) {
    if (error instanceof TemplateError) return [];
    throw error;
  }
}

/** Of these nodes and all in their blocks, in order. */
export function pipelinesIn(nodes: readonly Node[], isOutside = true): Placed[] {
  return nodes.flatMap((node): Placed[] => {
    if (node.is === "define") return pipelinesIn(node.body, false);
    const own = node.pipeline ? [{ pipeline: node.pipeline, isOutside }] : [];
    if (node.is !== "block") return own;
    const body = pipelinesIn(node.body, isOutside && node.kind === "if");
    return [...own, ...body, ...pipelinesIn(node.otherwise, isOutside)];
  });
}

/** Of a pipeline and of what stands in parentheses in it. */
export function commandsIn({ pipeline, isOutside }: Placed): Command[] {
  return pipeline.commands.flatMap((operands, at) => [
    { operands, before: pipeline.commands[at - 1], isOutside },
    ...operands.flatMap((one) => (one.is === "group" ? commandsIn({ pipeline: one.pipeline, isOutside }) : [])),
  ]);
}

/** All commands of a text; none where Go refuses it. */
export const commandsOf = (text: string): Command[] => pipelinesIn(nodesOf(text)).flatMap(commandsIn);

export const isFunction = (operand: Operand | undefined, name: string): boolean =>
  operand?.is === "function" && operand.name === name;

/** A text in quotes. */
export const textIn = (operand: Operand | undefined): string | undefined =>
  operand?.is === "literal" && typeof operand.value === "string" ? operand.value : undefined;
