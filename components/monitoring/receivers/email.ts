// People by e-mail.
import { z } from "zod";
import { address, addressText, credential } from "../settings/fields";
import { unproven } from "./forms/proof";
import { defineReceiver, template } from "./kind";

/** Where TLS begins with the connection, and no server offers STARTTLS. */
const IMPLICIT_TLS = /:465$/;

const PASSWORD = "smtp-password";

/** The mail server, where Alertmanager sends; Grafana has its own. */
const smtp = z
  .strictObject({
    host: address,
    from: z.email("an e-mail address"),
    tls: z
      .boolean()
      .default(true)
      .describe(
        "Encrypted with STARTTLS, or from the start on port 465, with a certificate that the machine trusts; `false` for a relay that has neither.",
      ),
    user: z.string().min(1).optional().describe("Who logs in, for a server that asks for it."),
    password: credential.optional(),
  })
  .refine(({ user, password }) => (user === undefined) === (password === undefined), "user and password, or neither")
  .refine(
    ({ tls, user }) => tls || user === undefined,
    "tls with user and password: without it, anyone on the way reads them",
  )
  .optional()
  .describe("The mail server that Alertmanager hands e-mail to; Grafana uses its own.");

export const email = defineReceiver({
  name: "email",
  words: "e-mail addresses",
  settings: { smtp },
  model: z.object({
    addresses: z.array(z.string()),
    smtp: z
      .object({ host: z.string(), from: z.string(), tls: z.boolean().default(true), user: z.string().optional() })
      .optional(),
  }),
  listed: {
    schema: z
      .array(z.email("an e-mail address"))
      .min(1)
      .transform((addresses) => ({ addresses })),
    about: "People by e-mail.",
    value({ addresses }, _, { smtp }) {
      if (!smtp) return { addresses };
      const { password: __, ...server } = smtp;
      return { addresses, smtp: { ...server, host: addressText(server.host) } };
    },
    credential: null,
    since: null,
    lacks: ({ smtp }, { hasMailServer }) =>
      smtp || hasMailServer
        ? undefined
        : 'found addresses, but no mail server; give notifications.smtp: { host: "mail.example.com:587", from: … }',
  },
  credentials: ({ smtp }) =>
    smtp?.password ? [{ name: PASSWORD, setting: "notifications.smtp.password", value: smtp.password }] : [],
  needs: ({ smtp }) => (smtp?.user ? [PASSWORD] : []),
  routes: () => [],
  alertmanager({ addresses, smtp }, receiver, { [PASSWORD]: passwordFile }) {
    if (!smtp) {
      throw new Error(`Receiver "${receiver}" sends e-mail, but there is no mail server; give notifications.smtp`);
    }
    const { host, from, tls, user } = smtp;
    if (user && !passwordFile) {
      throw new Error(
        `Receiver "${receiver}" logs in at the mail server as ${user}, but the file ${PASSWORD} is not given`,
      );
    }
    return {
      email_configs: [
        {
          to: addresses.join(", "),
          from,
          smarthost: host,
          // Alertmanager takes port 465 for encrypted, and would ask for STARTTLS there as well.
          require_tls: tls && !IMPLICIT_TLS.test(host),
          ...(user && { auth_username: user, auth_password_file: passwordFile }),
          send_resolved: true,
          headers: { Subject: template("slack.title") },
        },
      ],
    };
  },
  // Through the mail server of Grafana's own configuration; one message for all addresses.
  grafana: ({ addresses }) => ({
    emails: [
      {
        addresses: [...addresses],
        singleEmail: true,
        subject: template("slack.title"),
        disableResolveMessage: false,
      },
    ],
  }),
  operator: null,
  managed: { through: "topic", sendResolved: true },
  proof: unproven,
  address: () => null,
  facts: {
    "e-mail": ({ addresses }) => addresses,
    "mail server": ({ smtp }) => (smtp ? `${smtp.host}${smtp.tls ? "" : " without TLS"}` : null),
    "mail login": ({ smtp }) => smtp?.user ?? null,
    "sent from": ({ smtp }) => smtp?.from ?? null,
  },
});
