// Every dashboard against Grafana's own schema package: its JSON is a literal of the type there, with no field too many and no
// value that the type has not.
import { join } from "node:path";
import ts from "typescript";
import { beforeAll, describe, expect, test } from "vitest";
import { everyDashboard } from "../../support/dashboards";

const options: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.Node20,
  moduleResolution: ts.ModuleResolutionKind.Node16,
  types: [],
};

/** What the compiler says of each JSON as a dashboard, by the names that they have here. */
function problemsOf(dashboards: ReadonlyMap<string, string>): string[] {
  const names = [...dashboards.keys()];
  const file = join(__dirname, "every-dashboard.ts");
  const literals = [...dashboards.values()].map((json, index) => `export const d${index}: Rendered = ${json.trim()};`);
  const source = ['import type { Rendered } from "./grafana-schema";', ...literals].join("\n");
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (path) => path === file || fileExists(path);
  host.getSourceFile = (path, version, ...rest) =>
    path === file ? ts.createSourceFile(path, source, version) : getSourceFile(path, version, ...rest);
  const program = ts.createProgram([file], options, host);
  const root = program.getSourceFile(file);
  return ts.getPreEmitDiagnostics(program, root).map(({ start = 0, messageText }) => {
    const index = root?.statements.findIndex(({ end }) => end > start) ?? 0;
    const excerpt = source.slice(start, start + 60).split("\n")[0];
    return `${names[index - 1]} at ${excerpt}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
  });
}

describe("Grafana's schema package", () => {
  let dashboards: Map<string, string>;
  beforeAll(async () => {
    dashboards = await everyDashboard();
  });

  test("types every dashboard", () => {
    expect(dashboards.size).toBeGreaterThan(150);
    // Most are the same in several environments.
    const each = new Map([...dashboards].map(([name, json]) => [json, name]));
    expect(problemsOf(new Map([...each].map(([json, name]) => [name, json])))).toEqual([]);
  }, 120_000);

  test("refuses what a dashboard, a panel, a query or a variable has not", () => {
    const wrong = WRONG.map(([what, from, to]): [string, string] => {
      const right = [...dashboards.values()].find((json) => json.includes(from)) ?? "";
      expect(right, what).not.toBe("");
      return [what, right.replace(from, to)];
    });
    const problems = problemsOf(new Map(wrong));
    for (const [what] of wrong)
      expect(problems.filter((problem) => problem.startsWith(what)).length, what).toBeGreaterThan(0);
  }, 60_000);
});

/** What is wrong, and the text that it stands in the place of. */
const WRONG = [
  ["a field that no dashboard has", '"editable"', '"editible"'],
  ["a panel of a kind that is not there", '"type": "stat"', '"type": "singlestat"'],
  ["an option of another kind of panel", '"graphMode"', '"showThresholdMarkers"'],
  ["an option with a value that it has not", '"graphMode": "none"', '"graphMode": "nothing"'],
  ["a text where a number belongs", '"schemaVersion": 42', '"schemaVersion": "42"'],
  ["a query with a field too many", '"legendFormat"', '"legend"'],
  ["a variable of a kind that is not there", '"type": "query"', '"type": "queries"'],
  ["a threshold without a colour", '"color": "text"', '"colour": "text"'],
  ["an annotation that says not where it is from", '"iconColor"', '"icon"'],
] as const;
