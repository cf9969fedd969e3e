// A file of OpenSLO documents → its objectives and indicators, or every mistake in it with its line.
import { type Document, LineCounter, parseAllDocuments } from "yaml";
import { type FileProblem, notPromql, offsetOf, said } from "../own-rules/located";
import { documentSchema, type Indicator, type SloSpec, SPECS } from "./schema";

export interface SloDocument {
  file: string;
  line: number;
  name: string;
  spec: SloSpec;
}

/** What files say together: an SLO may refer to an SLI of another file. */
export interface SloDocuments {
  slos: readonly SloDocument[];
  indicators: ReadonlyMap<string, Indicator>;
  problems: readonly FileProblem[];
}

/** @param files Their texts, by the names that messages have for them. */
export function openSlosIn(files: Readonly<Record<string, string>>): SloDocuments {
  const found = { slos: [] as SloDocument[], indicators: new Map<string, Indicator>(), problems: [] as FileProblem[] };
  for (const [file, text] of Object.entries(files)) readFile(file, text, found);
  return found;
}

interface Found {
  slos: SloDocument[];
  indicators: Map<string, Indicator>;
  problems: FileProblem[];
}

function readFile(file: string, text: string, found: Found): void {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines });
  const lineAt = (offset: number) => lines.linePos(offset).line;
  const tell = (document: Document, path: readonly PropertyKey[], message: string) =>
    found.problems.push({ file, line: lineAt(offsetOf(document, path)), message });
  for (const document of Array.isArray(documents) ? documents : []) {
    const [error] = document.errors;
    if (error) {
      found.problems.push({
        file,
        line: lineAt(error.pos[0]),
        message: error.message.replace(/ at line \d+, column[\s\S]*/, ""),
      });
      return;
    }
    if (document.contents === null) continue;
    readDocument(document, { file, line: lineAt(offsetOf(document, [])) }, found, (path, message) =>
      tell(document, path, message),
    );
  }
}

type Tell = (path: readonly PropertyKey[], message: string) => void;

function readDocument(document: Document, at: { file: string; line: number }, found: Found, tell: Tell): void {
  const value: unknown = document.toJS();
  const head = documentSchema.safeParse(value);
  if (!head.success) {
    for (const issue of head.error.issues) tell(issue.path, said(issue, "which OpenSLO does not know"));
    return;
  }
  const { kind, metadata, spec } = head.data;
  if (kind !== "SLO" && kind !== "SLI") return;
  const result = SPECS[kind].safeParse(spec);
  if (!result.success) {
    for (const issue of result.error.issues) {
      tell(["spec", ...issue.path], said(issue, "which OpenSLO does not know"));
    }
    return;
  }
  const queries = queriesIn(spec, ["spec"]);
  const wrong = queries.flatMap(({ path, query }) => {
    const message = notPromql(atWindow(query, "5m"));
    return message ? [{ path, message }] : [];
  });
  for (const { path, message } of wrong) tell(path, message);
  if (wrong.length > 0) return;
  if (kind === "SLO") found.slos.push({ ...at, name: metadata.name, spec: SPECS.SLO.parse(spec) });
  else found.indicators.set(metadata.name, SPECS.SLI.parse(spec));
}

/** Sloth's queries leave the window open. */
export const atWindow = (query: string, window: string): string => query.replace(/\{\{\s*\.window\s*\}\}/g, window);

/** Every `query` in a document, wherever it is. */
function queriesIn(value: unknown, path: readonly PropertyKey[]): { path: readonly PropertyKey[]; query: string }[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "query" && typeof inner === "string"
      ? [{ path: [...path, key], query: inner }]
      : queriesIn(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}
