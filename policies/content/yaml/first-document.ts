// Where Go's YAML stops reading: at a line that is less indented than the first key. It takes the rest for another document, and the
// servers read one.
const BESIDE_CONTENT = /^\s*(#|$)|^(---|\.\.\.|%)/;

export interface FirstDocument {
  /** What is read. */
  text: string;
  /** The line that is not read any more, from 1. */
  stopsAt: number;
}

/** Undefined where no line stops the reading. */
export function firstDocumentOf(text: string): FirstDocument | undefined {
  const lines = text.split("\n");
  const begins = lines.findIndex((line) => !BESIDE_CONTENT.test(line));
  const indent = /^ +(?![{[])/.exec(lines[begins] ?? "")?.[0].length ?? 0;
  const stops = lines.findIndex((line, i) => i > begins && !BESIDE_CONTENT.test(line) && line.search(/[^ ]/) < indent);
  return stops === -1 ? undefined : { text: `${lines.slice(0, stops).join("\n")}\n`, stopsAt: stops + 1 };
}
