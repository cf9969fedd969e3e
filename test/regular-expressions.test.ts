// No regular expression of ours backtracks for ever, nor with the square of a text's length, on any text that it is given.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { analyse } from "scslre";
import ts from "typescript";
import { expect, test } from "vitest";

const FOLDERS = ["components", "infra", "stacks", "policies", "package", "examples", "docs"];

/**
 * What reads whole files of others. An expression there must also be found in time where it begins at each of a text's characters;
 * elsewhere texts are names and settings, which are short.
 */
const READS_FILES = /^(policies|infra\/exposition|components\/promql)\//;

/** Expressions that may begin anywhere, with the reason why that costs nothing. */
const SHORT: Readonly<Record<string, string>> = {
  "components/promql/regex.ts": "a class that does not end is taken to the text's end, at once",
  "components/promql/types.ts": "a message of ours",
  "policies/prove/series/labels.ts": "the pattern of one matcher",
  "policies/prove/take.ts": "what promtool prints of series that we made up",
};

interface Found {
  at: string;
  expression: string;
  how: string;
}

const sources = FOLDERS.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(folder, file)),
);

function* literalsOf(file: string): Generator<{ at: string; source: string; flags: string }> {
  const tree = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  const nodes: ts.Node[] = [tree];
  for (let node = nodes.pop(); node; node = nodes.pop()) {
    ts.forEachChild(node, (child) => void nodes.push(child));
    if (!ts.isRegularExpressionLiteral(node)) continue;
    const end = node.text.lastIndexOf("/");
    const line = tree.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    yield { at: `${file}:${line}`, source: node.text.slice(1, end), flags: node.text.slice(end + 1) };
  }
}

/** How an expression takes more than linear time. */
function slow(source: string, flags: string, { anywhere }: { anywhere: boolean }): string[] {
  const { reports } = analyse({ source, flags }, { reportTypes: { Move: anywhere } });
  return reports.map(({ type, exponential }) => `${type}${exponential ? ", exponential" : ""}`);
}

test("takes linear time", { timeout: 120_000 }, () => {
  const found = sources.flatMap((file): Found[] =>
    [...literalsOf(file)].flatMap(({ at, source, flags }) =>
      slow(source, flags, { anywhere: READS_FILES.test(file) && !(file in SHORT) }).map((how) => ({
        at,
        expression: source,
        how,
      })),
    ),
  );
  expect(found).toEqual([]);
});

test.each([
  ["exponential", "^(a+)+$", "Self, exponential"],
  ["two repetitions that share a character", String.raw`^\s*x:\s*(.*?)\s*$`, "Trade"],
  ["one that begins anywhere", String.raw`\w+=`, "Move"],
])("finds one that does not: %s", (_, source, how) => {
  expect(slow(source, "", { anywhere: true })).toContain(how);
});
