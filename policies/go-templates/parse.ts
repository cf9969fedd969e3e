// Go's templates, as text/template reads them: actions, pipelines and their operands. Errors are thrown.

/** Why a template is not read. */
export class TemplateError extends Error {}

export type Operand =
  | { is: "literal"; value: string | number | boolean | undefined }
  | { is: "dot" | "field" | "variable"; name?: string; chain: readonly string[] }
  | { is: "function"; name: string }
  | { is: "group"; pipeline: Pipeline; chain: readonly string[] };

export interface Pipeline {
  /** Variables that it sets. */
  declares: readonly string[];
  isNew: boolean;
  commands: readonly (readonly Operand[])[];
}

export type Node =
  | { is: "pipeline"; pipeline: Pipeline }
  | { is: "template"; pipeline: Pipeline | undefined }
  | {
      is: "block";
      kind: "if" | "range" | "with";
      pipeline: Pipeline;
      body: readonly Node[];
      otherwise: readonly Node[];
    }
  | { is: "define"; body: readonly Node[] };

const TOKEN =
  /\s+|"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\]|\\.)+'|\$\w*|:=|[|(),=]|\.?[A-Za-z_]\w*|[+-]?(?:0[xX][\da-fA-F]+|\d+\.?\d*(?:[eE][+-]?\d+)?)|\./gy;

