// Every command line in the docs is one that works: it is parsed by the command itself, and the cheap ones are run.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Command } from "commander";
import execa from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { messageOf } from "../../components/error-text";
import { cli } from "../../infra/cli";
import { scripts } from "../../package.json";
import { commandLinesIn, OTHERS_PROGRAMS } from "./command-lines";

/** Of npm itself. */
const OF_NPM = ["ci", "init", "install", "test"];

/** Folders of this repository: what begins with one of them is there. */
const OWN = /^(?:test|docs|components|infra|policies|stacks|package)\//;

const PAGES = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "docs", "policies/README.md"];
const pages = () => {
  const inDocs = readdirSync("docs", { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".md"));
  return [...PAGES.filter((page) => page !== "docs"), ...inDocs.map((file) => join("docs", file))];
};
const all = pages().flatMap((page) => commandLinesIn(page, readFileSync(page, "utf8")));

/** Environments that a line before it makes, by page; `kind` is made in a line of text. */
const made = (page: string) =>
  all.flatMap((line) => {
    const at = line.words.indexOf("new");
    return line.page === page && at >= 0 ? [line.words[line.words[at + 1] === "--" ? at + 2 : at + 1] ?? ""] : [];
  });

/** What is wrong with the words given to one of the tool's commands. */
function problemsOf(command: Command, words: readonly string[], page: string): string[] {
  const [first = ""] = words;
  const inner = command.commands.find((each) => each.name() === first);
  if (inner) return problemsOf(inner, words.slice(1), page);
  command.exitOverride().configureOutput({ writeErr: () => undefined });
  try {
    const { operands, unknown } = command.parseOptions([...words]);
    const known = command.registeredArguments;
    const most = known.at(-1)?.variadic ? Number.POSITIVE_INFINITY : known.length;
    const least = known.filter(({ required }) => required).length;
    return [
      ...unknown.map((word) => `${command.name()} does not know ${word}`),
      ...(operands.length > most ? [`${command.name()} takes ${most} words, found ${operands.join(" ")}`] : []),
      ...(operands.length < least ? [`${command.name()} needs ${known.map((one) => one.name()).join(" ")}`] : []),
      ...operands.filter((operand, i) => known[i]?.name() === "environment" && !isEnvironment(operand, page)),
    ];
  } catch (error) {
    return [messageOf(error)];
  }
}

const isEnvironment = (name: string, page: string) =>
  existsSync(`Pulumi.${name}.yaml`) || made(page).includes(name) || name === "kind";

function problems(words: readonly string[], page: string): string[] {
  const [tool = "", second = "", ...rest] = words.filter((word) => !/^[A-Z_]+=/.test(word));
  const missing = words.filter((word) => OWN.test(word) && !existsSync(word)).map((word) => `${word} does not exist`);
  if (tool === "npm" && second === "run") {
    const [script = "", separator, ...args] = rest;
    if (!(script in scripts)) return [`package.json has no script ${script}`];
    if (separator !== undefined && separator !== "--") return [`"--" is missing before ${separator}`];
    const command = cli.commands.find((each) => each.name() === script);
    // Pulumi's own words are Pulumi's.
    return [...missing, ...(command && script !== "pulumi" ? problemsOf(command, args, page) : [])];
  }
  if (tool === "npm") return OF_NPM.includes(second) ? missing : [`npm has no ${second}`];
  if (tool === "npx" && second === "tocsin") return problemsOf(cli, rest, page);
  if (tool === "npx" && second === "vitest") return missing;
  return OTHERS_PROGRAMS.includes(tool) ? missing : [`${tool} is not known here`];
}

test("the docs have command lines", () => {
  expect(all.length).toBeGreaterThan(60);
  expect(new Set(all.map(({ page }) => page)).size).toBeGreaterThan(10);
});

test.each(all.map((line) => [line.page, line.text, line] as const))("%s: %s", (page, _, { words }) => {
  expect(problems(words, page)).toEqual([]);
});

describe("a line that does not work is found:", () => {
  test.each([
    ["npm run previw -- dev"],
    ["npm run preview dev"],
    ["npm run preview -- dev --offlin"],
    ["npm run preview -- nowhere"],
    ["npm run silence -- --for"],
    ["npm run up -- dev prod"],
    ["npm run new"],
    ["npx tocsin nw mixin nginx"],
    ["npx tocsin new mixin nginx --form x"],
    ["npx vitest run test/scenario"],
    ["npm strat"],
    ["tocsin up"],
  ])("%s", (line) => {
    expect(
      commandLinesIn("a.md", `\`\`\`sh\n${line} # why\n\`\`\``).flatMap(({ words }) => problems(words, "a.md")),
    ).not.toEqual([]);
  });
});

describe("what is cheap is run", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "tocsin docs-"));
    const own = (await readdir(".")).filter((file) => /^Pulumi\..*yaml$|^Pulumi\.yaml$/.test(file));
    await Promise.all(own.map((file) => cp(file, join(folder, file))));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test("every command says how it is used", () => {
    const helps = cli.commands.map((command) => command.helpInformation());
    expect(helps.length).toBeGreaterThan(15);
    for (const help of helps) expect(help).toMatch(/^Usage: .+\n\n[a-z]/);
  });

  const rendering = all.filter(
    ({ words }) => words.includes("render") || words.slice(0, 3).join(" ") === "npm run new",
  );
  test.each(rendering.map(({ page, text, words }) => [page, text, words] as const))(
    "%s: %s",
    async (_, __, words) => {
      const args = words
        .slice(words.indexOf("run") + 1)
        .filter((word) => word !== "--")
        .map((word, i, given) => (given[i - 1] === "--out" ? join(folder, word) : word));
      const { exitCode, all: said } = await execa(
        process.execPath,
        ["--import", pathToFileURL(require.resolve("tsx")).href, resolve("infra/main.ts"), ...args],
        { cwd: args[0] === "new" ? folder : ".", all: true, reject: false },
      );
      expect(said).not.toMatch(/error|unknown/i);
      expect(exitCode).toBe(0);
    },
    120_000,
  );
});
