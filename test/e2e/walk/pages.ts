// What README and docs say: their commands, and the blocks that show what a command prints.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { commandLinesIn } from "../../docs/command-lines";

const PAGES = [
  "README.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  ...readdirSync("docs", { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md"))
    .map((path) => join("docs", path)),
];

export const COMMANDS = PAGES.flatMap((page) => commandLinesIn(page, readFileSync(page, "utf8")));

/** The words of a command, as a shell would take them. */
export function wordsOf(command: string): readonly string[] {
  const [found] = COMMANDS.filter(({ text }) => text === command);
  if (!found) throw new Error(`No page has the command: ${command}`);
  return found.words;
}

/** A block of a page, by what stands behind its three backticks; a page's first one with these words in it or above it. */
function blockAfter(page: string, kind: string, from: RegExp): string {
  const text = readFileSync(page, "utf8");
  const blocks = text.slice(text.search(from)).matchAll(/^```(\w*)\n(.*?)^```/gms);
  const [, , block] = [...blocks].find(([, of]) => of === kind) ?? [];
  if (block === undefined) throw new Error(`${page} has no block after ${from}`);
  return block;
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** The lines of a block: any space, any number but in an address, and anything for `…`. */
function patternsOf(block: string): RegExp[] {
  return block
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const numbers = line.includes("http://") ? escaped(line) : escaped(line).replace(/\d+(?:\\\.\d+)?/g, "[\\d.]+");
      return new RegExp(numbers.trim().replaceAll("…", ".*").replace(/ +/g, "\\s+"));
    });
}

/** What a page shows after a command. */
export const shownAfter = (page: string, command: string): RegExp[] =>
  patternsOf(blockAfter(page, "", new RegExp(`(?<=^.*${escaped(command)}\\n\`\`\`\\n)`, "m")));

const SERVICE = z.object({ config: z.object({ "tocsin:services": z.tuple([z.looseObject({ name: z.string() })]) }) });

/** The service that README adds, and what it shows where two words of it are wrong. */
export function addedService() {
  const section = /^## Add a service/m;
  const { config } = SERVICE.parse(parse(blockAfter("README.md", "yaml", section)));
  const { targets, ...rest } = config["tocsin:services"][0];
  return {
    service: { ...rest, targets },
    mistaken: { ...rest, tragets: targets, host: "this-machin" },
    errors: patternsOf(blockAfter("README.md", "", section)).map(
      // README adds the only service of its file; here it is the last one of several.
      ({ source }) => new RegExp(source.replace("services\\[[\\d.]+\\]", "services\\[\\d\\]")),
    ),
  };
}
