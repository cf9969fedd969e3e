// Go's templates, in which the texts of rules and messages are written.
export { messageProblem } from "./check";
export { structureProblem } from "./parse";
