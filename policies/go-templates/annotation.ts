// Labels and annotations of alerting rules: what Prometheus 3.14 expands them with (template/template.go).
import { secondsOf } from "../../components/promql";
import { type TemplateProblem, templateProblemIn } from "./check";
import { GO_FUNCTIONS } from "./go-functions";
import { patternProblem } from "./message";
import { ANY_NUMBER, type Signature, takes, type World } from "./world";

/** Why Prometheus refuses it, or sends an error in its place; undefined where nothing is found. */
export function annotationProblem(text: string): TemplateProblem | undefined {
  const problem = templateProblemIn(text, ANNOTATION);
  if (!problem) return undefined;
  const hint = HINTS.find(([written]) => written.test(`${problem.found} ${text}`))?.[1];
  return hint === undefined ? problem : { ...problem, found: `${problem.found}: ${hint}` };
}

/** What people write who have another language in mind. */
const HINTS: readonly (readonly [RegExp, string])[] = [
  [/\$labels\.\w+[-+*/]/, 'of a label with other characters write index $labels "…"'],
  [/unexpected "[<>!=&|]/, "templates have gt, lt, eq, and, or in place of operators"],
  [/unexpected "\("/, "write a function and its arguments with spaces"],
  [/\{\{-? *value *-?\}\}/, "the alert's own value is $value"],
];

const TEXT = { takes: ["text"], gives: "text" } as const;

/** What Prometheus makes a number of. */
const NUMERIC = ["number", "whole", "text"] as const;

const numeric = (gives: string): Signature =>
  takes(1, 1, {
    takes: [NUMERIC],
    gives,
    problem: ([value]) =>
      typeof value === "string" && Number.isNaN(Number(value || "x")) ? `"${value}" is no number` : undefined,
  });

const FUNCTIONS: Readonly<Record<string, Signature>> = {
  ...GO_FUNCTIONS,
  query: takes(1, 1, { takes: ["text"], gives: "result" }),
  first: takes(1, 1, { takes: ["result"], gives: "sample" }),
  label: takes(2, 2, { takes: ["text", "sample"], gives: "text" }),
  value: takes(1, 1, { takes: ["sample"], gives: "number" }),
  strvalue: takes(1, 1, { takes: ["sample"], gives: "text" }),
  sortByLabel: takes(2, 2, { takes: ["text", "result"], gives: "result" }),
  args: takes(0, ANY_NUMBER),
  reReplaceAll: takes(3, 3, { takes: ["text", "text", "text"], gives: "text", problem: patternProblem }),
  match: takes(2, 2, { takes: ["text", "text"], gives: "boolean", problem: patternProblem }),
  safeHtml: takes(1, 1, TEXT),
  title: takes(1, 1, TEXT),
  toUpper: takes(1, 1, TEXT),
  toLower: takes(1, 1, TEXT),
  graphLink: takes(1, 1, TEXT),
  tableLink: takes(1, 1, TEXT),
  stripPort: takes(1, 1, TEXT),
  stripDomain: takes(1, 1, TEXT),
  urlQueryEscape: takes(1, 1, TEXT),
  humanize: numeric("text"),
  humanize1024: numeric("text"),
  humanizeDuration: numeric("text"),
  humanizePercentage: numeric("text"),
  humanizeTimestamp: numeric("text"),
  toTime: numeric("any"),
  toDuration: numeric("any"),
  now: takes(0, 0, { gives: "number" }),
  pathPrefix: takes(0, 0, { gives: "text" }),
  externalURL: takes(0, 0, { gives: "text" }),
  parseDuration: takes(1, 1, {
    takes: ["text"],
    gives: "number",
    problem: ([value]) =>
      typeof value === "string" && secondsOf(value.replace(/^-/, "")) === undefined
        ? `"${value}" is no duration`
        : undefined,
  }),
};

export const ANNOTATION: World = {
  root: "rule",
  fields: {
    rule: { Labels: "labels", ExternalLabels: "labels", ExternalURL: "text", Value: "number" },
    sample: { Labels: "labels", Value: "number" },
  },
  open: { labels: "text" },
  elements: { result: "sample", labels: "text" },
  names: { rule: "a rule's template", result: "a query's result", sample: "a series of a query's result" },
  functions: FUNCTIONS,
  variables: { $labels: "labels", $externalLabels: "labels", $externalURL: "text", $value: "number" },
  methods: new Set(),
  hasOtherFiles: false,
};
