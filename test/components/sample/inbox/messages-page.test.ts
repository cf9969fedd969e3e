import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { messagesPage } from "../../../../components/sample/inbox/pages/messages-page";
import type { SlackPayload } from "../../../../components/sample/inbox/slack/slack-payload";
import { readWebhook } from "../../../../components/sample/inbox/slack/webhook";
import { foreignMarkup, textOf } from "./markup";

const none = { lastReceived: null, count: 0 };
const now = new Date("2026-01-02T03:04:05.678Z");

function pageOf(...payloads: SlackPayload[]): string {
  const messages = payloads.map((payload, n) => ({
    id: `m${n}`,
    receivedAt: now.toISOString(),
    channel: payload.channel ?? null,
    username: payload.username ?? null,
    payload,
  }));
  return messagesPage(messages, none, now).body;
}

/** A message with the same text in every place that is shown. */
function everywhere(text: string): SlackPayload {
  const object = { type: "mrkdwn", text };
  const blocks = [
    { type: "header", text: { type: "plain_text", text } },
    { type: "section", text: object, fields: [object] },
    { type: "context", elements: [object, { type: "image", alt_text: text }] },
    { type: "actions", elements: [{ type: "button", text: object, url: text }] },
    { type: "image", alt_text: text },
    { type: text || "x" },
  ];
  return {
    channel: text,
    username: text,
    text,
    blocks,
    attachments: [
      {
        color: "#fa0",
        fallback: text,
        pretext: text,
        author_name: text,
        title: text,
        title_link: text,
        text,
        footer: text,
        fields: [{ title: text, value: text, short: true }],
        actions: [{ type: "button", text, url: text }],
        blocks,
      },
      { fallback: text },
    ],
  };
}

describe("the page of messages", () => {
  it("shows a message with its channel, time, colour, title, text, fields and buttons", () => {
    const markup = pageOf({
      channel: "#alerts",
      username: "Alertmanager",
      attachments: [
        {
          color: "danger",
          title: "HostDown",
          title_link: "http://127.0.0.1:9093/",
          text: "*web-1* is down",
          fields: [{ title: "Severity", value: "critical", short: true }],
          actions: [{ type: "button", text: "Runbook", url: "http://127.0.0.1:9900/runbooks/host#hostdown" }],
        },
      ],
    });
    expect(markup).toContain('class="attachment bar-a30200"');
    expect(markup).toContain(".bar-a30200{border-left-color:#a30200}");
    expect(markup).toContain('<a href="http://127.0.0.1:9093/" target="_blank" rel="noopener noreferrer">HostDown</a>');
    expect(markup).toContain('href="http://127.0.0.1:9900/runbooks/host#hostdown"');
    expect(markup).toContain("<b>web-1</b> is down");
    for (const part of ["#alerts", "Alertmanager", now.toISOString(), "Severity", "critical"])
      expect(textOf(markup)).toContain(part);
  });

  it("shows the newest first", () => {
    const markup = pageOf({ text: "older" }, { text: "newer" });
    expect(markup.indexOf("newer")).toBeLessThan(markup.indexOf("older"));
  });

  it("shows the newest 200 of many and says so", () => {
    const markup = pageOf(...Array.from({ length: 250 }, (_, n) => ({ text: `number ${n}` })));
    expect(markup.match(/<article/g)).toHaveLength(200);
    expect(markup).toContain("The newest 200 of 250 messages.");
    expect(markup).not.toContain("number 49<");
  });

  it("says when the last heartbeat came", () => {
    const heartbeat = { lastReceived: "2026-01-02T03:03:55.678Z", count: 7 };
    expect(textOf(messagesPage([], heartbeat, now).body)).toContain(
      "Last heartbeat 10 s ago (2026-01-02T03:03:55.678Z), 7 in all.",
    );
    expect(pageOf()).toContain("No messages yet. No heartbeat yet.");
  });

  it("runs no script and loads nothing", () => {
    const policy = messagesPage([], none, now).headers["content-security-policy"];
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]+'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
    );
    expect(pageOf(everywhere("x"))).not.toMatch(/<(script|link|img|iframe|object)|\ssrc=|\sstyle=|@import|url\(/);
  });

  it.each([
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "</style><script>alert(1)</script>",
    "<https://x/|<script>>",
  ])("shows %s as text in every place", (text) => {
    const payload = everywhere(text);
    expect(foreignMarkup(pageOf(payload))).toEqual([]);
    expect(pageOf(payload)).not.toMatch(/href="javascript/i);
  });

  it("never lets a tag through, wherever it stands", () => {
    const piece = fc.constantFrom(
      "<",
      ">",
      '"',
      "'",
      "&",
      "<script>",
      "</title>",
      "<!--",
      "*",
      "`",
      "|",
      "https://a/",
      "javascript:",
      " ",
      "x",
    );
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(piece).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(text, (value) => {
        expect(foreignMarkup(pageOf(everywhere(value)))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it("renders whatever the webhook takes", () => {
    const anything = fc.oneof(fc.jsonValue(), fc.string());
    const block = fc.record({
      type: fc.constantFrom("header", "section", "context", "actions", "image", "x"),
      text: anything,
      elements: anything,
    });
    const attachment = fc.dictionary(
      fc.constantFrom("text", "title", "color", "fields", "actions", "blocks", "fallback"),
      anything,
    );
    const payload = fc.record(
      { text: anything, blocks: fc.array(block), attachments: fc.array(attachment) },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(payload, (value) => {
        const result = readWebhook("application/json", JSON.stringify(value));
        if (result.outcome === "accepted") expect(foreignMarkup(pageOf(result.payload))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});
