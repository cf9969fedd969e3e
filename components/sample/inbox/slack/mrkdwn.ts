// Slack's mrkdwn as HTML: links, bold, italic, strike, code. https://docs.slack.dev/messaging/formatting-message-text

import { type Html, html, link, safeUrl } from "../../../pages/html";

/** In order of precedence where two start at the same character. Marks count at word boundaries, as in Slack. */
const TOKEN = new RegExp(
  [
    "```(?<pre>[^]+?)```",
    "`(?<code>[^`\\n]+)`",
    "<(?<reference>[^<>\\n]+)>",
    "(?<url>https?://[^\\s<>|`]+)",
    "(?<![\\w*])\\*(?!\\s)(?<bold>[^*\\n]+)(?<!\\s)\\*(?![\\w*])",
    "(?<![\\w_])_(?!\\s)(?<italic>[^_\\n]+)(?<!\\s)_(?![\\w_])",
    "(?<![\\w~])~(?!\\s)(?<strike>[^~\\n]+)(?<!\\s)~(?![\\w~])",
  ].join("|"),
  "g",
);

const PUNCTUATION: ReadonlySet<string> = new Set(".,;:!?'\")]}*_~");

/** Renders text with mrkdwn; whatever it holds, only this file's own tags come out. Newlines are left to CSS. */
export function renderMrkdwn(text: string): Html {
  const parts: Html[] = [];
  let done = 0;
  for (const match of text.matchAll(TOKEN)) {
    parts.push(plain(text.slice(done, match.index)), renderToken(match.groups ?? {}));
    done = match.index + match[0].length;
  }
  return html`${[...parts, plain(text.slice(done))]}`;
}

/** Slack's three entities as the characters they stand for; all other text means itself. */
export function decodeEntities(text: string): string {
  return text.replace(/&(amp|lt|gt);/g, (_, name) => (name === "amp" ? "&" : name === "lt" ? "<" : ">"));
}

function plain(text: string): Html {
  return html`${decodeEntities(text)}`;
}

function renderToken({ pre, code, reference, url, bold, italic, strike }: Record<string, string | undefined>): Html {
  if (pre !== undefined) return html`<pre>${plain(pre)}</pre>`;
  if (code !== undefined) return html`<code>${plain(code)}</code>`;
  if (reference !== undefined) return renderReference(reference);
  if (url !== undefined) return renderBareUrl(url);
  if (bold !== undefined) return html`<b>${renderMrkdwn(bold)}</b>`;
  if (italic !== undefined) return html`<i>${renderMrkdwn(italic)}</i>`;
  return html`<s>${renderMrkdwn(strike ?? "")}</s>`;
}

/** The inside of `<…>`: a link, a channel, a user, or `!here` and its like. */
function renderReference(reference: string): Html {
  const bar = reference.indexOf("|");
  const target = decodeEntities(bar < 0 ? reference : reference.slice(0, bar));
  const label = bar < 0 ? undefined : decodeEntities(reference.slice(bar + 1));
  switch (target[0]) {
    case "!":
      return html`<b>@${label ?? target.slice(1)}</b>`;
    case "@":
    case "#":
      return html`<b>${target[0]}${label ?? target.slice(1)}</b>`;
    default:
      if (safeUrl(target) !== undefined) return link(target, label ?? target);
      return html`${label ?? `<${target}>`}`;
  }
}

/** A URL in running text doesn't take the sentence's full stop with it. */
function renderBareUrl(url: string): Html {
  const decoded = decodeEntities(url);
  let end = decoded.length;
  while (PUNCTUATION.has(decoded[end - 1] ?? "")) end -= 1;
  const address = decoded.slice(0, end);
  return html`${link(address, address)}${decoded.slice(end)}`;
}
