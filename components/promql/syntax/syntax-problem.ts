// What is wrong with the text of an expression.
export class SyntaxProblem extends Error {}
