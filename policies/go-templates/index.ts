// Go's templates, in which the texts of rules and messages are written.
export { annotationProblem } from "./annotation";
export type { TemplateProblem } from "./check";
export { messageProblem } from "./message";
export {
  type Command,
  commandsIn,
  commandsOf,
  isFunction,
  nodesOf,
  type Placed,
  pipelinesIn,
  textIn,
} from "./nodes";
export type { Node, Operand } from "./tree";
export { vmalertProblem } from "./vmalert";
