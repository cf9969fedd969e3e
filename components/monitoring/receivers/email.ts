// People by e-mail.
import { z } from "zod";
import { type ReceiverKind, template } from "./kind";

/** The mail server, where Alertmanager sends; Grafana has its own. */
export interface Smtp {
  /** `host:port`. */
  host: string;
  from: string;
}

export interface Email {
  addresses: readonly string[];
  smtp?: Smtp | undefined;
}

export const email = {
  words: "e-mail addresses",
  model: z.object({
    addresses: z.array(z.string()),
    smtp: z.object({ host: z.string(), from: z.string() }).optional(),
  }),
  also: z
    .array(z.email("an e-mail address"))
    .min(1)
    .transform((addresses) => ({ addresses })),
  alertmanager({ addresses, smtp }, receiver) {
    if (!smtp) {
      throw new Error(`Receiver "${receiver}" sends e-mail, but there is no mail server; give notifications.smtp`);
    }
    return {
      email_configs: [
        {
          to: addresses.join(", "),
          from: smtp.from,
          smarthost: smtp.host,
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
  facts: {
    "e-mail": ({ addresses }) => addresses,
    "mail server": ({ smtp }) => smtp?.host ?? null,
    "sent from": ({ smtp }) => smtp?.from ?? null,
  },
} satisfies ReceiverKind<Email>;

/** The same receiver; one that sends e-mail hands it to this mail server. */
export function withMailServer<R extends { email?: Email | undefined }>(receiver: R, smtp: Smtp | undefined): R {
  return receiver.email && smtp ? { ...receiver, email: { ...receiver.email, smtp } } : receiver;
}
