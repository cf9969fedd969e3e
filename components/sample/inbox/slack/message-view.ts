// One Slack message as HTML.

import { type Html, html, link } from "../../../pages/html";
import type { StoredMessage } from "../receipts/store";
import { decodeEntities, renderMrkdwn } from "./mrkdwn";
import { actionsBlock, type Block, contextBlock, headerBlock, imageBlock, sectionBlock } from "./slack-blocks";
import type { Attachment } from "./slack-payload";

const NAMED_COLORS: ReadonlyMap<string, string> = new Map([
  ["good", "2eb886"],
  ["warning", "daa038"],
  ["danger", "a30200"],
]);

/** The CSS of messages and of the colour bars that these messages use: the page's policy allows no style attributes. */
export function messageStyle(messages: readonly StoredMessage[]): string {
  const colors = new Set(messages.flatMap(({ payload }) => (payload.attachments ?? []).map(colorOf)));
  return `${STYLE}${[...colors].map((color) => `.bar-${color}{border-left-color:#${color}}`).join("")}`;
}

/** Renders a message with everything in it escaped. */
export function renderMessage({ id, receivedAt, channel, username, payload, updates, thread }: StoredMessage): Html {
  return html`<article id="${id}">
<header><b>${username ?? "incoming-webhook"}</b> <span class="channel">${channel ?? "(the webhook's channel)"}${thread ? ", in a thread" : ""}</span>
<time datetime="${receivedAt}">${receivedAt}</time>${updates ? html` <span class="channel">changed ${updates.length === 1 ? "once" : `${updates.length} times`}, last at ${updates.at(-1)}</span>` : undefined}</header>
${payload.text ? html`<div class="text">${renderMrkdwn(payload.text)}</div>` : undefined}
${(payload.blocks ?? []).map(renderBlock)}${(payload.attachments ?? []).map(renderAttachment)}
</article>
`;
}

function renderAttachment(attachment: Attachment): Html {
  const { pretext, author_name, title, title_link, text, fallback, fields, actions, footer, blocks } = attachment;
  const shown = title || text || pretext || fields?.length || blocks?.length;
  return html`${mrkdwn(pretext)}<div class="attachment bar-${colorOf(attachment)}">
${author_name ? html`<div>${decodeEntities(author_name)}</div>` : undefined}
${title ? html`<h2>${link(title_link, decodeEntities(title))}</h2>` : undefined}
${mrkdwn(text)}${shown ? undefined : mrkdwn(fallback)}
${fields?.length ? html`<dl>${fields.map(renderField)}</dl>` : undefined}
${(blocks ?? []).map(renderBlock)}
${actions?.length ? html`<div class="buttons">${actions.map((action) => renderButton(action.url, action.text))}</div>` : undefined}
${footer ? html`<footer>${decodeEntities(footer)}</footer>` : undefined}
</div>`;
}

function renderField({ title, value, short }: NonNullable<Attachment["fields"]>[number]): Html {
  return html`<div class="${short ? "short" : "long"}"><dt>${decodeEntities(title ?? "")}</dt><dd class="text">${renderMrkdwn(value ?? "")}</dd></div>`;
}

function renderButton(url: string | null | undefined, label: string): Html {
  return html`<span class="button">${link(url, decodeEntities(label))}</span> `;
}

/** The check at the door used the same shapes, so these parses hold. */
function renderBlock(block: Block): Html {
  switch (block.type) {
    case "header":
      return html`<h2>${headerBlock.parse(block).text.text}</h2>`;
    case "divider":
      return html`<hr>`;
    case "section": {
      const { text, fields } = sectionBlock.parse(block);
      return html`${renderTextObject(text)}${(fields ?? []).map(renderTextObject)}`;
    }
    case "context": {
      const parts = contextBlock
        .parse(block)
        .elements.map(({ text, alt_text }) => renderMrkdwn(text ?? alt_text ?? ""));
      return html`<footer>${parts.map((part) => html`${part} `)}</footer>`;
    }
    case "actions": {
      const { elements } = actionsBlock.parse(block);
      return html`<div class="buttons">${elements.map(({ text, url }) => renderButton(url, text?.text ?? ""))}</div>`;
    }
    case "image":
      return html`<div>[image: ${imageBlock.parse(block).alt_text}]</div>`;
    default:
      return html`<div>[${block.type} block]</div>`;
  }
}

function renderTextObject(object: { readonly type: string; readonly text: string } | null | undefined): Html {
  if (!object) return html``;
  return html`<div class="text">${object.type === "mrkdwn" ? renderMrkdwn(object.text) : object.text}</div>`;
}

function mrkdwn(text: string | null | undefined): Html | undefined {
  return text ? html`<div class="text">${renderMrkdwn(text)}</div>` : undefined;
}

/** Six hex digits; grey where the sender chose none. The schema lets nothing else through. */
function colorOf({ color }: Attachment): string {
  if (!color) return "dddddd";
  const hex = color.slice(1).toLowerCase();
  return NAMED_COLORS.get(color.toLowerCase()) ?? (hex.length === 3 ? hex.replace(/./g, "$&$&") : hex);
}

const STYLE = `
article{border-bottom:1px solid #8883;padding:.75rem 0}
article h2{font-size:1rem;margin:0}
.text{white-space:pre-wrap;overflow-wrap:anywhere}
.channel,time,footer,dt{opacity:.75}
time,footer{font-size:.85em}
.attachment{border-left:4px solid;padding-left:.75rem;margin:.25rem 0}
dl{display:flex;flex-wrap:wrap;margin:.25rem 0;gap:.25rem 0}
dt{font-weight:600}
dd{margin:0}
.short{flex:0 0 50%}
.long{flex:0 0 100%}
.button a{display:inline-block;border:1px solid #8888;border-radius:4px;padding:.1rem .6rem;text-decoration:none}
`;
