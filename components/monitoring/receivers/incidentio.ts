// An alert source of incident.io.
import { z } from "zod";
import { credential, httpsUrl } from "../settings/fields";
import { unproven } from "./forms/proof";
import { defineReceiver } from "./kind";

export const incidentio = defineReceiver({
  name: "incidentio",
  words: "incident.io",
  settings: {},
  model: z.object({ credential: z.string(), url: z.string() }),
  listed: {
    schema: z.strictObject({
      url: httpsUrl.describe("The alert source's URL: `https://api.incident.io/v2/alert_events/alertmanager/…`."),
      token: credential.describe("The alert source's token."),
    }),
    about: "An alert source of incident.io; Alertmanager 0.29 or newer sends to it.",
    value: ({ url }, entry) => ({ credential: nameOf(entry), url }),
    credential: ({ token }, entry) => ({ name: nameOf(entry), value: token }),
    since: "0.29.0",
  },
  credentials: () => [],
  needs: ({ credential }) => [credential],
  routes: () => [],
  alertmanager({ credential, url }, receiver, { [credential]: file }) {
    if (!file) throw new Error(`Receiver "${receiver}" sends to incident.io, but the file ${credential} is not given`);
    return { incidentio_configs: [{ url, alert_source_token_file: file, send_resolved: true }] };
  },
  // It takes Grafana's webhooks, with the token as a bearer's.
  grafana({ credential, url }, { [credential]: token }) {
    if (!token) throw new Error(`notifications.receivers: found no token of incident.io for ${credential}; give it`);
    return {
      webhooks: [{ url, authorizationScheme: "Bearer", authorizationCredentials: token, disableResolveMessage: false }],
    };
  },
  // An AlertmanagerConfig has none.
  operator: null,
  managed: { through: "topic", sendResolved: true },
  proof: unproven,
  address: () => null,
  facts: { "incident.io": ({ url }) => url },
});

const nameOf = (entry: string) => `incidentio-${entry}`;
