// A rule file's text → its groups, or every mistake in it with its line. PrometheusRule manifests, lists of them and JSON are
// read as well.
import { type Document, isNode, LineCounter, parseAllDocuments } from "yaml";
import type { z } from "zod";
import { type Duration, duration } from "../../rules";
import { type FileProblem, notPromql, offsetOf, said } from "./located";
import { groupsSchema, ruleSchemaOf } from "./schema";
import type { OwnAlert, OwnGroup } from "./types";

const UNKNOWN = "which Prometheus does not know in a rule file";

type Path = readonly PropertyKey[];

/** A document, and where in it groups are. */
interface Place {
  document: Document;
  path: Path;
}

/** @param file As messages name it. */
export function ownGroups(file: string, text: string): { groups: OwnGroup[]; problems: FileProblem[] } {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines });
  const reader = new Reader(file, lines);
  if (!Array.isArray(documents) || documents.length === 0) {
    reader.problems.push({ file, line: 1, message: "found an empty file; give groups" });
    return { groups: [], problems: reader.problems };
  }
  for (const { errors } of documents) {
    // One mistake makes the parser stumble over all that follows.
    const [first] = errors;
    if (first) reader.tellAt(first.pos[0], first.message.replace(/ at line \d+, column[\s\S]*/, ""));
  }
  const groups = reader.problems.length > 0 ? [] : documents.flatMap((document) => reader.document(document));
  return { groups, problems: reader.problems };
}

class Reader {
  readonly problems: FileProblem[] = [];

  constructor(
    private readonly file: string,
    private readonly lines: LineCounter,
  ) {}

  tellAt(offset: number, message: string): void {
    this.problems.push({ file: this.file, line: this.lines.linePos(offset).line, message });
  }

  document(document: Document): OwnGroup[] {
    return manifestsIn(document).flatMap((place) => this.groups(place));
  }

  private groups({ document, path }: Place): OwnGroup[] {
    const value: unknown = asJson(document.getIn([...path], false), document, path);
    const result = groupsSchema.safeParse(value);
    if (!result.success) {
      for (const issue of result.error.issues) this.tell(document, [...path, ...issue.path], said(issue, UNKNOWN));
      return [];
    }
    return result.data.groups.map((group, at): OwnGroup => {
      const rules = group.rules.map((rule, index) =>
        this.rule(rule, group.labels, { document, path: [...path, "groups", at, "rules", index] }),
      );
      return {
        file: this.file,
        name: group.name,
        ...(group.interval ? { interval: exact(group.interval) } : {}),
        ...(group.limit && { limit: group.limit }),
        ...(group.query_offset && { queryOffset: group.query_offset }),
        recordings: rules.flatMap((rule) => (rule && "record" in rule ? [rule] : [])),
        alerts: rules.flatMap((rule) => (rule && !("record" in rule) ? [rule] : [])),
      };
    });
  }

  private rule(rule: unknown, ofGroup: Record<string, string>, { document, path }: Place) {
    const schema = ruleSchemaOf(rule);
    if (!schema) return void this.tell(document, path, 'found a rule without "alert" or "record"; give one of them');
    const result = (schema.alerting ?? schema.recording)?.safeParse(rule);
    if (!result?.success) {
      for (const issue of result?.error.issues ?? [])
        this.tell(document, [...path, ...issue.path], said(issue, UNKNOWN));
      return;
    }
    const wrong = notPromql(result.data.expr);
    if (wrong) return void this.tell(document, [...path, "expr"], wrong);
    return "alert" in result.data ? alertOf(result.data, ofGroup) : recordingOf(result.data, ofGroup);
  }

  private tell(document: Document, path: Path, message: string): void {
    this.tellAt(offsetOf(document, path), message);
  }
}

/** The groups of a rule file, and of each PrometheusRule in a manifest or a list of them. */
function manifestsIn(document: Document): Place[] {
  const items = document.get("items");
  if (document.get("kind") === "List" || document.get("kind") === "PrometheusRuleList") {
    const count = isCollection(items) ? items.items.length : 0;
    return Array.from({ length: count }, (_, index) => ({ document, path: ["items", index, "spec"] }));
  }
  return [{ document, path: document.get("kind") === "PrometheusRule" ? ["spec"] : [] }];
}

const isCollection = (node: unknown): node is { items: unknown[] } =>
  typeof node === "object" && node !== null && "items" in node && Array.isArray(node.items);

function asJson(node: unknown, document: Document, path: Path): unknown {
  if (path.length === 0) return document.toJS();
  return isNode(node) ? node.toJS(document) : node;
}

const exact = (given: number): Duration => (Number.isInteger(given) ? duration(given) : `${given * 1000}ms`);

type Alerting = z.infer<NonNullable<NonNullable<ReturnType<typeof ruleSchemaOf>>["alerting"]>>;
type RecordingRule = z.infer<NonNullable<NonNullable<ReturnType<typeof ruleSchemaOf>>["recording"]>>;

function alertOf(rule: Alerting, ofGroup: Record<string, string>): OwnAlert {
  const labels = { ...ofGroup, ...rule.labels };
  const { severity } = labels;
  return {
    name: rule.alert,
    expr: rule.expr.trim(),
    severity: severity === "critical" || severity === "info" ? severity : "warning",
    for: exact(rule.for),
    ...(rule.keep_firing_for !== undefined && { keepFiringFor: exact(rule.keep_firing_for) }),
    labels,
    annotations: rule.annotations,
  };
}

function recordingOf({ record, expr, labels }: RecordingRule, ofGroup: Record<string, string>) {
  const adds = { ...ofGroup, ...labels };
  // Names of a team's own need not follow the mixins' convention.
  const rule = { record, expr: expr.trim(), unit: "count" as const, labels: Object.keys(adds) };
  return Object.keys(adds).length > 0 ? { ...rule, adds } : rule;
}
