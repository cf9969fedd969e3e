// Pipelines of a template: what is between {{ and }}, and in parentheses.
import { Cursor } from "./cursor";
import type { TokenKind } from "./lex";
import { characterIn, complexIn, numberIn, textIn } from "./literals";
import type { LiteralType, Operand, Pipeline } from "./tree";

export class PipelineParser extends Cursor {
  protected pipeline(context: string, end: TokenKind): Pipeline {
    const { declares, isNew } = this.declarations(context);
    const commands: Operand[][] = [];
    for (let token = this.nextNonSpace(); token.kind !== end; token = this.nextNonSpace()) {
      if (!BEGINS_OPERAND.has(token.kind)) this.unexpected(token);
      this.at -= 1;
      commands.push(this.command());
    }
    if (commands.length === 0)
      this.fail(context === "command" ? "{{ }} is empty" : `a value is missing${this.action(" in ")}`);
    const wrong = commands.slice(1).find(([first]) => first && !TAKES_ARGUMENTS.has(first.is));
    if (wrong) this.fail(`what follows | is no function${this.action(" in ")}`);
    return { declares, isNew, commands };
  }

  private declarations(context: string): { declares: string[]; isNew: boolean } {
    const declares: string[] = [];
    for (;;) {
      this.peekNonSpace();
      const begins = this.at;
      const variable = this.next();
      if (variable.kind !== "variable") {
        this.at = begins;
        return { declares, isNew: false };
      }
      const sign = this.nextNonSpace();
      const isComma = sign.kind === "sign" && sign.text === ",";
      if (sign.kind !== "=" && sign.kind !== ":=" && !isComma) {
        this.at = begins;
        return { declares, isNew: false };
      }
      declares.push(variable.text);
      this.variables.push(variable.text);
      if (!isComma) return { declares, isNew: sign.kind === ":=" };
      if (context !== "range" || declares.length > 1) this.fail(`too many variables are set${this.action(" in ")}`);
      if (!["variable", "right", ")"].includes(this.peekNonSpace().kind)) this.unexpected(this.peekNonSpace());
    }
  }

  private command(): Operand[] {
    const operands: Operand[] = [];
    for (;;) {
      this.peekNonSpace();
      const operand = this.operand();
      if (operand) operands.push(operand);
      const token = this.next();
      if (token.kind === "space") continue;
      if (token.kind === "right" || token.kind === ")") this.at -= 1;
      else if (token.kind !== "|") this.unexpected(token);
      break;
    }
    if (operands.length === 0) this.fail(`a value is missing${this.action(" in ")}`);
    return operands;
  }

  private operand(): Operand | undefined {
    const begins = this.peekNonSpace();
    const term = this.term();
    if (!term) return undefined;
    const chain: string[] = [];
    while (this.peek().kind === "field") chain.push(this.next().text.slice(1));
    if (chain.length === 0) return term;
    if (term.is === "field" || term.is === "variable" || term.is === "group")
      return { ...term, chain: [...term.chain, ...chain] };
    if (term.is === "function") return { is: "group", pipeline: alone(term), chain };
    return this.fail(`unexpected ".${chain[0]}" behind ${begins.text}${this.action(" in ")}`);
  }

  private term(): Operand | undefined {
    const token = this.nextNonSpace();
    const literal = LITERALS[token.kind];
    if (literal) {
      const value = literal[0](token.text);
      return value === undefined
        ? this.fail(`${token.text} is ${literal[1]}${this.action(" in ")}`)
        : { is: "literal", type: literal[2](token.text), value };
    }
    switch (token.kind) {
      case "identifier":
        if (this.scope && !this.scope.isFunction(token.text)) this.fail(`there is no function ${token.text}`);
        return { is: "function", name: token.text };
      case "nil":
        return { is: "literal", type: "nothing", value: undefined };
      case "dot":
        return { is: "dot", chain: [] };
      case "field":
        return { is: "field", chain: [token.text.slice(1)] };
      case "variable":
        if (this.scope && !this.variables.includes(token.text)) this.fail(`the variable ${token.text} is not defined`);
        return { is: "variable", name: token.text, chain: [] };
      case "(": {
        this.deeper();
        const pipeline = this.pipeline("parentheses", ")");
        this.shallower();
        return { is: "group", pipeline, chain: [] };
      }
      default:
        this.at -= 1;
        return undefined;
    }
  }
}

const alone = (operand: Operand): Pipeline => ({ declares: [], isNew: false, commands: [[operand]] });

type Literal = readonly [
  read: (written: string) => string | number | boolean | undefined,
  problem: string,
  type: (written: string) => LiteralType,
];

const typeOfNumber = (written: string): LiteralType =>
  /^[+-]?0[xX][^pP]*$/.test(written) || !/[.eEpPi]/.test(written) ? "whole" : "number";

/** How a literal is read, what it is where it cannot be, and its type. */
const LITERALS: Readonly<Partial<Record<TokenKind, Literal>>> = {
  string: [textIn, "no text: it has an unknown escape sequence", () => "text"],
  "raw string": [textIn, "no text", () => "text"],
  character: [characterIn, "no single character: texts stand in double quotes or backticks", () => "whole"],
  number: [numberIn, "no number that Go's templates know", typeOfNumber],
  complex: [complexIn, "no number that Go's templates know", typeOfNumber],
  boolean: [(written) => written === "true", "neither true nor false", () => "boolean"],
};

const BEGINS_OPERAND: ReadonlySet<TokenKind> = new Set([
  ...(["boolean", "character", "complex", "dot", "field", "identifier", "number"] as const),
  ...(["nil", "raw string", "string", "variable", "("] as const),
]);

/** What can be given the value that is piped in: a function, a field that is a method, a variable with fields. */
const TAKES_ARGUMENTS: ReadonlySet<Operand["is"]> = new Set(["function", "field", "group", "variable"]);
