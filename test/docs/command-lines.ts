// The command lines of the docs: every line of a shell block, as words.

export interface CommandLine {
  page: string;
  /** As it is written, without its comment. */
  text: string;
  words: readonly string[];
}

const BLOCK = /^[ \t]*```(?:sh|bash|shell|console)[^\n]*\n(.*?)^[ \t]*```/gms;

/** A word in quotes or without; an operator between commands; a comment to the end of the line. */
const WORD = /(&&|\|\||[|;])|(#.*)|((?:"(?:[^"\\]|\\.)*"|'[^']*'|\$\([^)]*\)|[^\s|;&"'])+)/g;

const unquoted = (word: string) => (/^(["']).*\1$/.test(word) ? word.slice(1, -1) : word);

/** The commands in the shell blocks of a page, those behind `&&` and `|` apart. */
export function commandLinesIn(page: string, text: string): CommandLine[] {
  return [...text.matchAll(BLOCK)].flatMap(([, block = ""]) =>
    block
      .replaceAll(/\\\n/g, " ")
      .split("\n")
      .flatMap((line) => commandsIn(line.trim().replace(/^\$ /, "")))
      .map((words) => ({ page, text: words.join(" "), words })),
  );
}

function commandsIn(line: string): string[][] {
  const commands: string[][] = [[]];
  for (const [, operator, comment, word] of line.matchAll(WORD)) {
    if (comment !== undefined) break;
    if (operator !== undefined) commands.push([]);
    else if (word !== undefined) commands.at(-1)?.push(unquoted(word));
  }
  return commands.filter((words) => words.length > 0);
}

/** What the pages name of others: their programs, and words of the shell. */
export const OTHERS_PROGRAMS = [
  "aws",
  "base64",
  "curl",
  "docker",
  "do",
  "done",
  "export",
  "for",
  "k3d",
  "kubectl",
  "pulumi",
  "thanos",
];
