// The page that shows what was received, newest first.

import { type Html, html } from "../../../pages/html";
import type { Reply } from "../../http";
import type { HeartbeatState } from "../receipts/heartbeat";
import type { StoredMessage } from "../receipts/store";
import { messageStyle, renderMessage } from "../slack/message-view";
import { page } from "./page";

const SHOWN = 200;
const REFRESH_SECONDS = 10;

/** Renders the inbox; `now` is only for saying how long ago the last heartbeat was. */
export function messagesPage(messages: readonly StoredMessage[], heartbeat: HeartbeatState, now: Date): Reply {
  const shown = messages.slice(-SHOWN).reverse();
  return page({
    title: `Inbox (${messages.length})`,
    refreshSeconds: REFRESH_SECONDS,
    style: messageStyle(shown),
    body: html`<h1>Slack inbox</h1>
<p>${countLine(messages.length, shown.length)} ${heartbeatLine(heartbeat, now)}</p>
${shown.map(renderMessage)}`,
  });
}

function countLine(total: number, shown: number): string {
  if (total === 0) return "No messages yet.";
  return total > shown ? `The newest ${shown} of ${total} messages.` : `${total} message${total === 1 ? "" : "s"}.`;
}

function heartbeatLine({ lastReceived, count }: HeartbeatState, now: Date): Html {
  if (lastReceived === null) return html`No heartbeat yet.`;
  const seconds = Math.max(0, Math.round((now.getTime() - Date.parse(lastReceived)) / 1000));
  return html`Last heartbeat ${seconds} s ago (<time datetime="${lastReceived}">${lastReceived}</time>), ${count} in all.`;
}
