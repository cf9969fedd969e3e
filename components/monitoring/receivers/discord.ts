// A channel of Discord, by its webhook.
import { z } from "zod";
import { credential, secretKey } from "../settings/fields";
import { byStatus } from "./forms/proof";
import { MARKDOWN_TEXT } from "./forms/text";
import { defineReceiver, template } from "./kind";

export const discord = defineReceiver({
  name: "discord",
  words: "a webhook of Discord",
  settings: {},
  model: z.object({ credential: z.string() }),
  listed: {
    schema: credential,
    about: "Discord: the URL of a channel's webhook; Alertmanager 0.28 or newer sends to it.",
    value: (_, entry) => ({ credential: nameOf(entry) }),
    credential: (value, entry) => ({ name: nameOf(entry), value }),
    // Before, it did not read the URL from a file.
    since: "0.28.0",
  },
  credentials: () => [],
  needs: ({ credential }) => [credential],
  routes: () => [],
  alertmanager({ credential }, receiver, { [credential]: file }) {
    if (!file) throw new Error(`Receiver "${receiver}" sends to Discord, but the file ${credential} is not given`);
    return {
      discord_configs: [
        { webhook_url_file: file, send_resolved: true, title: template("slack.title"), message: MARKDOWN_TEXT },
      ],
    };
  },
  grafana({ credential }, { [credential]: url }) {
    if (!url) throw new Error(`notifications.receivers: found no webhook of Discord for ${credential}; give it`);
    return {
      discords: [{ url, title: template("slack.title"), message: MARKDOWN_TEXT, disableResolveMessage: false }],
    };
  },
  operator: {
    fields: { discord: secretKey.describe("A Secret in the team's namespace with the URL of a Discord webhook.") },
    configs: ({ discord }) => ({
      discordConfigs: [{ apiURL: discord, sendResolved: true, title: template("slack.title"), message: MARKDOWN_TEXT }],
    }),
  },
  managed: { through: "topic", sendResolved: true },
  // A webhook says what it is to whoever knows it. Source: https://docs.discord.com/developers/resources/webhook
  async proof({ credential: named }, { credential, send }) {
    const url = credential(named);
    return url ? byStatus(await send("GET", url)) : "unproven";
  },
  address: () => null,
  facts: { Discord: () => "a channel's webhook" },
});

const nameOf = (entry: string) => `discord-${entry}`;
