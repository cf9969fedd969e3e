// promtool's unit tests of rules, in a folder of their own.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";

/** Go's collector at a fifth of its usual rate: a third less time, for some 300 MB of scenarios and up to 1 GB of a week. */
export const COLLECT_RARELY = { GOGC: "400" };

/** Files by name: the rules that the tests name, and the tests. */
interface RuleTests {
  rules: Readonly<Record<string, string>>;
  tests: Readonly<Record<string, string>>;
}

/** Runs the tests, and returns what promtool prints; the code is not 0 where one fails or the rules are refused. */
export async function testRules(promtool: string, { rules, tests }: RuleTests) {
  const folder = await mkdtemp(join(tmpdir(), "tocsin-rules-"));
  try {
    for (const [name, text] of Object.entries({ ...rules, ...tests })) await writeFile(join(folder, name), text);
    const options = { cwd: folder, reject: false, all: true, env: COLLECT_RARELY } as const;
    const { exitCode, all = "" } = await execa(promtool, ["test", "rules", ...Object.keys(tests)], options);
    return { exitCode, output: all };
  } finally {
    await rm(folder, { recursive: true });
  }
}
