// The pages for whoever brings something of their own, and where each of their commands is run.
import { readFileSync } from "node:fs";
import { join } from "node:path";

export const OWN_PAGES = [
  ...["package", "own-rules", "own-mixins", "namings", "scrape-intervals", "exporter-upgrades"],
  "overrides",
] as const;

const DOCS = join(__dirname, "..", "..", "docs", "bring-your-own");

/** What a command on these pages begins with; other text in code is none. */
const PROGRAMS = /^(?:npx|npm|pulumi|promtool|gh|git|curl) \S/;

/** The commands of a page as they are written, those in its sentences included. */
export function commandsOn(page: string): string[] {
  const text = readFileSync(join(DOCS, `${page}.md`), "utf8");
  const blocks = [...text.matchAll(/^```(?:bash|sh|shell|console)\n(.*?)^```/gms)].flatMap(([, block = ""]) =>
    block.trim().split("\n"),
  );
  const inline = [...text.replaceAll(/^```.*?^```/gms, "").matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);
  return [...blocks, ...inline.filter((code) => PROGRAMS.test(code))].map((command) => command.trim());
}

/** As it is typed where the package is installed, in the environment `local`: `npm run` is this repository's. */
export const typedByUsers = (command: string) =>
  command.replace(/^npm run ([\w-]+)(?: --)?/, "npx tocsin $1").replace(/ ENV\b/, " local");

/** Runs the commands of the package as a user types them, in a folder outside this repository. */
export const OF_THE_PACKAGE = "test/e2e/package/package.test.ts";

/** Who runs the others: tests, each deployment, each release. */
export const RUN_BY: Readonly<Record<string, string>> = {
  "pulumi package add ./node_modules/tocsin/dist/package/component/pulumi-resource-tocsin": "test/package/yaml.test.ts",
  "promtool check rules": "infra/deployment/promtool-checks.ts",
  "gh attestation verify FILE --repo OWNER/REPOSITORY": ".github/workflows/release.yml",
};

/** What runs a command; undefined where nothing does. */
export const runnerOf = (command: string): string | undefined =>
  RUN_BY[command] ?? (/^(?:npx tocsin|npm run|npm init|npm install) ?/.test(command) ? OF_THE_PACKAGE : undefined);
