// The field's words: each entry of the table finds what it is for, and nothing written here has any.
import { describe, expect, test } from "vitest";
import { allProseProblems, proseProblems, writtenFiles } from "../prose/check";
import { TERMS } from "../prose/terms";

describe.each(TERMS.map((term) => [term.write, term] as const))("%s", (write, { bad, good }) => {
  test("is asked for where it is said otherwise", () => {
    expect(proseProblems("docs/some.md", `First.\n${bad}`)).toEqual([
      expect.stringMatching(/^docs\/some\.md:2: found ".+"; write: /),
    ]);
    expect(proseProblems("docs/some.md", bad)[0]).toContain(write);
  });

  test("is not asked for where it is said well", () => {
    expect(proseProblems("docs/some.md", good)).toEqual([]);
  });
});

test("docs, messages, runbooks and code are looked at", () => {
  expect(writtenFiles()).toEqual(
    expect.arrayContaining([
      "README.md",
      "infra/commands/up.ts",
      "components/mixins/redis/runbook.md",
      "docs/how-it-works.md",
    ]),
  );
});

test("nothing written here uses them", () => {
  expect(allProseProblems()).toEqual([]);
});
