import { describe, expect, it } from "vitest";
import { readWebhook } from "../../../../components/sample/inbox/slack/webhook";

function outcomeOf(payload: unknown): string {
  return readWebhook("application/json", JSON.stringify(payload)).outcome;
}

/** What Alertmanager sends: empty strings and lists are left out or null. */
const fromAlertmanager = {
  channel: "#alerts",
  username: "Alertmanager",
  attachments: [
    {
      title: "[FIRING:1] HostDown",
      title_link: "http://127.0.0.1:9093/#/alerts",
      text: "*web-1* is down",
      fallback: "HostDown",
      footer: "",
      fields: [{ title: "Severity", value: "critical", short: true }, { title: "Team" }],
      actions: [{ type: "button", text: "Runbook", url: "http://127.0.0.1:9900/runbooks/host", style: "primary" }],
      color: "danger",
      mrkdwn_in: ["fallback", "pretext", "text"],
    },
  ],
};

/** What Grafana's contact point sends. */
const fromGrafana = {
  channel: "C024BE91L",
  username: "Grafana",
  icon_url: "https://grafana.com/icon.png",
  attachments: [
    {
      color: "#D63232",
      title: "x",
      text: "",
      fallback: "x",
      footer: "Grafana",
      footer_icon: "",
      ts: 1700000000,
      fields: null,
    },
  ],
  blocks: null,
};

const button = { type: "button", text: "Open", url: "https://example.com/" };
const blocks = (...list: unknown[]) => ({ blocks: list });
const section = (text: string) => ({ type: "section", text: { type: "mrkdwn", text } });

