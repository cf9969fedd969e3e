import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderMrkdwn } from "../../../../components/sample/inbox/slack/mrkdwn";
import { foreignMarkup, textOf } from "./markup";

const anchor = (href: string, label: string) =>
  `<a href="${href}" target="_blank" rel="noopener noreferrer">${label}</a>`;
const render = (text: string) => renderMrkdwn(text).markup;

describe("mrkdwn", () => {
  it.each([
    ["*bold* and _italic_ and ~gone~", "<b>bold</b> and <i>italic</i> and <s>gone</s>"],
    ["*bold _both_*", "<b>bold <i>both</i></b>"],
    ["`a*b*c`", "<code>a*b*c</code>"],
    ["```\nx < y\n```", "<pre>\nx &lt; y\n</pre>"],
    ["<https://example.com/a?b=1&amp;c=2|the *page*>", anchor("https://example.com/a?b=1&amp;c=2", "the *page*")],
    ["<https://example.com/>", anchor("https://example.com/", "https://example.com/")],
    ["see https://example.com/a_b_c.", `see ${anchor("https://example.com/a_b_c", "https://example.com/a_b_c")}.`],
    ["*<https://example.com/|x>*", `<b>${anchor("https://example.com/", "x")}</b>`],
    ["<!here> <@U012AB3CD> <#C012AB3CD|alerts>", "<b>@here</b> <b>@U012AB3CD</b> <b>#alerts</b>"],
    ["1 &lt; 2 &amp;&amp; 3 &gt; 2", "1 &lt; 2 &amp;&amp; 3 &gt; 2"],
    ["a * b * c, snake_case_name, 2*3*4", "a * b * c, snake_case_name, 2*3*4"],
  ])("%s is shown as Slack shows it", (text, markup) => {
    expect(render(text)).toBe(markup);
  });

  it.each([
    "javascript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    " javascript:x",
    "java\tscript:x",
    "//example.com",
  ])("makes no link to %s", (url) => {
    expect(render(`<${url}|press>`)).toBe("press");
    expect(render(`<${url}>`)).not.toContain("<a");
  });

  it("keeps a quote in an address inside the attribute", () => {
    expect(foreignMarkup(render('<https://example.com/"onclick="alert(1)|x>'))).toEqual([]);
  });

  const nasty = fc.constantFrom(
    "<script>",
    "</script>",
    "<",
    ">",
    "|",
    '"',
    "'",
    "&",
    "&lt;",
    "*",
    "_",
    "~",
    "`",
    "```",
    "\n",
    " ",
    "https://a/",
    "javascript:x",
    "a",
  );
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(nasty, { maxLength: 30 }).map((parts) => parts.join("")),
  );

  it("never lets a tag through", () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(foreignMarkup(render(value))).toEqual([]);
      }),
      { numRuns: 3000 },
    );
  });

  it("shows text without marks as it is", () => {
    const unmarked = fc.string({ unit: fc.constantFrom("a", "B", " ", '"', "'", ">", "&", ";", "é", "\n") });
    fc.assert(
      fc.property(unmarked, (value) => {
        fc.pre(!/&(amp|lt|gt);/.test(value));
        expect(textOf(render(value))).toBe(value);
      }),
    );
  });

  it("stays fast on hostile text", () => {
    const before = Date.now();
    for (const unit of ["*a ", "_", "`", "```", "<", "<a|", "~a", "https://", "https://a!!!!", "*_~`<"])
      render(unit.repeat(100_000));
    render(`https://${"!".repeat(1_000_000)}a`);
    expect(Date.now() - before).toBeLessThan(5000);
  });
});
