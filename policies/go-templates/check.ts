// Why a text cannot be expanded, though Go parses it: fields, arguments and types, as text/template/exec finds them.
import { parseTemplate } from "./parse";
import { type Node, type Operand, type Pipeline, TemplateError } from "./tree";
import { type Kind, NAMES, type Signature, type Wanted, type World } from "./world";

type Variables = ReadonlyMap<string, Kind>;

/** Why a text cannot be expanded. */
export interface TemplateProblem {
  found: string;
  /** Whether Go refuses it as it reads it, and not only when it is expanded. */
  isRefused: boolean;
}

/** Undefined where nothing is found. */
export function templateProblemIn(text: string, world: World): TemplateProblem | undefined {
  if (!text.includes("{{")) return undefined;
  const isFunction = (name: string) => Object.hasOwn(world.functions, name);
  let nodes: readonly Node[] | undefined;
  try {
    nodes = parseTemplate(text, { isFunction, variables: Object.keys(world.variables) });
    const variables = new Map([["$", world.root], ...Object.entries(world.variables)]);
    new Expansion(world, definedIn(nodes)).list(nodes, world.root, variables);
    return undefined;
  } catch (error) {
    if (error instanceof TemplateError) return { found: error.message, isRefused: nodes === undefined };
    throw error;
  }
}

/** Names of all templates that a text defines. */
const definedIn = (nodes: readonly Node[]): ReadonlySet<string> =>
  new Set(
    nodes.flatMap((node): string[] => {
      if (node.is === "define") return [node.name, ...definedIn(node.body)];
      return node.is === "block" ? [...definedIn(node.body), ...definedIn(node.otherwise)] : [];
    }),
  );

class Expansion {
  constructor(
    private readonly world: World,
    private readonly defined: ReadonlySet<string>,
  ) {}

  list(nodes: readonly Node[], dot: Kind, outer: Variables): void {
    const variables = new Map(outer);
    for (const node of nodes)
      switch (node.is) {
        case "pipeline": {
          const kind = this.kindOf(node.pipeline, dot, variables);
          for (const name of node.pipeline.declares) {
            if (!node.pipeline.isNew && !variables.has(name))
              throw new TemplateError(`the variable ${name} is not defined`);
            variables.set(name, kind);
          }
          break;
        }
        case "template":
          if (node.pipeline) this.kindOf(node.pipeline, dot, variables);
          if (!this.world.hasOtherFiles && !this.defined.has(node.name))
            throw new TemplateError(`there is no template ${node.name}`);
          break;
        case "define":
          this.list(node.body, "any", new Map([["$", "any"]]));
          break;
        case "block":
          this.block(node, dot, variables);
      }
  }

  private block(node: Extract<Node, { is: "block" }>, dot: Kind, variables: Variables): void {
    const kind = this.kindOf(node.pipeline, dot, variables);
    const [first, second] = node.pipeline.declares;
    const isRange = node.kind === "range";
    if (isRange && UNRANGED.has(kind)) throw new TemplateError(`range goes through no ${this.nameOf(kind, "")}`);
    const inner = isRange ? (this.world.elements[kind] ?? "any") : kind;
    const within = new Map(variables);
    if (isRange && second !== undefined) within.set(first ?? "", "any").set(second, inner);
    else if (first !== undefined) within.set(first, inner);
    this.list(node.body, node.kind === "if" ? dot : inner, within);
    this.list(node.otherwise, dot, isRange || first === undefined ? variables : new Map([...variables, [first, kind]]));
  }

  /** Of its last command; what comes before is its last argument. */
  private kindOf({ commands }: Pipeline, dot: Kind, variables: Variables): Kind {
    let piped: Given | undefined;
    for (const [first, ...more] of commands) {
      if (!first) return "any";
      const given = more.map((operand): Given => ({ kind: this.ofOperand(operand, dot, variables), operand }));
      if (piped) given.push(piped);
      const kind =
        first.is === "function" ? this.ofFunction(first.name, given) : this.ofValue(first, given, dot, variables);
      piped = { kind, operand: first.is === "literal" ? first : undefined };
    }
    return piped?.kind ?? "any";
  }

