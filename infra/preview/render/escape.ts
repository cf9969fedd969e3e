// Text of anybody's in a Markdown comment: nothing in it is taken for Markdown, HTML, a table's edge or a mention.

/** Longer code is cut, so that one expression does not fill the comment. */
const LONGEST = 2_000;

const entity = (char: string) => `&#${char.codePointAt(0)};`;

/** All that means something to Markdown, as HTML writes it. Nor is an address made a link: what is written in it would not be read. */
const entities = (text: string) =>
  text
    .replace(/[&<>|`*_~[\]\\#@$]/g, entity)
    .replace(/:(?=\/\/)|(?<=www)\./gi, entity)
    .replace(/\s+/g, " ");

/** Words in a line or a cell. GitHub looks for mentions in the finished page: a comment keeps `@` from its name. */
export function words(text: string): string {
  return entities(text).replace(/&#64;/g, "&#64;<!-- -->");
}

/** Code in a line or a cell. */
export function code(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  if (line === "") return "";
  // A cell ends at a pipe even in code; HTML has a way to write one.
  return /[|`\\]/.test(line) ? `<code>${entities(line)}</code>` : `\`${line}\``;
}

/** Code in lines of its own, between fences that nothing in it can close. */
export function block(language: string, lines: readonly string[]): string[] {
  const shown = lines.map(cut);
  const longest = Math.max(0, ...shown.flatMap((line) => line.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(Math.max(3, longest + 1));
  return [fence + language, ...shown, fence];
}

function cut(line: string): string {
  const one = line.replace(/\s*[\r\n]\s*/g, " ");
  return one.length > LONGEST ? `${one.slice(0, LONGEST)}… (${one.length} characters in all)` : one;
}
