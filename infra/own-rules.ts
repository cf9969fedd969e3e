// The rule files that the settings name: found, read and checked. Nothing is deployed where one is wrong.
import { readdir, readFile } from "node:fs/promises";
import { join, sep } from "node:path";
import { type OwnGroup, ownGroups, type Settings } from "../components/monitoring";

/** The groups of all rule files. Throws with every mistake: file, line, what. */
export async function readOwnRules({ rules }: Pick<Settings, "rules">, projectDir: string): Promise<OwnGroup[]> {
  const tests = await filesOf(rules.tests, "rules.tests", projectDir);
  // `rules/*.yml` names the tests beside the rules as well.
  const files = (await filesOf(rules.files, "rules.files", projectDir)).filter((file) => !tests.includes(file));
  const read = await Promise.all(
    files.map(async (file) => ownGroups(file, await readFile(join(projectDir, file), "utf8"))),
  );
  const problems = read.flatMap((one) => one.problems);
  if (problems.length > 0) {
    const lines = problems.map(({ file, line, message }) => `  ${file}:${line}: ${message}`);
    throw new Error([`The rule files have errors; nothing is deployed.`, ...lines].join("\n"));
  }
  return read.flatMap((one) => one.groups);
}

/** The files that patterns name, relative to the project. Throws where a pattern names none. */
export async function filesOf(patterns: readonly string[], setting: string, projectDir: string): Promise<string[]> {
  const found = await Promise.all(patterns.map((pattern) => matching(pattern, projectDir)));
  found.forEach((files, index) => {
    if (files.length > 0) return;
    throw new Error(
      `${setting}[${index}]: found no file that matches "${patterns[index]}" in ${projectDir}; give the path of a rule file`,
    );
  });
  return [...new Set(found.flat())].sort();
}

async function matching(pattern: string, projectDir: string): Promise<string[]> {
  const folder = pattern
    .split("/")
    .slice(
      0,
      pattern.split("/").findIndex((part) => part.includes("*")),
    )
    .join("/");
  if (!pattern.includes("*")) {
    const names = await readdir(join(projectDir, pattern, "..")).catch((): string[] => []);
    return names.includes(pattern.split("/").at(-1) ?? "") ? [pattern] : [];
  }
  const names = await readdir(join(projectDir, folder), { recursive: true }).catch((): string[] => []);
  const paths = names.map((name) => [folder, name.split(sep).join("/")].filter(Boolean).join("/"));
  return paths.filter((path) => !path.includes("node_modules/") && regexOf(pattern).test(path));
}

/** `*` stands for any part of a name, `**` for any folders. */
const regexOf = (pattern: string) =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("**/", "\u0000")
      .replaceAll("*", "[^/]*")
      .replaceAll("\u0000", "(.*/)?")}$`,
  );
