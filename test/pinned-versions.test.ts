// renovate.json5 knows every version that is pinned here.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { parseConfigFileTextToJson } from "typescript";
import { describe, expect, test } from "vitest";
import { z } from "zod";

const manager = z.object({
  description: z.string(),
  managerFilePatterns: z.array(z.string().regex(/^\/.+\/$/)),
  matchStrings: z.array(z.string()),
});

const text = readFileSync("renovate.json5", "utf8");
const { config, error } = parseConfigFileTextToJson("renovate.json5", text);
const { customManagers, enabledManagers } = z
  .object({ customManagers: z.array(manager), enabledManagers: z.array(z.string()) })
  .parse(config);

/** Text that people write, below these folders. */
const tracked = (...folders: string[]) =>
  execFileSync("git", ["ls-files", "--", ...folders], { encoding: "utf8" })
    .split("\n")
    .filter((file) => /\.(ts|ya?ml|sh|txt)$|^\.ci\/run$/.test(file));

const files = tracked(".ci", ".github", "components", "infra", "stacks", "test/cluster", "test/support/machine");

/** How a version is pinned: something that is downloaded, with the version it is to have. */
const PINS = [
  /\bversion: "\d+\.\d+\.\d+"/g,
  /^ {2}\w+: "\d+\.\d+\.\d+", \/\//gm,
  /\bmoduleVersion: "v\d+\.\d+\.\d+"/g,
  /\bcommunity\("[\w-]+", "\d+\.\d+\.\d+"\)/g,
  /"[\w.-]+(?:\/[\w.-]+)+:v?\d+\.\d+\.\d+[\w.-]*"/g,
  /[\w\]]==\d+\.\d+\.\d+/g,
  /go install \S+@v\d+\.\d+\.\d+/g,
  /\bKUBERNETES = "\d+\.\d+\.\d+"/g,
];

/** Versions that were looked at, not versions that are downloaded. */
const RECORDED = [/^components\/mixins\/\w+\/(metrics|normal)/, /^components\/sample\//];

/** Pins that follow others: the provider of the cluster's tests is that of package.json, the images of its charts the real charts'. */
const FOLLOWS = /^test\/cluster\/(?:build\/versions\.ts: version: |charts\/)/;

interface Span {
  from: number;
  to: number;
}

const spans = (content: string, pattern: RegExp): Span[] =>
  [...content.matchAll(new RegExp(pattern.source, "g"))].map(({ index, 0: found }) => ({
    from: index,
    to: index + found.length,
  }));

/** Where a manager finds a version in a file: just the value, which is what it would change. */
function managed(file: string, content: string): number[] {
  return customManagers
    .filter(({ managerFilePatterns }) => managerFilePatterns.some((one) => new RegExp(one.slice(1, -1)).test(file)))
    .flatMap(({ matchStrings }) => matchStrings)
    .flatMap((pattern) =>
      [...content.matchAll(new RegExp(pattern, "dg"))].flatMap(
        ({ indices }) => indices?.groups?.currentValue?.[0] ?? [],
      ),
    );
}

const pinned = files
  .filter((file) => !RECORDED.some((pattern) => pattern.test(file)))
  .flatMap((file) => {
    const content = readFileSync(file, "utf8");
    const known = managed(file, content);
    return PINS.flatMap((pattern) => spans(content, pattern)).map(({ from, to }) => ({
      pin: `${file}: ${content.slice(from, to)}`,
      known: known.filter((at) => at >= from && at < to).length,
    }));
  })
  .filter(({ pin }) => !FOLLOWS.test(pin));

describe("renovate.json5", () => {
  test("is what its reader takes", () => {
    expect(error).toBeUndefined();
    expect(enabledManagers).toEqual(["npm", "github-actions", "custom.regex"]);
  });

  test("knows every pinned version, once", () => {
    expect(pinned.length).toBeGreaterThan(15);
    expect(pinned.filter(({ known }) => known !== 1)).toEqual([]);
  });

  test.each(customManagers)(
    "has a manager that finds something: $description",
    ({ managerFilePatterns, matchStrings }) => {
      const own = files.filter((file) => managerFilePatterns.some((one) => new RegExp(one.slice(1, -1)).test(file)));
      const contents = own.map((file) => readFileSync(file, "utf8"));
      const idle = matchStrings.filter((pattern) => !contents.some((content) => new RegExp(pattern).test(content)));
      expect(idle).toEqual([]);
    },
  );
});

test("an action is pinned by its commit, with the version that Renovate reads beside it", () => {
  const uses = files
    .filter((file) => file.startsWith(".github/"))
    .flatMap((file) => [...readFileSync(file, "utf8").matchAll(/uses: (?!\.)(.+)/g)].map(([, action = ""]) => action));
  expect(uses.length).toBeGreaterThan(5);
  expect(uses.filter((action) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action))).toEqual([]);
});

/** A package with a version, as a quoted word or one of a command. */
const PYTHON_PIN = /["' ][\w-]+(?:\[[\w,]+\])?(?:==|~=|[<>]=?)\d+(?:\.\d+)*["' ]/g;

test("a Python package has its version from the one table of them", () => {
  expect("pip install 'moto[server,s3]==5.2.5' 'setuptools<81'".match(PYTHON_PIN)).toHaveLength(2);
  const others = tracked(".ci", ".github", "infra", "test").filter((file) => file !== "test/pinned-versions.test.ts");
  const pins = others.flatMap((file) => {
    const found: string[] = readFileSync(file, "utf8").match(PYTHON_PIN) ?? [];
    return found.map((pin) => `${file}: ${pin.trim()}`);
  });
  expect(pins).toEqual([]);
});
