// The packs work on any program: they know nothing of this one but how it reads PromQL, prints text and groups lists, which a bundle takes along.
import { readdirSync, readFileSync } from "node:fs";
import { join, normalize } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(__dirname, "../../policies");
const files = readdirSync(ROOT, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));

/** Shared with the program: they import nothing of it but each other. */
const SHARED = ["../components/promql", "../components/printable", "../components/error-text", "../components/grouped"];

const importsOf = (file: string) =>
  [...readFileSync(join(ROOT, file), "utf8").matchAll(/(?:from|import)\s*"([^"]*)"/g)].map(([, path = ""]) => path);

test("policies import nothing from the program but what they share with it", () => {
  const outside = files.filter((file) =>
    importsOf(file).some((path) => {
      const target = normalize(join(file, "..", path));
      return (
        path.startsWith(".") && target.startsWith("..") && !SHARED.some((room) => `${target}/`.startsWith(`${room}/`))
      );
    }),
  );
  expect(files.length).toBeGreaterThan(40);
  expect(outside).toEqual([]);
});

test("only engine/ needs Pulumi, so that lint starts without it", () => {
  const pulumi = files.filter((file) => importsOf(file).some((path) => path.startsWith("@pulumi/")));
  expect([...new Set(pulumi.map((file) => file.split("/")[0]))]).toEqual(["engine"]);
});
