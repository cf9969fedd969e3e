// A version of a program that is deployed stands in the table of versions, and nowhere else.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { VERSIONS } from "../components/versions";

/** A program's name, at most a few characters, and a version: `prom/prometheus:v3.5.0`, `grafana-13.2.0.linux`. */
const PINNED = new RegExp(
  `(?:${Object.keys(VERSIONS).join("|").replaceAll("_", "[-_]")})\\W{1,6}v?\\d+\\.\\d+\\.\\d+(?![.\\d])`,
);

/** The tables, examples, and what says with which version a recording was made. */
const ELSEWHERE = [
  /^components\/versions\.ts$/,
  /^components\/kubernetes\/charts\/charts\.ts$/,
  /^policies\//,
  /^components\/mixins\//,
];

const files = ["infra", "stacks", "components", "policies"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(ts|sh|ya?ml|json)$/.test(file))
    .map((file) => join(folder, file)),
);

test("every line of the program's own code is looked at", () => {
  expect(files.length).toBeGreaterThan(400);
  expect(PINNED.test('prometheus: "prom/prometheus:v3.5.0"')).toBe(true);
  expect(PINNED.test('node_exporter: { version: "1.9.1"')).toBe(false);
  expect(PINNED.test('"prom/node-exporter:v1.9.1"')).toBe(true);
  expect(PINNED.test('prometheus: "127.0.0.1:9090"')).toBe(false);
});

test.each(files.filter((file) => !ELSEWHERE.some((one) => one.test(file))))("%s pins no program", (file) => {
  const pinned = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => !/^\s*(\/\/|\*|\/\*)/.test(line))
    .filter((line) => PINNED.test(line) || /(?:version|release|minimum)\w*: "v?\d+\.\d+\.\d+"/i.test(line));
  expect(pinned).toEqual([]);
});
