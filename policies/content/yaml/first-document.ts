// Where Go's YAML stops reading: behind the first document, and at a line that is less indented than the first key, which it takes
// for the begin of another. The servers read one.
const BESIDE_CONTENT = /^\s*(#|$)|^(---|\.\.\.|%)/;

/** `---` may have content behind it. */
const MARKER = /^(---|\.\.\.)(?=\s|$)/;

export interface FirstDocument {
  /** What is read. */
  text: string;
  /** The line that is not read any more, from 1. */
  stopsAt: number;
  why: string;
}

/** Undefined where no line that is less indented stops the reading. */
export function firstDocumentOf(text: string): FirstDocument | undefined {
  const lines = text.split("\n");
  const begins = lines.findIndex((line) => !BESIDE_CONTENT.test(line));
  const indent = /^ +(?![{[])/.exec(lines[begins] ?? "")?.[0].length ?? 0;
  const stops = lines.findIndex((line, i) => i > begins && !BESIDE_CONTENT.test(line) && line.search(/[^ ]/) < indent);
  const why = "is less indented than the first key: the servers stop reading there, and load what is before";
  return stops === -1 ? undefined : { text: before(stops, lines), stopsAt: stops + 1, why };
}

/** Undefined where the text is one document, or nothing is behind the first. One without content is a document as well. */
export function beforeMarker(text: string): FirstDocument | undefined {
  if (!/\n(---|\.\.\.)/.test(text)) return undefined;
  const lines = text.split("\n");
  const content = lines.findIndex((line) => isContent(line));
  const marker = lines.findIndex((line, i) => MARKER.test(line) && isAfterFirst(lines, i, content));
  const next = lines.findIndex((line, i) => i >= marker && isContent(line));
  return marker === -1 || next === -1
    ? undefined
    : {
        text: before(marker, lines),
        stopsAt: next + 1,
        why: "is of another document: the servers read the first alone",
      };
}

const before = (line: number, lines: readonly string[]) => `${lines.slice(0, line).join("\n")}\n`;

const isContent = (line: string) => !BESIDE_CONTENT.test(line) || /^--- +[^\s#]/.test(line);

/** A marker begins the first document, or ends it where content or another marker is before. */
const isAfterFirst = (lines: readonly string[], at: number, content: number) =>
  (content !== -1 && at > content) || lines.slice(0, at).some((line) => MARKER.test(line));
