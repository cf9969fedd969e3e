// The docs: generated references are up to date, every page is reachable, links resolve, and commands exist.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, normalize } from "node:path";
import execa from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ownMixins } from "../../components/mixins";
import { SHIPPED_MIXINS } from "../../components/mixins/table";
import { mixinsInUse } from "../../components/monitoring";
import { settingsJson } from "../../docs/generator/schema";
import { cli } from "../../infra/cli";
import { scripts } from "../../package.json";
import { everyMixin, settings } from "../support/environment";

const PAGES = readdirSync("docs", { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".md"))
  .map((path) => join("docs", path));

const read = (path: string) => readFileSync(path, "utf8");

const withoutBlocks = (text: string) => text.replaceAll(/^ *```.*?^ *```/gms, "");

const linksOf = (path: string) =>
  [...withoutBlocks(read(path)).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = ""]) => {
    const [file = "", anchor] = link.split("#");
    return link.includes(":")
      ? []
      : [{ link, file: file === "" ? path : normalize(join(dirname(path), file)), anchor }];
  });

const anchorsOf = (path: string) =>
  [...withoutBlocks(read(path)).matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, "")
      .replaceAll(" ", "-"),
  );

describe("what is generated", () => {
  const fresh = mkdtempSync(join(tmpdir(), "docs-"));
  // In a process of its own, which has no mixins but Tocsin's.
  beforeAll(() => execa(process.execPath, ["--import", "tsx", join("docs", "generator", "main.ts"), fresh]), 60_000);
  afterAll(() => rmSync(fresh, { recursive: true }));

  test.each([
    "docs/reference/settings.md",
    "docs/reference/alerts.md",
    "docs/reference/policies.md",
    "docs/reference/commands.md",
    "tocsin.schema.json",
  ])("%s is up to date; else run: npm run docs", (path) => {
    expect(read(path)).toBe(read(join(fresh, path)));
  });

  test("is no more than that", () => {
    expect(readdirSync(fresh, { recursive: true, withFileTypes: true }).filter((file) => file.isFile())).toHaveLength(
      8,
    );
  });
});

describe("the schema that editors use", () => {
  const { properties } = JSON.parse(read("tocsin.schema.json")).properties.config;
  const services: { properties: Record<string, { const?: string; pattern?: string; not?: { enum: string[] } }> }[] =
    properties["tocsin:services"].items.oneOf;

  test("knows the options of each of Tocsin's mixins, and takes any of the project's own", () => {
    const mixins = services.map(({ properties }) => properties.mixin);
    expect(mixins.slice(0, -1).map((mixin) => mixin?.const)).toEqual(Object.keys(SHIPPED_MIXINS));
    const own = mixins.at(-1);
    const takes = (name: string) => new RegExp(own?.pattern ?? "").test(name) && !own?.not?.enum.includes(name);
    expect(["nginx", "threads", "redis", "Nginx!"].map(takes)).toEqual([true, true, false, false]);
    expect(services.at(-1)?.properties.targets).toEqual(services[0]?.properties.targets);
    expect(services[0]?.properties.extraMixins).toMatchObject({
      items: { anyOf: [{ enum: Object.keys(SHIPPED_MIXINS) }, { pattern: own?.pattern }] },
    });
  });
});

test.each(Object.entries(settingsJson()))("the setting %s says what it is for", (_, schema) => {
  expect(schema).toMatchObject({ description: expect.stringMatching(/\.$/) });
});

test("every alert of every mixin is in the reference, those of objectives included", () => {
  const reference = read("docs/reference/alerts.md");
  const own = (ownMixins()?.brought ?? []).map(({ name }) => name);
  const all = [...mixinsInUse(everyMixin()), ...mixinsInUse(settings())]
    .filter(({ name }) => !own.includes(name))
    .flatMap(({ alerts }) => alerts);
  expect(all.length).toBeGreaterThan(100);
  expect(all.map(({ name }) => name).filter((name) => !reference.includes(`| ${name} |`))).toEqual([]);
});

test("every page is reachable from README", () => {
  const seen = new Set(["README.md"]);
  for (const page of seen) for (const { file } of linksOf(page)) if (file.endsWith(".md")) seen.add(file);
  expect(PAGES.filter((page) => !seen.has(page))).toEqual([]);
});

describe.each(["README.md", ...PAGES])("%s", (page) => {
  test("has links that resolve", () => {
    const broken = linksOf(page).filter(
      ({ file, anchor }) => !existsSync(file) || (anchor !== undefined && !anchorsOf(file).includes(anchor)),
    );
    expect(broken).toEqual([]);
  });

  test("names commands and options that exist", () => {
    const wrong = [...read(page).matchAll(/npm run ([\w:-]+)([^\n`#]*)/g)].filter(([, name = "", rest = ""]) => {
      if (!Object.keys(scripts).includes(name)) return true;
      const command = cli.commands.find((each) => each.name() === name);
      if (!command || name === "pulumi") return false;
      const flags = [...rest.matchAll(/ (--[a-z-]+)/g)].map(([, flag]) => flag);
      return flags.some((flag) => !command.options.some(({ long }) => long === flag));
    });
    expect(wrong.map(([line]) => line)).toEqual([]);
  });

  test("names commands and options of the package that exist", () => {
    const wrong = [...read(page).matchAll(/npx tocsin ([\w-]+)(?: (mixin))?([^\n`#|]*)/g)].filter(
      ([, name = "", part, rest = ""]) => {
        const outer = cli.commands.find((each) => each.name() === name);
        const command = outer?.commands.find((each) => each.name() === part) ?? outer;
        if (!command) return true;
        const flags = [...rest.matchAll(/ (--[a-z-]+)/g)].map(([, flag]) => flag);
        return flags.some((flag) => !command.options.some(({ long }) => long === flag));
      },
    );
    expect(wrong.map(([line]) => line)).toEqual([]);
  });
});
