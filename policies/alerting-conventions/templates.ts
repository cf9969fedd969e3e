// Go templates of labels and annotations, as far as policies ask.
import { structureProblem } from "../go-templates";
import { queryProblem } from "./template-queries";

/** What stands between `{{` and `}}`. */
export type Action = string;

/** All of a text, in order. */
export function actionsIn(text: string): Action[] {
  const actions: Action[] = [];
  for (let start = text.indexOf("{{"); start >= 0; ) {
    const end = endOf(text, start + 2);
    if (end === undefined) break;
    const inside = text.slice(start + 2, end);
    actions.push(inside.replace(/^-/, "").replace(/-$/, "").trim());
    start = text.indexOf("{{", end + 2);
  }
  return actions;
}

/** Where the action ends that begins there; what is quoted ends none. */
function endOf(text: string, begin: number): number | undefined {
  const pieces = /"(?:[^"\\]|\\.)*"|`[^`]*`|\}\}|[^"`}]+|./gs;
  pieces.lastIndex = begin;
  for (let piece = pieces.exec(text); piece; piece = pieces.exec(text)) if (piece[0] === "}}") return piece.index;
  return undefined;
}

/** Several policies ask of the same text, one after the other. */
const MOST_REMEMBERED = 5_000;
const remembered = new Map<string, ReadonlySet<string>>();

/** Labels of the alert that the text names: `$labels.job`, `.Labels.job`, `index $labels "job"`. */
export function labelsIn(text: string): ReadonlySet<string> {
  const before = remembered.get(text);
  if (before) return before;
  const labels = namedIn(text);
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(text, labels);
  return labels;
}

function namedIn(text: string): ReadonlySet<string> {
  return new Set(
    actionsIn(text).flatMap((action) => [
      ...[...withoutStrings(action).matchAll(/(?:^|[^\w$])(?:\$labels|\.Labels)\.(\w+)/g)].map(
        ([, label = ""]) => label,
      ),
      ...[...action.matchAll(/index\s+(?:\$labels|\.Labels)\s+"([^"]+)"/g)].map(([, label = ""]) => label),
    ]),
  );
}

/** Whether the text shows the alert's value. */
export const showsValue = (text: string): boolean =>
  actionsIn(text).some((action) => /\$value|(^|[^\w)])\.Value/.test(withoutStrings(action)));

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
  const actions = actionsIn(text);
  const opened = text.split("{{").length - 1;
  // A string in an action can hold braces.
  if (opened > actions.length + actions.filter((action) => action.includes("{{")).length)
    return "an action that is opened with {{ is not closed with }}";
  const open = actions.filter((action) => /^(if|range|with|define|block)\b/.test(action)).length;
  const closed = actions.filter((action) => action === "end").length;
  if (open !== closed) return `${open} of if, range and with, but ${closed} of end`;
  const defined = new Set(
    actions.flatMap((action) =>
      [...action.matchAll(/(\$\w+)\s*(?:,\s*(\$\w+)\s*)?:=/g)].flatMap(([, a = "", b = ""]) => [a, b]),
    ),
  );
  let depth = 0;
  for (const action of actions.filter((one) => !one.startsWith("/*"))) {
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
  return structureProblem(text);
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
  if (plain === "nil") return "nil is no command";
  return queryProblem(action);
}

const FIELDS = new Set(["Labels", "ExternalLabels", "ExternalURL", "Value"]);

const withoutStrings = (action: string) => action.replace(/"(?:[^"\\]|\\.)*"|`[^`]*`/g, '""');
