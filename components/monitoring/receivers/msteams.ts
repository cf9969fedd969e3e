// A channel of Microsoft Teams, by the webhook of a workflow that posts what it is sent.
import { z } from "zod";
import { credential, secretKey } from "../settings/fields";
import { unproven } from "./forms/proof";
import { MARKDOWN_TEXT } from "./forms/text";
import { defineReceiver, template } from "./kind";

export const msteams = defineReceiver({
  name: "msteams",
  words: "a webhook of Microsoft Teams",
  settings: {},
  model: z.object({ credential: z.string() }),
  listed: {
    schema: credential,
    about: "Microsoft Teams: the URL of a workflow's webhook; Alertmanager 0.28 or newer sends to it.",
    value: (_, entry) => ({ credential: nameOf(entry) }),
    credential: (value, entry) => ({ name: nameOf(entry), value }),
    since: "0.28.0",
  },
  credentials: () => [],
  needs: ({ credential }) => [credential],
  routes: () => [],
  alertmanager({ credential }, receiver, { [credential]: file }) {
    if (!file)
      throw new Error(`Receiver "${receiver}" sends to Microsoft Teams, but the file ${credential} is not given`);
    return {
      msteamsv2_configs: [
        { webhook_url_file: file, send_resolved: true, title: template("slack.title"), text: MARKDOWN_TEXT },
      ],
    };
  },
  grafana({ credential }, { [credential]: url }) {
    if (!url)
      throw new Error(`notifications.receivers: found no webhook of Microsoft Teams for ${credential}; give it`);
    return { teams: [{ url, title: template("slack.title"), message: MARKDOWN_TEXT, disableResolveMessage: false }] };
  },
  operator: {
    fields: {
      msteams: secretKey.describe("A Secret in the team's namespace with the URL of a Teams workflow's webhook."),
    },
    configs: ({ msteams }) => ({
      msteamsv2Configs: [
        { webhookURL: msteams, sendResolved: true, title: template("slack.title"), text: MARKDOWN_TEXT },
      ],
    }),
  },
  managed: { through: "topic", sendResolved: true },
  proof: unproven,
  address: () => null,
  facts: { "Microsoft Teams": () => "a workflow's webhook" },
});

const nameOf = (entry: string) => `msteams-${entry}`;