  private ofFunction(name: string, given: readonly Given[]): Kind {
    const signature = this.world.functions[name];
    if (!signature) throw new TemplateError(`there is no function ${name}`);
    const { least, most } = signature;
    if (given.length < least || given.length > most)
      throw new TemplateError(countProblem(name, signature, given.length));
    const kinds = given.map(({ kind }) => kind);
    for (const [i, wanted] of (signature.takes ?? []).entries()) {
      const kind = kinds[i];
      if (kind !== undefined && !isTaken(kind, wanted))
        throw new TemplateError(
          `${name} takes ${this.nameOf(wanted)}${given.length > 1 ? ` at position ${i + 1}` : ""}, and is given ${this.nameOf(kind)}`,
        );
    }
    const wrong = signature.problem?.(
      given.map(({ operand }) => (operand?.is === "literal" ? operand.value : undefined)),
      kinds,
    );
    if (wrong) throw new TemplateError(wrong);
    const { gives = "any" } = signature;
    return typeof gives === "function" ? gives(kinds) : gives;
  }

  /** What is no function takes no arguments, unless it is a method. */
  private ofValue(first: Operand, given: readonly Given[], dot: Kind, variables: Variables): Kind {
    if (first.is === "literal" && first.type === "nothing" && given.length === 0)
      throw new TemplateError("nil is no command");
    const chain = "chain" in first ? first.chain : [];
    const kind = this.ofOperand(first, dot, variables);
    const isMethod = chain.length > 0 && (kind === "any" || this.world.methods.has(chain.at(-1) ?? ""));
    if (given.length > 0 && !isMethod)
      throw new TemplateError(`${writtenAs(first)} is ${this.nameOf(kind)}, no function: it takes no arguments`);
    return kind;
  }

  private ofOperand(operand: Operand, dot: Kind, variables: Variables): Kind {
    switch (operand.is) {
      case "literal":
        return operand.type;
      case "function":
        return this.ofFunction(operand.name, []);
      case "group":
        return this.along(this.kindOf(operand.pipeline, dot, variables), operand.chain);
      case "variable":
        return this.along(variables.get(operand.name ?? "") ?? "any", operand.chain);
      default:
        return this.along(dot, operand.chain);
    }
  }

  private along = (from: Kind, chain: readonly string[]): Kind =>
    chain.reduce<Kind>((kind, field) => {
      const known = this.world.fields[kind]?.[field] ?? this.world.open[kind];
      if (known !== undefined) return known;
      const fields = this.world.fields[kind];
      if (!fields && !UNRANGED.has(kind)) return "any";
      const has = Object.keys(fields ?? {});
      throw new TemplateError(
        `${this.nameOf(kind)} has no field .${field}${has.length > 0 ? `; it has ${has.map((one) => `.${one}`).join(", ")}` : ""}`,
      );
    }, from);

  private nameOf(kind: Wanted, article?: string): string {
    const kinds = Array.isArray(kind) ? kind : [kind];
    const words = kinds.map((one) => this.world.names[one] ?? NAMES[one] ?? "something").join(" or ");
    return article === undefined ? words : words.replace(/^an? /, article);
  }
}

/** An argument. */
interface Given {
  kind: Kind;
  operand: Operand | undefined;
}

/** Of these Go takes neither elements nor fields. */
const UNRANGED: ReadonlySet<Kind> = new Set(["text", "number", "boolean"]);

const isTaken = (kind: Kind, wanted: Wanted): boolean =>
  kind === "any" || kind === "nothing" || (Array.isArray(wanted) ? wanted.includes(kind) : kind === wanted);

function countProblem(name: string, { least, most }: Signature, count: number): string {
  const wanted =
    least === most ? `${least}` : most === Number.POSITIVE_INFINITY ? `${least} or more` : `${least} to ${most}`;
  return `${name} takes ${wanted} argument${least === 1 && most === 1 ? "" : "s"}, and has ${count}`;
}

function writtenAs(operand: Operand): string {
  if (operand.is === "literal") return JSON.stringify(operand.value ?? null);
  const chain = "chain" in operand ? operand.chain.map((field) => `.${field}`).join("") : "";
  return `${operand.is === "variable" ? operand.name : operand.is === "group" ? "( )" : ""}${chain || (operand.is === "dot" ? "." : "")}`;
}
