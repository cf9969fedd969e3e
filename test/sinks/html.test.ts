// Hostile texts in the pages that people open, as Chromium reads them: nothing of a text runs, and none of it is an element.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { renderMarkdown } from "../../components/pages/markdown";
import { messageStyle, renderMessage } from "../../components/sample/inbox/slack/message-view";
import { renderMrkdwn } from "../../components/sample/inbox/slack/mrkdwn";
import { slackPayload } from "../../components/sample/inbox/slack/slack-payload";
import { dashboardPage } from "../../infra/dashboards/html/dashboard-page";
import { chromium } from "../../infra/dashboards/pictures";
import { texts } from "../fuzz/chance";
import { programsOrSkip } from "../support/machine/programs";

/** Each tries to set `pwned`, or to be an element of its own kind. */
const ATTACKS = [
  "<img src=x onerror=pwned=1>",
  "<script>pwned=1</script>",
  '"><svg onload=pwned=1>',
  "'><x-pwned>",
  '" onmouseover="pwned=1" autofocus onfocus="pwned=1',
  "</title></style></textarea></script><script>pwned=1</script>",
  "<!--<script>pwned=1</script>-->",
  "javascript:pwned=1",
  "[a](javascript:pwned=1)",
  "[a](<data:text/html,<script>pwned=1</script>>)",
  '![a](x"onerror="pwned=1)',
  "<javascript:pwned=1|a>",
  '<https://a.example/"onclick="pwned=1|a>',
  '```html"onclick="pwned=1\n<x-pwned>\n```',
  "&lt;x-pwned&gt;&#60;x-pwned&#62;",
  "<x-pwned\n",
  "{color:red}</style><x-pwned>",
];
const hostile = fc
  .array(fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...ATTACKS) }, { weight: 1, arbitrary: texts }), {
    minLength: 1,
    maxLength: 3,
  })
  // A file is in UTF-8, which has no half of a pair.
  .map((parts) => Buffer.from(parts.join("").slice(0, 500)).toString());
const sample = (count: number) => [...ATTACKS, ...fc.sample(hostile, { numRuns: count, seed: 26 })];

/** Has its own script find what a text made of the page. `#a` and addresses of the web are links. */
const PROBE = `<script>addEventListener("load", () => setTimeout(() => {
  const all = [...document.querySelectorAll("body *")].filter((one) => one !== document.currentScript);
  const bad = all.filter((one) => one.tagName.toLowerCase() === "x-pwned" || one.matches("img[src=x], svg[onload], base, form, iframe, object, embed") ||
    [...one.attributes].some(({ name, value }) => /^on/i.test(name) || (/^(href|src|action)$/i.test(name) && !/^(https?:|#|\\/|[\\w.-]+$|mailto:)/i.test(value))));
  const said = { pwned: typeof pwned !== "undefined", elements: all.length, bad: bad.map((one) => one.outerHTML.slice(0, 300)) };
  document.body.innerHTML = "";
  document.body.dataset.told = encodeURIComponent(JSON.stringify(said));
}, 200))</script>`;

const seen = z.object({ pwned: z.boolean(), elements: z.number(), bad: z.array(z.string()) });

const folder = mkdtempSync(join(tmpdir(), "tocsin-html-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function opened(name: string, page: string) {
  const path = join(folder, name);
  writeFileSync(path, `${page}${PROBE}`);
  const dom = await chromium(["--virtual-time-budget=5000", "--dump-dom", pathToFileURL(path).href]);
  return seen.parse(
    JSON.parse(decodeURIComponent(/ data-told="([^"]*)"/.exec(dom)?.[1] ?? "%22the page told nothing%22")),
  );
}

const page = (pieces: readonly string[]) =>
  `<!doctype html><meta charset="utf-8"><body>${pieces.map((piece) => `<section>${piece}</section>`).join("\n")}`;

describe.skipIf(!programsOrSkip("chromium"))(
  "a browser runs nothing and finds no foreign element",
  { timeout: 120_000 },
  () => {
    test("in what would be one, which it finds", async () => {
      const { pwned, bad } = await opened(
        "attacked.html",
        page([...ATTACKS.slice(0, 4), '<a href="javascript:pwned=1">a</a>']),
      );
      expect(pwned).toBe(true);
      expect(bad.join()).toMatch(/x-pwned.*javascript:/s);
    });

    test("in runbooks and Slack's texts", async () => {
      const pieces = sample(1_000).flatMap((text) => [renderMarkdown(text).markup, renderMrkdwn(text).markup]);
      const { pwned, bad, elements } = await opened("texts.html", page(pieces));
      expect({ pwned, bad }).toEqual({ pwned: false, bad: [] });
      expect(elements).toBeGreaterThan(2_000);
    });

    test("in messages of the inbox", async () => {
      const messages = sample(300)
        .map((any, index) => any || `${index}`)
        .map((text, index) => ({
          ...{ id: `${index}`, receivedAt: "2026-01-01T00:00:00.000Z", channel: text, username: text },
          payload: slackPayload.parse({
            text,
            attachments: [
              {
                ...{ color: "danger", title: text, text, title_link: "https://example.com" },
                fields: [{ title: text, value: text, short: true }],
                actions: [{ type: "button", text, url: "https://example.com/" }],
              },
            ],
          }),
        }));
      const style = `<style>${messageStyle(messages)}</style>`;
      const { pwned, bad, elements } = await opened(
        "inbox.html",
        page([style, ...messages.map((one) => renderMessage(one).markup)]),
      );
      expect({ pwned, bad }).toEqual({ pwned: false, bad: [] });
      expect(elements).toBeGreaterThan(1_000);
    });

    test("in pages of dashboards", async () => {
      for (const [index, text] of sample(20).entries()) {
        const gridPos = { x: 0, y: 0, w: 12, h: 8 };
        const view = {
          ...{ uid: "tocsin-node", title: text, description: text, group: text, refusals: [text], range: text },
          variables: [{ label: text, value: text }],
          rows: [{ gridPos: { x: 0, y: 0, w: 24, h: 1 }, title: text }],
          panels: [
            {
              ...{ gridPos, links: [{ title: text, url: "https://example.com/" }], title: text, description: text },
              ...{ queries: [text], refusals: [text], content: { kind: "unknown" as const, type: text } },
            },
          ],
        };
        const { pwned, bad } = await opened(
          `dashboard-${index}.html`,
          dashboardPage(view, { pages: new Set(), nowSeconds: 0 }),
        );
        expect({ text, pwned, bad }).toEqual({ text, pwned: false, bad: [] });
      }
    });
  },
);
