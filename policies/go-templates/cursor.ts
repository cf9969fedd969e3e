// The tokens of a text, read one after the other, with where it is read.
import { type Token, tokensOf } from "./lex";
import { TemplateError } from "./tree";

/** What a template may name; anything where it is not given. */
export interface Scope {
  isFunction: (name: string) => boolean;
  /** Variables that are there before it begins. Templates that it defines see none of them but `$`. */
  variables: readonly string[];
}

/** Go allows more; what is deeper is no text that somebody wrote. */
const MOST_NESTED = 500;

export class Cursor {
  private readonly tokens: readonly Token[];
  protected at = 0;
  protected variables: string[];
  private depth = 0;

  constructor(
    protected readonly text: string,
    protected readonly scope: Scope | undefined,
  ) {
    this.tokens = tokensOf(text);
    this.variables = ["$", ...(scope?.variables ?? [])];
  }

  protected since = (begins: number): readonly Token[] => this.tokens.slice(begins, this.at);

  protected peek = (): Token => this.tokens[this.at] ?? { kind: "end", text: "", at: this.text.length };

  /** The token that was read last. */
  protected before = (): Token => this.tokens[this.at - 1] ?? this.peek();

  protected next(): Token {
    const token = this.peek();
    this.at += 1;
    return token;
  }

  protected nextNonSpace(): Token {
    while (this.peek().kind === "space") this.at += 1;
    return this.next();
  }

  protected peekNonSpace(): Token {
    const token = this.nextNonSpace();
    this.at -= 1;
    return token;
  }

  protected fail(what: string): never {
    throw new TemplateError(what);
  }

  protected unexpected(token: Token): never {
    if (token.kind === "error") this.fail(`${token.text}${this.action(" in ")}`);
    if (token.kind === "end") this.fail("the text ends where {{ end }} is missing");
    if (token.kind === "right") this.fail(`a value is missing${this.action(" in ")}`);
    return this.fail(`unexpected "${token.text}"${this.action(" in ")}`);
  }

  /** The action that is being read, for messages. */
  protected action(before: string): string {
    const from = this.tokens.slice(0, this.at).findLast(({ kind }) => kind === "left")?.at;
    if (from === undefined) return "";
    const to = this.text.indexOf("}}", from);
    const whole = this.text.slice(from, to < 0 ? undefined : to + 2);
    return `${before}${whole.length > 80 ? `${whole.slice(0, 80)}…` : whole}`;
  }

  protected expectRight(): void {
    const token = this.nextNonSpace();
    if (token.kind !== "right") this.unexpected(token);
  }

  protected deeper(): void {
    this.depth += 1;
    if (this.depth > MOST_NESTED) this.fail(`it is nested more than ${MOST_NESTED} deep`);
  }

  protected shallower(): void {
    this.depth -= 1;
  }
}

export const isKeyword = ({ kind, text }: Token, word: string): boolean => kind === "keyword" && text === word;
