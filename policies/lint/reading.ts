// Files → content, or why a file was not read. One that cannot be read never hides what is found in the others.
import { readFileSync } from "node:fs";
import {
  type Content,
  type Fields,
  fieldsOf,
  isFields,
  NOTHING,
  readText,
  type ServerFile,
  textOf,
  together,
  valuesOf,
} from "../content";
import type { Named } from "./paths";

/** A file of which nothing was judged, and why. */
export interface NotRead {
  file: string;
  reason: string;
}

export interface Reading {
  content: Content;
  notRead: readonly NotRead[];
  /** Whether it is of no kind that is judged, and only lay in a folder. */
  isPassedOver?: boolean;
}

/** Reads one file; what a folder holds beside what is judged is passed over. */
export function readNamed({ file, isFound }: Named): Reading {
  const reading = readFile(file);
  const isOther = isFound && reading.notRead.some(({ reason }) => reason === NOT_RECOGNISED);
  return isOther ? { ...reading, notRead: [], isPassedOver: true } : reading;
}

/** Of standard input. */
const STDIN = 0;

function readFile(file: string): Reading {
  try {
    const bytes = readFileSync(file === "-" ? STDIN : file);
    if (bytes.includes(0)) return { content: NOTHING, notRead: [{ file, reason: "it is not a text file" }] };
    const { content, notRead } = readFileText(file, bytes.toString("utf8"));
    const onDisk = (one: ServerFile) =>
      one.text === undefined || one.place.file !== file || file === "-" ? one : { ...one, isOnDisk: true };
    return {
      content: content === NOTHING ? NOTHING : { ...content, serverFiles: content.serverFiles.map(onDisk) },
      notRead,
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { content: NOTHING, notRead: [{ file, reason: `it cannot be read: ${reason}` }] };
  }
}

/** Reads a text as if it were a file. */
export function readFileText(file: string, text: string): Reading {
  const content = readText(text, { file });
  const isRead = Object.values(content).some((list: readonly unknown[]) => list.length > 0);
  const reason = unreadReason(text, isRead);
  return { content, notRead: reason === undefined ? [] : [{ file, reason }] };
}

/** Readings as one. */
export const allRead = (readings: readonly Reading[]): Pick<Reading, "content" | "notRead"> => ({
  content: together(readings.map(({ content }) => content)),
  notRead: readings.flatMap(({ notRead }) => notRead),
});

/** What a text turns out to be that policies do not judge. */
const TEMPLATES: readonly (readonly [RegExp, string])[] = [
  [
    /^\s*\{\{-?\s*(if|range|with|define|include|template|end)\b|[:-] *\{\{-?\s*[.$]?(Values|include|toYaml)/m,
    "a Helm template",
  ],
  [/<%[-=]?/, "an ERB template"],
  [/^\s*\{%/m, "a Jinja template"],
];

/** Kinds and shapes that are known, and not judged. */
const OTHERS: readonly (readonly [(value: Fields) => boolean, string])[] = [
  [({ tests }) => Array.isArray(tests), "promtool's unit tests are not judged"],
  [({ kind }) => kind === "VMRule", "its language is MetricsQL, which is not judged"],
  [({ kind, spec }) => kind === "Dashboard" && !isFields(spec), "a dashboard without its spec"],
  [
    ({ kind, spec, elements }) => "elements" in fieldsOf(spec) || (kind === undefined && isFields(elements)),
    "a dashboard of schema v2 is not judged: export it in the classic schema",
  ],
  [
    ({ kind, spec }) => kind === "Dashboard" && !("schemaVersion" in fieldsOf(spec)),
    "a dashboard of Perses is not judged",
  ],
];

/** Manifests in which only their containers are judged, as far as they have any. */
const OF_OPERATORS = /^(Grafana(?!$|Dashboard$)|Rules$|ClusterRules$|GlobalRules$|RuleGroupsNamespace$|Perses|VM)/;

function unreadReason(text: string, isRead: boolean): string | undefined {
  let values: unknown[];
  try {
    if (isRead && !/\bkind\b/.test(text)) return undefined;
    values = valuesOf(text);
  } catch {
    if (isRead) return undefined;
    const template = TEMPLATES.find(([pattern]) => pattern.test(text))?.[1];
    return template === undefined ? NOT_RECOGNISED : `${template}: render it first`;
  }
  const reasons = values.map(fieldsOf).flatMap((value) => {
    const other = OTHERS.find(([is]) => is(value))?.[1];
    const kind = textOf(value.kind) ?? "";
    return other ?? (OF_OPERATORS.test(kind) ? `the kind ${kind} is not judged` : []);
  });
  if (reasons.length > 0) return reasons[0];
  return isRead || values.some(isEmptyOfAKind) ? undefined : NOT_RECOGNISED;
}

const NOT_RECOGNISED =
  "it is no rule file, Prometheus or Alertmanager configuration, dashboard, Grafana provisioning or manifest";

/** A file that holds nothing yet, and is valid. */
const isEmptyOfAKind = (value: unknown) =>
  Array.isArray(fieldsOf(value).groups) || Array.isArray(fieldsOf(value).scrape_configs);
