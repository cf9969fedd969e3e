// The sizing of docs/scale.md is what the forecast, the sizing and the price list say.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { sizingTable } from "../bench/scale/sizing";
import { asMarkdown } from "../bench/shared/table";

test("the table is the computed one", () => {
  const [, shown] = /<!-- sizing -->\n(.*?)\n<!-- end -->/s.exec(readFileSync("docs/scale.md", "utf8")) ?? [];
  expect(shown?.trim()).toBe(asMarkdown(sizingTable()).trim());
});
