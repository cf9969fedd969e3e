// Markdown as HTML without any of its own HTML: raw tags are shown as text, headings get GitHub's anchors.

import { Marked } from "marked";
import { escapeHtml, Html, html, safeUrl } from "./html";
import { ShallowTokenizer } from "./tokenizer";

/** Renders a Markdown document. */
export function renderMarkdown(source: string): Html {
  const anchorOf = createAnchors();
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth }) {
        const title = this.parser.parseInline(tokens, this.parser.textRenderer);
        return `<h${depth} id="${escapeHtml(anchorOf(title))}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      link({ href, tokens }) {
        const label = this.parser.parseInline(tokens);
        const target = linkTarget(href);
        return target === undefined ? label : `<a href="${escapeHtml(target)}">${label}</a>`;
      },
      // The page loads nothing from outside: an image is a link to it.
      image({ href, text }) {
        return html`<a href="${linkTarget(href) ?? "#"}">[image: ${text}]</a>`.markup;
      },
    },
  });
  return new Html(marked.parse(source, { tokenizer: new ShallowTokenizer(), async: false }));
}

/** GitHub's anchors: lower case, without punctuation, hyphens for spaces; a repeated one gets `-1`, `-2` … */
function createAnchors(): (title: string) => string {
  const uses = new Map<string, number>();
  return (title) => {
    const anchor = title
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, "")
      .replace(/ /g, "-");
    const used = uses.get(anchor) ?? 0;
    uses.set(anchor, used + 1);
    return used === 0 ? anchor : `${anchor}-${used}`;
  };
}

/** http, https and anchors; a link to a neighbouring runbook's file becomes that runbook's page. */
function linkTarget(href: string): string | undefined {
  if (href.startsWith("#")) return href;
  const neighbour = /^\.\.\/([\w-]+)\/runbook\.md(#.*)?$/.exec(href);
  if (neighbour !== null) return `/runbooks/${neighbour[1]}${neighbour[2] ?? ""}`;
  return safeUrl(href);
}
