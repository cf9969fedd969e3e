// Where a source compares something with a name, or has a table by it: what its syntax tree says, whatever the layout.
import * as ts from "typescript";

export interface NameUse {
  name: string;
  /** `key` of an object literal, `asked` where something is compared with it or looked up by it, `field` of a value: `ports.grafana`. */
  as: "literal" | "key" | "asked" | "field";
  /** What is compared, switched on, looked in or has the field; empty elsewhere. */
  subject: string;
}

const EQUALITY = [
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.InKeyword,
];

const LOOK_UPS = ["includes", "has", "get", "indexOf"];

/** Every use of one of the names in a source, types and imports left out. */
export function usesOfNames(text: string, names: readonly string[]): NameUse[] {
  const source = ts.createSourceFile("source.ts", text, ts.ScriptTarget.Latest, true);
  const uses: NameUse[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    if (ts.isStringLiteralLike(node) && names.includes(node.text)) uses.push(useOf(node));
    if (ts.isObjectLiteralElement(node) && node.name && ts.isIdentifier(node.name) && names.includes(node.name.text))
      uses.push({ name: node.name.text, as: "key", subject: "" });
    if (ts.isPropertyAccessExpression(node) && names.includes(node.name.text))
      uses.push({ name: node.name.text, as: "field", subject: node.expression.getText() });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return uses;
}

function useOf(node: ts.StringLiteralLike): NameUse {
  const { text: name, parent } = node;
  if (ts.isBinaryExpression(parent) && EQUALITY.includes(parent.operatorToken.kind)) {
    const other = parent.left === node ? parent.right : parent.left;
    return { name, as: "asked", subject: other.getText() };
  }
  if (ts.isCaseClause(parent)) return { name, as: "asked", subject: parent.parent.parent.expression.getText() };
  if (ts.isElementAccessExpression(parent)) return { name, as: "asked", subject: parent.expression.getText() };
  if (ts.isPropertyAssignment(parent) && parent.name === node) return { name, as: "key", subject: "" };
  if (ts.isCallExpression(parent) && ts.isPropertyAccessExpression(parent.expression)) {
    const { expression, name: called } = parent.expression;
    if (LOOK_UPS.includes(called.text)) return { name, as: "asked", subject: expression.getText() };
  }
  return { name, as: "literal", subject: "" };
}
