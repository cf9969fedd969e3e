// What a kind of receiver is stands in its own file: nothing else reads its settings or asks which one it is.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { KIND_NAMES } from "../components/monitoring/receivers";

const sources = ["components", "infra", "stacks"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(folder, file))
    .filter((file) => !file.startsWith("components/monitoring/receivers/") && !file.startsWith("components/mixins/")),
);

test("nothing else reads a kind's settings, or a receiver's value of one kind", () => {
  expect(KIND_NAMES.length).toBeGreaterThan(5);
  const kinds = [...KIND_NAMES, "smtp"].join("|");
  const reads = new RegExp(
    `\\b(?:notifications|receiver|to|also)\\??\\.(?:${kinds})\\b(?![^\`"]*(?:is not set|give ))`,
  );
  const named = sources.flatMap((file) =>
    readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => !/^\s*(\/\/|\*|\/\*\*)/.test(line) && reads.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  );
  // Whoever is to be sent something is told by a sentence which setting that is.
  expect(named.filter((line) => !line.startsWith("infra/deployment/warnings.ts"))).toEqual([]);
});
