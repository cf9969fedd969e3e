// Go templates of labels and annotations, as far as policies ask.

/** What stands between `{{` and `}}`, in order. */
export function actionsIn(text: string): string[] {
  return [...text.matchAll(/\{\{-?\s*((?:"(?:[^"\\]|\\.)*"|`[^`]*`|(?!\}\}).)*?)\s*-?\}\}/gs)].map(
    ([, action = ""]) => action,
  );
}

/** Labels of the alert that the text names: `$labels.job`, `.Labels.job`, `index $labels "job"`. */
export function labelsIn(text: string): Set<string> {
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
  for (const action of actions.filter((one) => !one.startsWith("/*"))) {
    const plain = withoutStrings(action);
    const variable = [...plain.matchAll(/\$\w*/g)]
      .map(([name]) => name)
      .find((name) => !VARIABLES.has(name) && !defined.has(name));
    if (variable) return `the variable ${variable} is not defined`;
    const called = [...plain.matchAll(/(?:^|[\s|(])([A-Za-z_]\w*)/g)]
      .map(([, name = ""]) => name)
      .find((name) => !FUNCTIONS.has(name));
    if (called) return `there is no function ${called}`;
  }
  return undefined;
}

const withoutStrings = (action: string) => action.replace(/"(?:[^"\\]|\\.)*"|`[^`]*`/g, '""');