describe("the incoming webhook", () => {
  it.each([
    ["Alertmanager's message", fromAlertmanager],
    ["Grafana's message", fromGrafana],
    ["text alone", { text: "x" }],
    ["text of 40,000 characters", { text: "x".repeat(40_000) }],
    ["blocks alone", blocks(section("x"), { type: "divider" })],
    ["a block type that only Slack knows", blocks({ type: "rich_text", elements: [] })],
    ["an attachment with only fields", { attachments: [{ fields: [{ title: "a", value: "b" }] }] }],
    ["a hundred attachments", { attachments: Array.from({ length: 100 }, () => ({ text: "x" })) }],
    ["fifty blocks", blocks(...Array.from({ length: 50 }, () => ({ type: "divider" })))],
    ["five buttons", { attachments: [{ text: "x", actions: Array.from({ length: 5 }, () => button) }] }],
    ["a user as its channel", { channel: "@jane.doe", text: "x" }],
    ["a channel name in another script", { channel: "#障害", text: "x" }],
    ["a short colour", { attachments: [{ text: "x", color: "#fa0" }] }],
  ])("takes %s", (_, payload) => {
    expect(outcomeOf(payload)).toBe("accepted");
  });

  it.each([
    ["a list", [], "invalid_payload"],
    ["null", null, "invalid_payload"],
    ["text that is no string", { text: 1 }, "invalid_payload"],
    ["attachments that are no list", { text: "x", attachments: {} }, "invalid_payload"],
    ["a channel that is no string", { text: "x", channel: 1 }, "invalid_payload"],
    ["nothing to say", {}, "no_text"],
    ["empty text and empty lists", { text: "", attachments: [], blocks: [] }, "no_text"],
    ["blank text", { text: " \n" }, "no_text"],
    ["101 attachments", { attachments: Array.from({ length: 101 }, () => ({ text: "x" })) }, "too_many_attachments"],
    [
      "attachments without content",
      { attachments: [{ color: "good" }, {}] },
      "missing_text_or_fallback_or_attachments",
    ],
    ["an attachment that is no object", { attachments: ["x"] }, "invalid_attachments"],
    ["a colour by name", { attachments: [{ text: "x", color: "red" }] }, "invalid_attachments"],
    ["fields that are no list", { attachments: [{ text: "x", fields: {} }] }, "invalid_attachments"],
    [
      "a field whose short is no boolean",
      { attachments: [{ fields: [{ title: "x", short: "yes" }] }] },
      "invalid_attachments",
    ],
    [
      "six buttons",
      { attachments: [{ text: "x", actions: Array.from({ length: 6 }, () => button) }] },
      "invalid_attachments",
    ],
    [
      "a button without a URL",
      { attachments: [{ text: "x", actions: [{ ...button, url: undefined }] }] },
      "invalid_attachments",
    ],
    [
      "a button with an empty URL",
      { attachments: [{ text: "x", actions: [{ ...button, url: "" }] }] },
      "invalid_attachments",
    ],
    [
      "a button without text",
      { attachments: [{ text: "x", actions: [{ ...button, text: "" }] }] },
      "invalid_attachments",
    ],
    [
      "an action that is no button",
      { attachments: [{ text: "x", actions: [{ ...button, type: "x" }] }] },
      "invalid_attachments",
    ],
    ["blocks that are no list", { text: "x", blocks: {} }, "invalid_blocks"],
    ["a block without a type", blocks({ text: "x" }), "invalid_blocks"],
    ["51 blocks", blocks(...Array.from({ length: 51 }, () => ({ type: "divider" }))), "invalid_blocks"],
    [
      "a header over 150 characters",
      blocks({ type: "header", text: { type: "plain_text", text: "x".repeat(151) } }),
      "invalid_blocks",
    ],
    ["a section over 3,000 characters", blocks(section("x".repeat(3001))), "invalid_blocks"],
    ["a section with nothing in it", blocks({ type: "section" }), "invalid_blocks"],
    ["an attachment's block without a type", { attachments: [{ blocks: [{}] }] }, "invalid_blocks"],
    ["text over 40,000 characters", { text: "x".repeat(40_001) }, "msg_too_long"],
    ["a channel without its sign", { channel: "alerts", text: "x" }, "channel_not_found"],
    ["a channel with capitals", { channel: "#Alerts", text: "x" }, "channel_not_found"],
    ["an empty channel", { channel: "", text: "x" }, "channel_not_found"],
    ["an unfilled template as channel", { channel: "#{{ .Team }}", text: "x" }, "channel_not_found"],
  ])("refuses %s", (_, payload, refusal) => {
    expect(outcomeOf(payload)).toBe(refusal);
  });

  it("reads a form's payload", () => {
    const form = new URLSearchParams({ payload: '{"text":"a & b + c"}' }).toString();
    const result = readWebhook("application/x-www-form-urlencoded; charset=utf-8", form);
    expect(result).toEqual({ outcome: "accepted", payload: { text: "a & b + c" } });
  });

  it.each([
    ["JSON that is none", "application/json", "{"],
    ["an empty body", "application/json", ""],
    ["a form without a payload", "application/x-www-form-urlencoded", "text=x"],
    ["another content type", "text/plain", '{"text":"x"}'],
    ["no content type", undefined, '{"text":"x"}'],
  ])("refuses %s", (_, contentType, body) => {
    expect(readWebhook(contentType, body)).toEqual({ outcome: "invalid_payload" });
  });

  it("says the first thing that is wrong in Slack's order", () => {
    expect(outcomeOf({ channel: "alerts", text: 1 })).toBe("invalid_payload");
    expect(outcomeOf({ channel: "alerts", attachments: [{ color: "red" }] })).toBe("invalid_attachments");
  });

  it("keeps what it doesn't check, and takes no property from a prototype", () => {
    const body = '{"text":"x","icon_emoji":":bell:","__proto__":{"channel":5}}';
    const result = readWebhook("application/json", body);
    expect(result).toMatchObject({ outcome: "accepted", payload: { icon_emoji: ":bell:" } });
    if (result.outcome === "accepted") expect(result.payload.channel).toBeUndefined();
  });
});
