// Go templates of labels and annotations, as far as policies ask.
import {
  actionsOf,
  commandsOf,
  isFunction,
  type Operand,
  structureProblem,
  TemplateError,
  textIn,
} from "../go-templates";
import { queryProblem } from "./template-queries";

/** Labels of the alert that the text names: `$labels.job`, `.Labels.job`, `index $labels "job"`. */
export function labelsIn(text: string): ReadonlySet<string> {
  return new Set(
    commandsOf(text).flatMap(({ operands, isOutside }) => [
      ...operands.flatMap((one) => ofLabels(one, isOutside)?.slice(0, 1) ?? []),
      ...indexed(operands, isOutside),
    ]),
  );
}

/** Whether the text shows the alert's value. */
export const showsValue = (text: string): boolean =>
  commandsOf(text).some(({ operands, isOutside }) => operands.some((one) => isValue(one, isOutside)));

/** The alert's value, or what Grafana's stages come to. */
export function isValue(operand: Operand, isOutside: boolean): boolean {
  if (operand.is === "variable" && operand.name === "$") return operand.chain[0] === "Value";
  if (operand.is === "variable") return operand.name?.startsWith("$value") === true;
  return operand.is === "field" && isOutside && operand.chain[0] === "Value";
}

/** The fields behind the alert's labels; undefined of anything else. */
function ofLabels(operand: Operand, isOutside: boolean): readonly string[] | undefined {
  if (operand.is === "variable" && operand.name === "$labels") return operand.chain;
  const isRoot = (operand.is === "field" && isOutside) || (operand.is === "variable" && operand.name === "$");
  return isRoot && operand.chain[0] === "Labels" ? operand.chain.slice(1) : undefined;
}

function indexed([first, map, key]: readonly Operand[], isOutside: boolean): string[] {
  const label = textIn(key);
  return isFunction(first, "index") && map && label !== undefined && ofLabels(map, isOutside)?.length === 0
    ? [label]
    : [];
}

/** Functions of Prometheus' templates and of Go's. */
const FUNCTIONS = new Set([
  ...[
    "query",
    "first",
    "label",
    "value",
    "sortByLabel",
    "strvalue",
    "args",
    "tmpl",
    "safeHtml",
    "externalURL",
    "pathPrefix",
  ],
  ...[
    "humanize",
    "humanize1024",
    "humanizeDuration",
    "humanizePercentage",
    "humanizeTimestamp",
    "toTime",
    "toDuration",
    "now",
  ],
  ...[
    "title",
    "toUpper",
    "toLower",
    "match",
    "reReplaceAll",
    "stripPort",
    "stripDomain",
    "graphLink",
    "tableLink",
    "parseDuration",
    "urlQueryEscape",
  ],
  ...[
    "and",
    "or",
    "not",
    "len",
    "index",
    "slice",
    "print",
    "printf",
    "println",
    "html",
    "js",
    "urlquery",
    "call",
    "eq",
    "ne",
    "lt",
    "le",
    "gt",
    "ge",
  ],
  ...["if", "else", "end", "range", "with", "define", "template", "block", "break", "continue", "true", "false", "nil"],
]);

/** Variables that Prometheus defines. */
const VARIABLES = new Set(["$labels", "$value", "$externalLabels", "$externalURL", "$"]);

/** What Prometheus refuses in a template, or undefined. */
export function templateProblem(text: string): string | undefined {
  if (!text.includes("{{")) return undefined;
  const actions = actionsOrProblem(text);
  if (typeof actions === "string") return actions;
  const open = actions.filter((action) => /^(if|range|with|define|block)\b/.test(action)).length;
  const closed = actions.filter((action) => action === "end").length;
  if (open !== closed) return `${open} of if, range and with, but ${closed} of end`;
  const defined = new Set(
    actions.flatMap((action) =>
      [...action.matchAll(/(\$\w+)\s*(?:,\s*(\$\w+)\s*)?:=/g)].flatMap(([, a = "", b = ""]) => [a, b]),
    ),
  );
  let depth = 0;
  for (const action of actions) {
    const plain = withoutStrings(action);
    const malformed = malformedIn(action, plain, depth === 0);
    if (malformed) return malformed;
    if (/^(range|with|define|block)\b/.test(action) || (depth > 0 && /^if\b/.test(action))) depth += 1;
    else if (depth > 0 && action === "end") depth -= 1;
    const variable = [...plain.matchAll(/\$\w*/g)]
      .map(([name]) => name)
      .find((name) => !VARIABLES.has(name) && !defined.has(name));
    if (variable) return `the variable ${variable} is not defined`;
    const called = [...plain.matchAll(/(?:^|[\s|(])([A-Za-z_]\w*)/g)]
      .map(([, name = ""]) => name)
      .find((name) => !FUNCTIONS.has(name));
    if (called) return `there is no function ${called}`;
  }
  return structureProblem(text) ?? queryProblem(text);
}

function actionsOrProblem(text: string): string[] | string {
  try {
    return actionsOf(text);
  } catch (error) {
    if (error instanceof TemplateError) return error.message;
    throw error;
  }
}

/** Functions that do nothing without an argument. */
const NEED_ARGUMENTS =
  /(^|[(|]\s*)(query|first|label|strvalue|humanize\w*|title|toUpper|toLower|printf|reReplaceAll|match|index)\s*(\||$|\))/;

/** What has neither a field nor a function of an alert's template, outside of what changes the dot. */
function malformedIn(action: string, plain: string, isOutside: boolean): string | undefined {
  const field = isOutside ? /(?:^|[\s(|])\.([A-Za-z]\w*)/.exec(plain)?.[1] : undefined;
  if (field !== undefined && !FIELDS.has(field))
    return `a rule's template has no field .${field}; it has ${[...FIELDS].map((one) => `.${one}`).join(", ")}`;
  if (/\$value\.|\$labels\.\w+[-+*/]/.test(plain)) return `{{ ${action} }} is no field: use index $labels "…"`;
  if (/[<>]|[!=]=|(?<!:)=(?!=)|[+*/%]\s|\s-\s|\d\s*[-+*/]/.test(plain) && !/^\s*else\s*$/.test(plain))
    return /\$\w+\s*(,\s*\$\w+\s*)?:?=/.test(plain) && !/[<>]/.test(plain)
      ? undefined
      : `{{ ${action} }} has an operator: templates have gt, lt, eq and the like`;
  if (/\b[A-Za-z]\w*\(/.test(plain))
    return `{{ ${action} }} calls with parentheses: write the function and its arguments with spaces`;
  if (/^value$/.test(plain)) return "value is a function of a query's result: the alert's own is $value";
  const lacks = NEED_ARGUMENTS.exec(plain);
  // What is piped in is the argument.
  if (lacks && lacks[1] !== undefined && !lacks[1].includes("|")) return `${lacks[2]} has no argument`;
  const [, needsResult] = /(?:\$value|\.Value)\s*\|\s*(first|value|label|strvalue|sortByLabel)\b/.exec(plain) ?? [];
  if (needsResult) return `${needsResult} takes a query's result, and $value is a number`;
  return plain === "nil" ? "nil is no command" : undefined;
}

const FIELDS = new Set(["Labels", "ExternalLabels", "ExternalURL", "Value"]);

const withoutStrings = (action: string) => action.replace(/"(?:[^"\\]|\\.)*"|`[^`]*`/g, '""');
