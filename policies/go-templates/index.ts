// Go's templates, in which the texts of rules and messages are written.
export { messageProblem } from "./check";
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
export { actionsOf, type Node, type Operand, structureProblem, TemplateError } from "./parse";