/** The pieces of an action; spaces are pieces, as they part a field from the next operand. */
function tokensOf(action: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < action.length) {
    const at = TOKEN.lastIndex;
    const token = TOKEN.exec(action)?.[0];
    if (token === undefined) throw new TemplateError(`unexpected "${action[at]}" in {{ ${action} }}`);
    const before = tokens.at(-1) ?? "";
    if (/^[\w."'`$+-]/.test(token) && /[\w"'`]$/.test(before) && !token.startsWith("."))
      throw new TemplateError(`unexpected "${token}" behind "${before}" in {{ ${action} }}`);
    tokens.push(/^\s+$/.test(token) ? " " : token);
  }
  return tokens;
}

/** The actions of a text, without comments. Throws where one is not closed. */
export function actionsOf(text: string): string[] {
  const actions: string[] = [];
  for (let at = text.indexOf("{{"); at >= 0; at = text.indexOf("{{", at)) {
    const rest = text.slice(at);
    const [whole, action = ""] =
      /^\{\{(?:- )?(\s*\/\*(?:(?!\*\/)[\s\S])*\*\/\s*|(?:"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\]|\\.)+'|(?!\}\}|\{\{)[^"`'])*?)(?: -)?\}\}/.exec(
        rest,
      ) ?? [];
    if (whole === undefined) throw new TemplateError("an action that is opened with {{ is not closed with }}");
    const inside = action.trim();
    if (!inside.startsWith("/*")) actions.push(inside);
    at += whole.length;
  }
  return actions;
}

export function parseTemplate(text: string): readonly Node[] {
  const actions = actionsOf(text);
  let next = 0;
  const bodyOf = (opened: string | undefined): { body: Node[]; end: string } => {
    const body: Node[] = [];
    while (next < actions.length) {
      const action = actions[next++] ?? "";
      const [, word = "", rest = ""] = /^([a-z]+)(?![\w.])([\s\S]*)$/.exec(action) ?? [];
      if (word === "end" || word === "else") {
        if (opened === undefined) throw new TemplateError(`{{ ${action} }} closes nothing`);
        return { body, end: action };
      }
      const node = nodeOf(word, rest.trimStart(), action);
      if (node) body.push(node);
    }
    if (opened !== undefined) throw new TemplateError(`{{ ${opened} }} has no {{ end }}`);
    return { body, end: "" };
  };
  const block = (kind: "if" | "range" | "with", rest: string, action: string): Node => {
    const pipeline = pipelineOf(rest, action);
    const { body, end } = bodyOf(action);
    if (end === "end") return { is: "block", kind, pipeline, body, otherwise: [] };
    const [, chained, more = ""] = /^else\s+(if|with)\s([\s\S]*)$/.exec(end) ?? [];
    if (chained === "if" || chained === "with")
      return { is: "block", kind, pipeline, body, otherwise: [block(chained, more.trimStart(), end)] };
    if (end !== "else") throw new TemplateError(`unexpected {{ ${end} }}`);
    const { body: otherwise, end: last } = bodyOf(action);
    if (last !== "end") throw new TemplateError(`{{ ${last} }} follows {{ else }}`);
    return { is: "block", kind, pipeline, body, otherwise };
  };
  const nodeOf = (word: string, rest: string, action: string): Node | undefined => {
    switch (word) {
      case "if":
      case "range":
      case "with":
        return block(word, rest, action);
      case "break":
      case "continue":
        return undefined;
      case "define":
      case "block": {
        if (!/^("[^"]*"|`[^`]*`)/.test(rest)) throw new TemplateError(`${word} needs a name in quotes`);
        const { end, body } = bodyOf(action);
        if (end !== "end") throw new TemplateError(`{{ ${action} }} has no {{ end }}`);
        return { is: "define", body };
      }
      case "template": {
        const [name, data = ""] = /^(?:"(?:[^"\\]|\\.)*"|`[^`]*`)([\s\S]*)$/.exec(rest) ?? [];
        if (name === undefined) throw new TemplateError("template needs a name in quotes");
        return { is: "template", pipeline: data.trim() === "" ? undefined : pipelineOf(data.trimStart(), action) };
      }
      default:
        return { is: "pipeline", pipeline: pipelineOf(action, action) };
    }
  };
  return bodyOf(undefined).body;
}

/** Why a text is no template; undefined where it is one. */
export function structureProblem(text: string): string | undefined {
  try {
    parseTemplate(text);
    return undefined;
  } catch (error) {
    if (error instanceof TemplateError) return error.message;
    throw error;
  }
}

const unescaped = (_: string, sign: string) => ({ n: "\n", t: "\t", r: "\r" })[sign] ?? sign;

function pipelineOf(text: string, action: string): Pipeline {
  const tokens = tokensOf(text.trim());
  const reader = new Reader(tokens, action);
  const pipeline = reader.pipeline();
  if (!reader.isAtEnd()) throw new TemplateError(`unexpected ")" in {{ ${action} }}`);
  return pipeline;
}

/** What can be given the value that is piped in: a function, and a field that is a method. */
const TAKES_ARGUMENTS: ReadonlySet<Operand["is"]> = new Set(["function", "field", "group"]);

class Reader {
  private at = 0;

  constructor(
    private readonly tokens: readonly string[],
    private readonly action: string,
  ) {}

  isAtEnd = () => this.at >= this.tokens.length;

  pipeline(): Pipeline {
    const [, names, sign] =
      /^((?:\$\w+)(?:\s*,\s*\$\w+)?)\s*(:?=)(?!=)/.exec(this.tokens.slice(this.at).join("")) ?? [];
    const declares = names?.split(",").map((name) => name.trim()) ?? [];
    if (sign !== undefined) this.at = this.tokens.indexOf(sign, this.at) + 1;
    const commands: Operand[][] = [[]];
    for (; !this.isAtEnd() && this.tokens[this.at] !== ")"; this.at += 1) {
      const token = this.tokens[this.at] ?? "";
      if (token === " ") continue;
      if (token === "|") {
        if (commands.at(-1)?.length === 0) throw new TemplateError(`nothing before | in {{ ${this.action} }}`);
        commands.push([]);
      } else commands.at(-1)?.push(this.operand(token));
    }
    if (commands.some((command) => command.length === 0))
      throw new TemplateError(this.action === "" ? "{{ }} is empty" : `a value is missing in {{ ${this.action} }}`);
    const wrong = commands.slice(1).find(([first]) => first && !TAKES_ARGUMENTS.has(first.is));
    if (wrong) throw new TemplateError(`what follows | in {{ ${this.action} }} is no function`);
    return { declares, isNew: sign === ":=", commands };
  }

  private operand(token: string): Operand {
    if (token === "(") {
      this.at += 1;
      const pipeline = this.pipeline();
      if (this.isAtEnd()) throw new TemplateError(`a ( is not closed in {{ ${this.action} }}`);
      return { is: "group", pipeline, chain: this.chain() };
    }
    if (token.startsWith("`")) return { is: "literal", value: token.slice(1, -1) };
    if (token.startsWith('"')) return { is: "literal", value: token.slice(1, -1).replace(/\\(.)/gs, unescaped) };
    if (/^['+\-\d]/.test(token)) return { is: "literal", value: Number(token.replace(/^'.*'$/, "0")) };
    if (token === "true" || token === "false") return { is: "literal", value: token === "true" };
    if (token === "nil") return { is: "literal", value: undefined };
    if (token === ".") return { is: "dot", chain: [] };
    if (token.startsWith(".")) return { is: "field", chain: [token.slice(1), ...this.chain()] };
    if (token.startsWith("$")) return { is: "variable", name: token, chain: this.chain() };
    if (/^\w/.test(token)) return { is: "function", name: token };
    throw new TemplateError(`unexpected "${token}" in {{ ${this.action} }}`);
  }

  /** Fields right behind what was read. */
  private chain(): string[] {
    const names: string[] = [];
    while (/^\.\w/.test(this.tokens[this.at + 1] ?? "")) names.push((this.tokens[++this.at] ?? "").slice(1));
    return names;
  }
}
