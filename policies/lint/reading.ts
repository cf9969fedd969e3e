// Files → content, or why a file was not read. One that cannot be read never hides what is found in the others.
import { readFileSync } from "node:fs";
import { messageOf } from "../../components/error-text";
import {
  type Content,
  fieldsOf,
  isNothing,
  NOTHING,
  readText,
  type ServerFile,
  together,
  UNIT_TESTS,
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
  const isOther = isFound && reading.notRead.some(({ reason }) => reason === NOT_RECOGNISED || reason === UNIT_TESTS);
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
    const reason = messageOf(error);
    return { content: NOTHING, notRead: [{ file, reason: `it cannot be read: ${reason}` }] };
  }
}

/** Reads a text as if it were a file. */
export function readFileText(file: string, text: string): Reading {
  const content = readText(text, { file });
  const template = templateIn(text, content);
  if (template !== undefined) return { content: NOTHING, notRead: [{ file, reason: `${template}: render it first` }] };
  const reason = unreadReason(text, content);
  const inPart = content.unread.map(({ reason: of }) => of);
  return {
    content,
    notRead: [...inPart, ...(reason === undefined ? [] : [reason])].map((of) => ({ file, reason: of })),
  };
}

/** Readings as one. */
export const allRead = (readings: readonly Reading[]): Pick<Reading, "content" | "notRead"> => ({
  content: together(readings.map(({ content }) => content)),
  notRead: readings.flatMap(({ notRead }) => notRead),
});

/** What a text turns out to be that policies do not judge. */
const TEMPLATES: readonly (readonly [RegExp, string])[] = [
  [
    /^[ \t]*\{\{-?\s*(if|range|with|define|include|template|end)\b|[:-] *\{\{-?\s*[.$]?(Values|include|toYaml)/m,
    "a Helm template",
  ],
  [/<%[-=]?/, "an ERB template"],
  [/^[ \t]*\{%/m, "a Jinja template"],
];

/** What a template's own language stands in though it can be parsed: ERB anywhere, others where rules have plain words. */
function templateIn(text: string, { rules }: Content): string | undefined {
  if (rules.length === 0) return undefined;
  if (/<%[-=]?[^\n]*%>/.test(text)) return "an ERB template";
  const words = rules.flatMap((rule) => [rule.name, rule.for ?? "", rule.keepFiringFor ?? ""]);
  const templated = words.find((word) => /\{\{|\{%/.test(word));
  if (templated === undefined) return undefined;
  return /\.(Values|Release|Chart)\b/.test(templated) ? "a Helm template" : "a Jinja template";
}

function unreadReason(text: string, content: Content): string | undefined {
  if (!isNothing(content)) return undefined;
  try {
    return valuesOf(text).some(isEmptyOfAKind) ? undefined : NOT_RECOGNISED;
  } catch {
    const template = TEMPLATES.find(([pattern]) => pattern.test(text))?.[1];
    return template === undefined ? NOT_RECOGNISED : `${template}: render it first`;
  }
}

const NOT_RECOGNISED =
  "it is no rule file, Prometheus or Alertmanager configuration, dashboard, Grafana provisioning or manifest";

/** A file that holds nothing yet, and is valid. */
const isEmptyOfAKind = (value: unknown) =>
  Array.isArray(fieldsOf(value).groups) || Array.isArray(fieldsOf(value).scrape_configs);
