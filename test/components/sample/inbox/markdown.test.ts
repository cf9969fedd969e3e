import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderMarkdown } from "../../../../components/pages/markdown";
import { MOST_LEVELS } from "../../../../components/pages/tokenizer";
import { foreignMarkup } from "./markup";

const render = (source: string) => renderMarkdown(source).markup;

describe("a runbook's Markdown", () => {
  it.each([
    ["## HostDiskWillFillIn4Hours", '<h2 id="hostdiskwillfillin4hours">'],
    ["## First checks", '<h2 id="first-checks">'],
    ["# What's `up` & why?", '<h1 id="whats-up--why">'],
    ["### snake_case: *all*", '<h3 id="snake_case-all">'],
    ["## Über uns", '<h2 id="über-uns">'],
  ])("%s gets GitHub's anchor", (source, heading) => {
    expect(render(source)).toContain(heading);
  });

  it("numbers repeated anchors", () => {
    const ids = [...render("## Impact\n\n## Impact\n\n## Impact\n").matchAll(/id="([^"]*)"/g)].map(([, id]) => id);
    expect(ids).toEqual(["impact", "impact-1", "impact-2"]);
  });

  it("shows raw HTML as text", () => {
    const markup = render("before <b onclick=alert(1)>x</b>\n\n<script>alert(1)</script>\n\n# <img src=x>\n");
    expect(foreignMarkup(markup)).toEqual([]);
    expect(markup).toContain("&lt;script&gt;");
  });

  it("links to http, https, anchors and neighbouring runbooks, and to nothing else", () => {
    expect(render("[a](https://example.com/)")).toContain('<a href="https://example.com/">a</a>');
    expect(render("[a](#impact)")).toContain('<a href="#impact">a</a>');
    expect(render("[a](../redis/runbook.md#redisdown)")).toContain('<a href="/runbooks/redis#redisdown">a</a>');
    expect(render("[a](javascript:alert(1)) [b](data:x) [c](../../etc/passwd)")).not.toContain("<a");
  });

  it("loads no image, but links to it", () => {
    expect(render("![graph](https://example.com/x.png)")).toContain(
      '<a href="https://example.com/x.png">[image: graph]</a>',
    );
    expect(render('![x"><script>](javascript:x)')).not.toMatch(/<(img|script)/);
  });

  // Most exceeded the stack; the last took half a minute.
  it.each([
    ["quotes", ">".repeat(20_000)],
    ["quotes with a line that goes on", `${"> ".repeat(10_000)}a\nb`],
    ["lists", "- ".repeat(10_000)],
    ["numbered lists", "1. ".repeat(6_000)],
    ["quotes in lists", "> - ".repeat(5_000)],
    ["emphasis", "*a ".repeat(3_000) + "a* ".repeat(3_000)],
    ["two kinds of emphasis", "*a _b ".repeat(1_500) + "b_ a*".repeat(1_500)],
    ["strong emphasis", `${"_".repeat(10_000)}a${"_".repeat(10_000)}`],
    ["deleted text", "~~a ~b ".repeat(1_500) + "b~ a~~ ".repeat(1_500)],
    ["labels of links", `${"[".repeat(6_000)}a${"](b)".repeat(3_000)}`],
    ["quotes, each line one level less", Array.from({ length: 60 }, (_, i) => `${">".repeat(60 - i)} a`).join("\n")],
  ])("of %s within one another shows the first levels, and the rest as text, within 2 s", (_, source) => {
    const before = process.cpuUsage();
    const markup = render(source);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(2);
    // Quotes and lists, and within them emphasis and links.
    expect(depthOf(markup)).toBeLessThanOrEqual(2 * MOST_LEVELS);
    expect(foreignMarkup(markup)).toEqual([]);
  });

  it("still shows a quote in a list in a quote", () => {
    expect(render("> - > **a *b***").replace(/\n/g, "")).toBe(
      "<blockquote><ul><li><blockquote><p><strong>a <em>b</em></strong></p></blockquote></li></ul></blockquote>",
    );
  });

  it("never lets a foreign tag through", () => {
    const piece = fc.constantFrom(
      "<script>",
      "<",
      ">",
      '"',
      "[",
      "](",
      ")",
      "!",
      "`",
      "# ",
      "\n",
      "javascript:",
      "https://a",
      "&lt;",
      "&#60;",
      "\\",
      "x",
      " ",
      "<a ",
      "-->",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (parts) => {
        expect(foreignMarkup(withoutOwn(render(parts.join(""))))).toEqual([]);
      }),
      {
        numRuns: 2000,
      },
    );
  });
});

/** A fenced block's language is a class that marked writes, escaped. */
function withoutOwn(markup: string): string {
  return markup.replace(/<code class="language-[^"<>]*">/g, "<code>");
}

/** How many elements that hold levels are open at once. */
function depthOf(markup: string): number {
  let [depth, deepest] = [0, 0];
  for (const [, end] of markup.matchAll(/<(\/?)(?:blockquote|ul|ol|em|strong|del|a)\b/g)) {
    depth += end ? -1 : 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
