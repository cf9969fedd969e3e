// How long a file may be, and how full a room.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test } from "vitest";

const MOST_LINES = 250;
const MOST_FILES = 15;

const HELD = ["components", "examples", "infra", "stacks", "policies", "docs", "package", "test"];

/** Files that are written by a program, or recorded from one. */
const MADE = /^test\/(golden|fixtures)\/|__snapshots__/;

const written = execFileSync("git", ["ls-files", "--", ...HELD], { encoding: "utf8" })
  .split("\n")
  .filter((file) => /\.(ts|css|sh|tmpl|md)$/.test(file) && !MADE.test(file));
const files = written.filter((file) => !file.endsWith(".md"));

const linesOf = (file: string) => readFileSync(file, "utf8").trimEnd().split("\n");

test(`a file of more than ${MOST_LINES} lines says in its first why`, () => {
  const long = files.filter((file) => linesOf(file).length > MOST_LINES);
  expect(long.filter((file) => !/\(long: .{10,}\)/.test(linesOf(file)[0] ?? ""))).toEqual([]);
});

test("a file that says why it is long is", () => {
  const reasoned = files.filter((file) => /\(long: /.test(linesOf(file)[0] ?? ""));
  expect(reasoned.filter((file) => linesOf(file).length <= MOST_LINES)).toEqual([]);
});

test("nothing waits by the wall clock, which somebody may set", () => {
  const waits = /deadline = Date\.now|Date\.now\(\) - start|Date\.now\(\) >=? ?(deadline|until)/;
  const code = files.filter((file) => /^(components|infra|stacks)\//.test(file));
  expect(code.filter((file) => waits.test(readFileSync(file, "utf8")))).toEqual([]);
});

test(`a room has at most ${MOST_FILES} files directly in it`, () => {
  const rooms = new Map<string, string[]>();
  for (const file of written) rooms.set(dirname(file), [...(rooms.get(dirname(file)) ?? []), file]);
  const full = [...rooms].filter(([, inside]) => inside.length > MOST_FILES);
  expect(full.map(([room]) => room)).toEqual([]);
});

test.each(["docs/how-it-works.md", "CONTRIBUTING.md"])("%s names files that are there", (page) => {
  const named = [...readFileSync(page, "utf8").matchAll(/`([\w.-]+\/[\w./-]+\.(?:ts|md|yml|json))`/g)].map(
    ([, file = ""]) => file,
  );
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((file) => !existsSync(file))).toEqual([]);
});
