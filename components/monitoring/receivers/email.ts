// People by e-mail.
import { z } from "zod";
import { type ReceiverKind, template } from "./kind";

/** The mail server, where Alertmanager sends; Grafana has its own. */
export interface Smtp {
  /** `host:port`. */
  host: string;
  from: string;
  /** Whether the connection must be encrypted: STARTTLS, or TLS from the start on port 465. */
  tls: boolean;
  /** Who logs in; the password is a credential. */
  user?: string | undefined;
}

/** Where TLS begins with the connection, and no server offers STARTTLS. */
const IMPLICIT_TLS_PORT = "465";

export interface Email {
  addresses: readonly string[];
  smtp?: Smtp | undefined;
}

export const email = {
  words: "e-mail addresses",
  model: z.object({
    addresses: z.array(z.string()),
    smtp: z
      .object({ host: z.string(), from: z.string(), tls: z.boolean().default(true), user: z.string().optional() })
      .optional(),
  }),
  also: z
    .array(z.email("an e-mail address"))
    .min(1)
    .transform((addresses) => ({ addresses })),
  alertmanager({ addresses, smtp }, receiver, { smtpPasswordFile }) {
    if (!smtp) {
      throw new Error(`Receiver "${receiver}" sends e-mail, but there is no mail server; give notifications.smtp`);
    }
    const { host, from, tls, user } = smtp;
    if (user && !smtpPasswordFile) {
      throw new Error(
        `Receiver "${receiver}" logs in at the mail server as ${user}, but smtpPasswordFile is not given`,
      );
    }
    return {
      email_configs: [
        {
          to: addresses.join(", "),
          from,
          smarthost: host,
          // Alertmanager takes port 465 for encrypted, and would ask for STARTTLS there as well.
          require_tls: tls && host.split(":").at(-1) !== IMPLICIT_TLS_PORT,
          ...(user && { auth_username: user, auth_password_file: smtpPasswordFile }),
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
  address: () => null,
  facts: {
    "e-mail": ({ addresses }) => addresses,
    "mail server": ({ smtp }) => (smtp ? `${smtp.host}${smtp.tls ? "" : " without TLS"}` : null),
    "mail login": ({ smtp }) => smtp?.user ?? null,
    "sent from": ({ smtp }) => smtp?.from ?? null,
  },
} satisfies ReceiverKind<Email>;

/** The same receiver; one that sends e-mail hands it to this mail server, whose password it does not hold. */
export function withMailServer<R extends { email?: Email | undefined }>(
  receiver: R,
  smtp: (Smtp & { password?: unknown }) | undefined,
): R {
  if (!receiver.email || !smtp) return receiver;
  const { password: _, ...server } = smtp;
  return { ...receiver, email: { ...receiver.email, smtp: server } };
}
