import { secondsOf } from "../../../components/promql";
import type { Rule } from "../../content";
import type { Policy, Problem } from "../../policy";
import type { Settings } from "../../settings";
import { patternOf } from "../patterns";

export const houseRules: Policy = {
  name: "house-rules",
  level: "mandatory",
  description: "Rules have the names, labels, annotations and durations that this organisation requires.",
  judges: "rule",
  settings: {
    labels: {
      default: [],
      description:
        'Labels that alerts must have: "team", or "team=shop|pay" with a pattern; "team?=…" where it is given, "teams*=…" for each of its words. The name can be a pattern as well, and the pattern can name {{ $for }}',
    },
    annotations: {
      default: [],
      description: 'Annotations that alerts must have, in the same form: "runbook_url=https://wiki\\\\..*"',
    },
    recordingLabels: { default: [], description: "Labels that recordings must have, in the same form" },
    forbidden: {
      default: [],
      description: 'Labels and annotations that no rule may have, in the form "name" or "name=pattern"',
    },
    alertNames: { default: [], description: "Patterns, of which an alert's name matches one" },
    recordingNames: { default: [], description: "Patterns, of which a recording's name matches one" },
    minFor: { default: 0, description: "Seconds that for must last at least; 0: any" },
    maxFor: { default: 0, description: "Seconds that for may last at most; 0: any" },
    minKeepFiringFor: {
      default: 0,
      description: "Seconds that keep_firing_for must last at least, where given; 0: any",
    },
    maxKeepFiringFor: { default: 0, description: "Seconds that keep_firing_for may last at most; 0: any" },
  },
  *check(rule, settings) {
    const { kind, labels, annotations } = rule;
    yield* named(rule, settings.words(kind === "alert" ? "alertNames" : "recordingNames"));
    for (const asked of settings.words("forbidden")) {
      yield* forbidden("label", filled(asked, rule), labels);
      yield* forbidden("annotation", filled(asked, rule), annotations);
    }
    for (const asked of settings.words(kind === "alert" ? "labels" : "recordingLabels"))
      yield* required("label", filled(asked, rule), labels);
    if (kind !== "alert") return;
    for (const asked of settings.words("annotations")) yield* required("annotation", filled(asked, rule), annotations);
    yield* lasting("for", rule.for ?? "0s", settings, "minFor", "maxFor");
    if (rule.keepFiringFor !== undefined)
      yield* lasting("keep_firing_for", rule.keepFiringFor, settings, "minKeepFiringFor", "maxKeepFiringFor");
  },
  examples: {
    settings: { labels: ["team=shop|pay"] },
    bad: "- alert: ShopDown\n  expr: up == 0\n  labels: { severity: critical, team: sales }",
    good: "- alert: ShopDown\n  expr: up == 0\n  labels: { severity: critical, team: shop }",
  },
};

type Texts = Readonly<Record<string, string>>;

/** With the rule's own values. */
const filled = (text: string, rule: Rule) =>
  text.replace(/\{\{\s*\$for\s*\}\}/g, rule.for ?? "").replace(/\{\{\s*\$(alert|record)\s*\}\}/g, rule.name);

/** `name?*=pattern`, in parts. */
function asked(text: string) {
  const [, name = "", marks = "", pattern] = /^([^=]*?)([?*]{0,2})(?:=(.*))?$/s.exec(text) ?? [];
  // A pattern of the name ends in * as well.
  const isPattern = marks.includes("*") && name.endsWith(".");
  return {
    name: isPattern ? `${name}${marks.replace("?", "")}` : name,
    isOptional: marks.includes("?"),
    isOfWords: marks.includes("*") && !isPattern,
    pattern,
  };
}

function* required(what: string, text: string, given: Texts): Iterable<Problem> {
  const { name, isOptional, isOfWords, pattern } = asked(text);
  const fit = Object.entries(given).filter(([key, value]) => patternOf(name).test(key) && value !== "");
  const must = pattern === undefined ? "is required" : `must be ${pattern}`;
  const why = `In this organisation the ${what} ${name} ${must}`;
  if (fit.length === 0 && !isOptional)
    yield {
      found: `the ${what} ${name} is missing`,
      why,
      fix: pattern === undefined ? `Add ${name}` : SET(name, pattern),
    };
  if (pattern === undefined) return;
  for (const [key, value] of fit) {
    const words = isOfWords ? value.split(/[\s,]+/).filter((word) => word !== "") : [value];
    const wrong = words.find((word) => !patternOf(pattern).test(word));
    if (wrong !== undefined) yield { found: `the ${what} ${key} is "${wrong}"`, why, fix: SET(key, pattern) };
  }
}

const SET = (name: string, pattern: string) => `Set ${name} to what ${pattern} matches`;

function* forbidden(what: string, text: string, given: Texts): Iterable<Problem> {
  const { name, pattern } = asked(text);
  for (const [key, value] of Object.entries(given)) {
    if (!patternOf(name).test(key) || (pattern !== undefined && !patternOf(pattern).test(value.trim()))) continue;
    yield {
      found: `the ${what} ${key} is "${value.trim()}"`,
      why: `In this organisation rules have no ${what} ${text}`,
      fix: `Remove ${key}, or give it another value`,
    };
  }
}

function* named({ kind, name }: Rule, patterns: readonly string[]): Iterable<Problem> {
  if (patterns.length === 0 || patterns.some((one) => patternOf(one).test(name))) return;
  yield {
    found: `the ${kind} is called ${name}`,
    why: `In this organisation names of ${kind}s match ${patterns.join(" or ")}`,
    fix: "Rename it",
  };
}

function* lasting(field: string, given: string, settings: Settings, min: string, max: string): Iterable<Problem> {
  const [least, most, seconds] = [settings.number(min), settings.number(max), secondsOf(given)];
  if (seconds === undefined || (seconds >= least && (most === 0 || seconds <= most))) return;
  yield {
    found: `${field} is ${given}`,
    why: `In this organisation it lasts ${seconds < least ? `at least ${least} s` : `at most ${most} s`}`,
    fix: `Change ${field}`,
  };
}
