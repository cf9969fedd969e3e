// A text → tokens of Go's templates, as text/template/parse cuts it: spaces are tokens, as they part an operand from the next.

export type TokenKind =
  | "text"
  | "left"
  | "right"
  | "space"
  | "keyword"
  | "identifier"
  | "field"
  | "variable"
  | "dot"
  | "nil"
  | "boolean"
  | "string"
  | "raw string"
  | "character"
  | "number"
  | "complex"
  | "="
  | ":="
  | "|"
  | "("
  | ")"
  | "sign"
  | "error"
  | "end";

export interface Token {
  kind: TokenKind;
  /** As it is written; of an error what is wrong. */
  text: string;
  /** Where it begins in the whole text. */
  at: number;
}

const KEYWORDS = new Set([
  ...["block", "break", "continue", "define", "else", "end", "if", "range", "template", "with"],
]);

/** What may stand right behind a name. */
const ENDS_NAME = /^(?:$|[ \t\r\n.,|:)(]|\}\})/;

/** A number as it is written; which of these are numbers is known later. */
const NUMBER =
  /^[+-]?(?:0[xX][\da-fA-F_]*\.?[\da-fA-F_]*(?:[pP][+-]?[\d_]*)?|0[oO][0-7_]*\.?[0-7_]*|0[bB][01_]*\.?[01_]*|[\d_]*\.?[\d_]*(?:[eE][+-]?[\d_]*)?)i?/;

const QUOTED: Readonly<Record<string, readonly [RegExp, TokenKind, string]>> = {
  '"': [/^"(?:[^"\\\n]|\\[^\n])*"/u, "string", 'a text is opened with " and not closed in its line'],
  "'": [/^'(?:[^'\\\n]|\\[^\n])*'/u, "character", "a character is opened with ' and not closed in its line"],
  "`": [/^`[^`]*`/, "raw string", "a text is opened with ` and not closed"],
};

/** Ends with a token of the kind "end", or with the first "error". */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const push = (kind: TokenKind, length: number, said = text.slice(at, at + length)) => {
    tokens.push({ kind, text: said, at });
    at += length;
  };
  const fail = (what: string) => push("error", 0, what);
  while (at < text.length) {
    const opened = text.indexOf("{{", at);
    if (opened !== at) push("text", (opened < 0 ? text.length : opened) - at);
    if (opened < 0) break;
    const comment = /^\{\{(?:-[ \t\r\n])?\/\*/.exec(text.slice(at, at + 6))?.[0];
    if (comment !== undefined) {
      const closed = text.indexOf("*/", at + comment.length);
      if (closed < 0) return [...tokens, { kind: "error", text: "a comment is opened with /* and not closed", at }];
      const end = /^(?:[ \t\r\n]-)?\}\}/.exec(text.slice(closed + 2, closed + 6))?.[0];
      if (end === undefined)
        return [...tokens, { kind: "error", text: "a comment does not end with */ right before }}", at }];
      at = closed + 2 + end.length;
      continue;
    }
    push("left", /^\{\{-[ \t\r\n]/.test(text.slice(at, at + 4)) ? 4 : 2);
    const problem = action();
    if (problem !== undefined) {
      fail(problem);
      return tokens;
    }
  }
  push("end", 0);
  return tokens;

  /** Up to what closes it; what is wrong with it, if anything is. */
  function action(): string | undefined {
    for (let open = 0; ; ) {
      const rest = text.slice(at);
      const end = /^(?:[ \t\r\n]-)?\}\}/.exec(rest)?.[0];
      if (end !== undefined) {
        if (open > 0) return "a ( is not closed";
        push("right", end.length);
        return undefined;
      }
      const [sign = ""] = rest;
      if (sign === "") return "an action that is opened with {{ is not closed with }}";
      const quoted = QUOTED[sign];
      if (quoted) {
        const [pattern, kind, problem] = quoted;
        const length = pattern.exec(rest)?.[0].length;
        if (length === undefined) return problem;
        push(kind, length);
        continue;
      }
      if (/[ \t\r\n]/.test(sign)) {
        const length = /^[ \t\r\n]+/.exec(rest)?.[0].length ?? 1;
        // The last space belongs to a marker that trims.
        const isTrimmed = rest.startsWith("-}}", length);
        if (!isTrimmed || length > 1) push("space", isTrimmed ? length - 1 : length);
        continue;
      }
      if (sign === "(") open += 1;
      if (sign === ")" && --open < 0) return "a ) closes nothing";
      if (sign === "(" || sign === ")" || sign === "|" || sign === "=") push(sign, 1);
      else if (sign === ":") {
        if (rest[1] !== "=") return 'a ":" without "="';
        push(":=", 2);
      } else if (sign === "$" || (sign === "." && !/^\.\d/.test(rest)) || /^[_\p{L}\p{Nd}]/u.test(rest)) {
        const problem = /^\d/.test(rest) ? number(rest) : name(sign, rest);
        if (problem !== undefined) return problem;
      } else if (/^[+\-.]/.test(sign)) {
        const problem = number(rest);
        if (problem !== undefined) return problem;
      } else if (/[\x20-\x7e]/.test(sign)) push("sign", 1);
      else return `unexpected "${[...rest][0]}"`;
    }
  }

  function name(sign: string, rest: string): string | undefined {
    const [written = ""] = /^[$.]?[_\p{L}\p{Nd}]*/u.exec(rest) ?? [];
    const after = rest.slice(written.length, written.length + 2);
    if (!ENDS_NAME.test(after)) return `unexpected "${[...after][0]}" behind "${written}"`;
    const isLone = written.length === 1;
    if (sign === "$") push("variable", written.length);
    else if (sign === ".") push(isLone ? "dot" : "field", written.length);
    else if (written === "true" || written === "false") push("boolean", written.length);
    else if (written === "nil") push("nil", written.length);
    else push(KEYWORDS.has(written) ? "keyword" : "identifier", written.length);
    return undefined;
  }

  function number(rest: string): string | undefined {
    const [real = ""] = NUMBER.exec(rest) ?? [];
    const behind = rest.slice(real.length);
    const [imaginary = ""] = /^[+-]/.test(behind) ? (NUMBER.exec(behind) ?? []) : [];
    const written = real + imaginary;
    if (/^[_\p{L}\p{Nd}]/u.test(rest.slice(written.length)) || (imaginary !== "" && !imaginary.endsWith("i")))
      return `"${written}${[...rest.slice(written.length)][0] ?? ""}" is no number`;
    push(imaginary === "" ? "number" : "complex", written.length);
    return undefined;
  }
}
