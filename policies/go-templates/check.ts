// Why a text of a message cannot be rendered: its fields are those of Alertmanager's template.Data, 0.34.
import { FUNCTIONS } from "./functions";
import { type Node, type Operand, type Pipeline, parseTemplate, TemplateError } from "./parse";

/** What a value is, as far as its fields are known. */
type Kind = "data" | "alerts" | "alert" | "labels" | "pairs" | "pair" | "text" | "any";

/** Fields and methods by kind; labels have any, and of "any" nothing is known. */
const FIELDS: Readonly<Partial<Record<Kind, Readonly<Record<string, Kind>>>>> = {
  data: {
    Receiver: "text",
    Status: "text",
    Alerts: "alerts",
    NotificationReason: "text",
    GroupLabels: "labels",
    CommonLabels: "labels",
    CommonAnnotations: "labels",
    RouteLabels: "labels",
    ExternalURL: "text",
    // Of webhooks' payloads.
    GroupKey: "text",
    Vars: "any",
  },
  alerts: { Firing: "alerts", Resolved: "alerts" },
  alert: {
    Status: "text",
    Labels: "labels",
    Annotations: "labels",
    StartsAt: "any",
    EndsAt: "any",
    GeneratorURL: "text",
    Fingerprint: "text",
  },
  pairs: { Names: "any", Values: "any" },
  pair: { Name: "text", Value: "text" },
  text: {},
};

const METHODS_OF_LABELS: Readonly<Record<string, Kind>> = {
  SortedPairs: "pairs",
  Remove: "labels",
  Names: "any",
  Values: "any",
};

const ELEMENTS: Readonly<Partial<Record<Kind, Kind>>> = { alerts: "alert", labels: "text", pairs: "pair" };

const NAMES: Readonly<Partial<Record<Kind, string>>> = {
  data: "a message",
  alerts: "the list of alerts",
  alert: "an alert",
  pairs: "a list of pairs",
  pair: "a pair",
  text: "a text",
};

type Variables = ReadonlyMap<string, Kind>;

/** Why Alertmanager cannot render it; undefined where nothing is found. */
export function messageProblem(text: string): string | undefined {
  if (!text.includes("{{")) return undefined;
  try {
    judge(parseTemplate(text), "data", new Map([["$", "data"]]));
    return undefined;
  } catch (error) {
    if (error instanceof TemplateError) return error.message;
    throw error;
  }
}

function judge(nodes: readonly Node[], dot: Kind, outer: Variables): void {
  const variables = new Map(outer);
  for (const node of nodes)
    switch (node.is) {
      case "pipeline": {
        const kind = kindOf(node.pipeline, dot, variables);
        for (const name of node.pipeline.declares) {
          if (!node.pipeline.isNew && !variables.has(name))
            throw new TemplateError(`the variable ${name} is not defined`);
          variables.set(name, kind);
        }
        break;
      }
      case "template":
        if (node.pipeline) kindOf(node.pipeline, dot, variables);
        break;
      case "define":
        judge(node.body, "any", new Map([["$", "any"]]));
        break;
      case "block": {
        const kind = kindOf(node.pipeline, dot, variables);
        const [first, second] = node.pipeline.declares;
        const inner = node.kind === "range" ? (ELEMENTS[kind] ?? "any") : kind;
        const within = new Map(variables);
        if (node.kind === "range" && second !== undefined) within.set(first ?? "", "any").set(second, inner);
        else if (first !== undefined) within.set(first, inner);
        judge(node.body, node.kind === "if" ? dot : inner, within);
        judge(node.otherwise, dot, variables);
      }
    }
}

/** Of its last command; what comes before is its last argument. */
function kindOf({ commands }: Pipeline, dot: Kind, variables: Variables): Kind {
  return commands.reduce<{ kind: Kind; piped: Operand | undefined }>(
    ({ piped }, [first, ...more], index) => {
      if (!first) return { kind: "any", piped: undefined };
      for (const operand of more) ofOperand(operand, dot, variables);
      const isPiped = index > 0;
      if (first.is === "function") ofFunction(first.name, isPiped ? [...more, piped] : more);
      else if (first.is === "literal" && first.value === undefined && more.length === 0)
        throw new TemplateError("nil is no command");
      else if (isPiped && first.is === "literal") throw new TemplateError("what follows | is no function");
      const kind = ofOperand(first, dot, variables);
      return { kind, piped: first.is === "literal" ? first : undefined };
    },
    { kind: "any", piped: undefined },
  ).kind;
}

/** @param given Arguments; undefined where nothing is known of one. */
function ofFunction(name: string, given: readonly (Operand | undefined)[]): void {
  const signature = FUNCTIONS[name];
  if (!signature) throw new TemplateError(`there is no function ${name}`);
  const { least, most, problem } = signature;
  if (given.length < least || given.length > most)
    throw new TemplateError(
      `${name} takes ${least === most ? least : `${least} or more`} argument${least === 1 && most === 1 ? "" : "s"}, and has ${given.length}`,
    );
  const wrong = problem?.(given.map((one) => (one?.is === "literal" ? one.value : undefined)));
  if (wrong) throw new TemplateError(wrong);
}

function ofOperand(operand: Operand, dot: Kind, variables: Variables): Kind {
  switch (operand.is) {
    case "literal":
      return "any";
    case "function":
      if (!FUNCTIONS[operand.name]) throw new TemplateError(`there is no function ${operand.name}`);
      return "any";
    case "group":
      return along(kindOf(operand.pipeline, dot, variables), operand.chain);
    case "variable": {
      const kind = variables.get(operand.name ?? "");
      if (kind === undefined) throw new TemplateError(`the variable ${operand.name} is not defined in a message`);
      return along(kind, operand.chain);
    }
    default:
      return along(dot, operand.chain);
  }
}

const along = (from: Kind, chain: readonly string[]): Kind =>
  chain.reduce<Kind>((kind, field) => {
    if (kind === "any") return "any";
    if (kind === "labels") return METHODS_OF_LABELS[field] ?? "text";
    const known = FIELDS[kind]?.[field];
    if (known === undefined) throw new TemplateError(`${NAMES[kind]} has no field .${field}`);
    return known;
  }, from);
