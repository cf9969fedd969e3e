// A chat of Telegram, by a bot's token.
import { z } from "zod";
import { credential, secretKey } from "../settings/fields";
import type { Proven } from "./forms/proof";
import { HTML_TEXT } from "./forms/text";
import { defineReceiver } from "./kind";

const chat = z.int().refine((number) => number !== 0, "the chat's number, which is not 0");

const refusal = z.object({ description: z.string() });

export const telegram = defineReceiver({
  name: "telegram",
  words: "a chat of Telegram",
  settings: {},
  model: z.object({ credential: z.string(), chat: z.number() }),
  listed: {
    schema: z.strictObject({
      chat: chat.describe("The chat's number, which is negative for a group."),
      token: credential.describe("The bot's token."),
    }),
    about: "A chat of Telegram, and the token of a bot that is in it; Alertmanager 0.26 or newer sends to it.",
    value: ({ chat }, entry) => ({ credential: nameOf(entry), chat }),
    credential: ({ token }, entry) => ({ name: nameOf(entry), value: token }),
    // Before, it did not read the token from a file.
    since: "0.26.0",
  },
  credentials: () => [],
  needs: ({ credential }) => [credential],
  routes: () => [],
  alertmanager({ credential, chat }, receiver, { [credential]: file }) {
    if (!file) throw new Error(`Receiver "${receiver}" sends to Telegram, but the file ${credential} is not given`);
    return {
      telegram_configs: [
        { bot_token_file: file, chat_id: chat, send_resolved: true, parse_mode: "HTML", message: HTML_TEXT },
      ],
    };
  },
  grafana({ credential, chat }, { [credential]: token }) {
    if (!token) throw new Error(`notifications.receivers: found no token of a bot for ${credential}; give it`);
    return {
      telegrams: [{ token, chatId: String(chat), parseMode: "HTML", message: HTML_TEXT, disableResolveMessage: false }],
    };
  },
  operator: {
    fields: {
      telegram: secretKey.describe("A Secret in the team's namespace with the token of a Telegram bot."),
      telegramChat: chat.describe("The chat that it writes to."),
    },
    configs: ({ telegram, telegramChat }) => ({
      telegramConfigs: [
        { botToken: telegram, chatID: telegramChat, sendResolved: true, parseMode: "HTML", message: HTML_TEXT },
      ],
    }),
  },
  managed: { through: "topic", sendResolved: true },
  // A bot that is in a chat may look at it. Source: https://core.telegram.org/bots/api#getchat
  async proof({ credential: named, chat }, { credential, send }): Promise<Proven> {
    const token = credential(named);
    if (!token) return "unproven";
    const { status, body } = await send("POST", `https://api.telegram.org/bot${token}/getChat`, {
      body: { chat_id: chat },
    });
    if (status < 300) return "taken";
    const read = z.preprocess((text) => JSON.parse(String(text)), refusal).safeParse(body);
    return { refused: read.success ? read.data.description : `status ${status}` };
  },
  address: () => null,
  facts: { Telegram: ({ chat }) => `chat ${chat}` },
});

const nameOf = (entry: string) => `telegram-${entry}`;
