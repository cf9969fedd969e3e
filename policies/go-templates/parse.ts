// Go's templates, as text/template/parse reads them: lists of texts and actions, and what is defined in them. Errors are thrown.
import { isKeyword, type Scope } from "./cursor";
import { textIn } from "./literals";
import { PipelineParser } from "./pipelines";
import { type Control, type Node, TemplateError } from "./tree";

export const parseTemplate = (text: string, scope?: Scope): readonly Node[] => new Parser(text, scope).whole();

/** Why a text is no template; undefined where it is one. */
export function structureProblem(text: string, scope?: Scope): string | undefined {
  try {
    parseTemplate(text, scope);
    return undefined;
  } catch (error) {
    if (error instanceof TemplateError) return error.message;
    throw error;
  }
}

/** How a list of nodes ends. */
type End = "end" | "else";

class Parser extends PipelineParser {
  private ranges = 0;
  private readonly defined = new Set<string>();

  whole(): Node[] {
    const body: Node[] = [];
    while (this.peek().kind !== "end") {
      const begins = this.at;
      if (this.next().kind === "left" && isKeyword(this.nextNonSpace(), "define")) {
        body.push(this.definition());
        continue;
      }
      this.at = begins;
      const found = this.textOrAction();
      if (found === "end" || found === "else") this.fail(`{{ ${found} }} closes nothing`);
      else if (found) body.push(found);
    }
    return body;
  }

  /** A node, what ends a list, or nothing of what only stands there. */
  private textOrAction(): Node | End | undefined {
    const token = this.nextNonSpace();
    if (token.kind === "text") return undefined;
    if (token.kind !== "left") this.unexpected(token);
    const first = this.nextNonSpace();
    if (first.kind !== "keyword") {
      this.at -= 1;
      return { is: "pipeline", pipeline: this.pipeline("command", "right") };
    }
    switch (first.text) {
      case "if":
      case "range":
      case "with":
        return this.control(first.text);
      case "end":
        this.expectRight();
        return "end";
      case "else": {
        const chained = this.peekNonSpace();
        if (!isKeyword(chained, "if") && !isKeyword(chained, "with")) this.expectRight();
        return "else";
      }
      case "break":
      case "continue":
        this.expectRight();
        if (this.ranges === 0) this.fail(`{{ ${first.text} }} stands outside of {{ range }}`);
        return undefined;
      case "template": {
        const name = this.nameOf("template");
        if (this.peekNonSpace().kind !== "right")
          return { is: "template", name, pipeline: this.pipeline("template", "right") };
        this.expectRight();
        return { is: "template", name, pipeline: undefined };
      }
      case "block": {
        const name = this.nameOf("block");
        this.pipeline("block", "right");
        return this.definitionOf(name);
      }
      default:
        return this.unexpected(first);
    }
  }

  private nameOf(clause: string): string {
    const token = this.nextNonSpace();
    if (token.kind !== "string" && token.kind !== "raw string") this.fail(`${clause} needs a name in quotes`);
    return textIn(token.text) ?? this.fail(`${token.text} is no text: it has an unknown escape sequence`);
  }

  private definition(): Node {
    const name = this.nameOf("define");
    this.expectRight();
    return this.definitionOf(name);
  }

  /** A template of its own: it sees neither the variables nor the loops around it. */
  private definitionOf(name: string): Node {
    const outer = { variables: this.variables, ranges: this.ranges };
    this.variables = ["$"];
    this.ranges = 0;
    const begins = this.at;
    const { body, end } = this.list(`define "${name}"`);
    if (end !== "end") this.fail(`{{ else }} in the definition of ${name}`);
    Object.assign(this, outer);
    if (
      this.since(begins)
        .slice(0, -3)
        .some(({ kind, text }) => kind !== "text" || text.trim() !== "")
    ) {
      if (this.defined.has(name)) this.fail(`the template ${name} is defined twice`);
      this.defined.add(name);
    }
    return { is: "define", name, body };
  }

  private list(opened: string): { body: Node[]; end: End } {
    const body: Node[] = [];
    this.deeper();
    while (this.peekNonSpace().kind !== "end") {
      const found = this.textOrAction();
      if (found === "end" || found === "else") {
        this.shallower();
        return { body, end: found };
      }
      if (found) body.push(found);
    }
    return this.fail(`{{ ${opened} }} has no {{ end }}`);
  }

  private control(kind: Control): Node {
    const outer = this.variables.length;
    const begins = this.before().at;
    const pipeline = this.pipeline(kind, "right");
    const opened = this.text.slice(begins, this.before().at).trim();
    if (kind === "range") this.ranges += 1;
    const { body, end } = this.list(opened);
    if (kind === "range") this.ranges -= 1;
    const otherwise = end === "else" ? this.otherwise(kind, opened) : [];
    this.variables.length = outer;
    return { is: "block", kind, pipeline, body, otherwise };
  }

  private otherwise(kind: Control, opened: string): Node[] {
    if (kind !== "range" && isKeyword(this.peek(), kind)) {
      this.at += 1;
      this.deeper();
      const chained = this.control(kind);
      this.shallower();
      return [chained];
    }
    const { body, end } = this.list(opened);
    if (end !== "end") this.fail(`{{ else }} follows {{ else }} of {{ ${opened} }}`);
    return body;
  }
}
