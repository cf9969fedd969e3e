// Texts by chance in a preview's comment, read by a Markdown renderer as GitHub's page is: each shows as the text that it is.
import fc from "fast-check";
import { marked } from "marked";
import { expect, test } from "vitest";
import { z } from "zod";
import { block, code, words } from "../../infra/preview/render/escape";
import { table } from "../../infra/preview/render/pieces";
import { texts } from "../fuzz/chance";

const page = (markdown: string) => z.string().parse(marked.parse(markdown, { gfm: true }));

/** Names of the page's elements. */
const elements = (html: string) => [
  ...new Set([...html.matchAll(/<([a-z][a-z0-9]*)[^>]*>/gi)].map(([, name = ""]) => name.toLowerCase())),
];

const NAMED: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', amp: "&" };

/** What a reader sees. */
const shown = (html: string) =>
  html
    .replace(/<!-- -->/g, "")
    .replace(/<[^>]+>/g, "")
    .replace(/&(?:#(\d+)|(\w+));/g, (_, point, name) =>
      point ? String.fromCodePoint(Number(point)) : (NAMED[name] ?? ""),
    );

const plain = (text: string) => text.replace(/\s+/g, " ").trim();

/** As a file in UTF-8 has them. */
const inFiles = texts.map((text) => Buffer.from(text).toString().replaceAll("\0", "\ufffd"));

test("words and code in a cell are one cell with that text, without elements of their own", () => {
  fc.assert(
    fc.property(inFiles, inFiles, (one, other) => {
      const html = page(table(["what", "before", "after"], [[words(one), code(other), "end"]]).join("\n"));
      const cells = [...html.matchAll(/<td>([\s\S]*?)<\/td>/g)].map(([, cell = ""]) => cell);
      expect(cells.map((cell) => plain(shown(cell)))).toEqual([plain(one), plain(other), "end"]);
      expect(
        elements(html).filter((name) => !["table", "thead", "tbody", "tr", "th", "td", "code"].includes(name)),
      ).toEqual([]);
      // Mentions are made of the finished page, outside of code.
      expect(html.replace(/<code>[\s\S]*?<\/code>/g, "").replace(/&#64;<!-- -->/g, "")).not.toMatch(/(@|&#64;)\w/);
    }),
    { numRuns: 2_000, seed: 26 },
  );
});

test("words in a line are one paragraph with that text", () => {
  fc.assert(
    fc.property(inFiles, (text) => {
      const html = page(`Not compared: ${words(text)}.`);
      expect(plain(shown(html))).toBe(plain(`Not compared: ${text}.`));
      expect(elements(html).filter((name) => !["p"].includes(name))).toEqual([]);
    }),
    { numRuns: 2_000, seed: 26 },
  );
});

test("a block of code ends where it ends", () => {
  fc.assert(
    fc.property(fc.array(inFiles, { minLength: 1, maxLength: 3 }), (lines) => {
      const html = page([...block("diff", lines), "", "after"].join("\n"));
      expect(elements(html)).toEqual(["pre", "code", "p"]);
      expect(html.trimEnd().endsWith("<p>after</p>")).toBe(true);
    }),
    { numRuns: 2_000, seed: 26 },
  );
});
