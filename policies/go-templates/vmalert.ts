// Labels and annotations of vmalert's rules: what it expands them with (app/vmalert/templates/template.go, notifier/alert.go).
import { ANNOTATION } from "./annotation";
import { type TemplateProblem, templateProblemIn } from "./check";
import { type Signature, takes, type World } from "./world";

/** Why vmalert refuses it, or sends an error in its place; undefined where nothing is found. */
export const vmalertProblem = (text: string): TemplateProblem | undefined => templateProblemIn(text, VMALERT);

const TEXT = { takes: ["text"], gives: "text" } as const;

/** Of Prometheus', it has them all but these. */
const NOT_THERE: ReadonlySet<string> = new Set(["graphLink", "tableLink", "urlQueryEscape", "toDuration"]);

const FUNCTIONS: Readonly<Record<string, Signature>> = {
  ...Object.fromEntries(Object.entries(ANNOTATION.functions).filter(([name]) => !NOT_THERE.has(name))),
  crlfEscape: takes(1, 1, TEXT),
  quotesEscape: takes(1, 1, TEXT),
  jsonEscape: takes(1, 1, TEXT),
  htmlEscape: takes(1, 1, TEXT),
  pathEscape: takes(1, 1, TEXT),
  queryEscape: takes(1, 1, TEXT),
  parseDurationTime: takes(1, 1, { ...TEXT, gives: "any" }),
  formatTime: takes(2, 2, { takes: ["text"], gives: "text" }),
};

/** What "." has, beside what it has in Prometheus; each is a variable as well. */
const OWN = {
  Type: "text",
  Expr: "text",
  Interval: "any",
  AlertID: "whole",
  GroupID: "whole",
  ActiveAt: "any",
  For: "any",
  IsPartial: "boolean",
} as const;

const VMALERT: World = {
  ...ANNOTATION,
  fields: {
    ...ANNOTATION.fields,
    rule: { ...ANNOTATION.fields.rule, ...OWN },
    sample: { ...ANNOTATION.fields.sample, Timestamp: "whole" },
  },
  functions: FUNCTIONS,
  variables: {
    ...ANNOTATION.variables,
    ...Object.fromEntries(
      Object.entries(OWN).map(([field, kind]) => [`$${field[0]?.toLowerCase()}${field.slice(1)}`, kind]),
    ),
  },
  hasOtherFiles: true,
};
