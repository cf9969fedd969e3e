// Every kind of receiver, once: the table that settings, renderers and previews read. Their order is the order of all output.
import { z } from "zod";
import type { Credentials } from "../credentials";
import { email } from "./email";
import { heartbeat } from "./heartbeat";
import type { CredentialFiles, Integrations, ManagedForm, ReceiverKind, SecretKey } from "./kind";
import { pagerduty } from "./pagerduty";
import { slack } from "./slack";
import { webhook } from "./webhook";

export { type Smtp, withMailServer } from "./email";
export type { CredentialFiles, Integrations } from "./kind";

/** Another kind is a line here, and lines in MODELS and ALSO, which the compiler asks for. */
const KINDS = { slack, pagerduty, heartbeat, webhook, email };

type KindName = keyof typeof KINDS;
type Values = { [K in KindName]: z.infer<(typeof KINDS)[K]["model"]> };
type AlsoName = { [K in KindName]: (typeof KINDS)[K]["also"] extends null ? never : K }[KindName];
type Ways = { [K in KindName]?: Values[K] | undefined };

/** Where messages go. Credentials are named here, never held. */
export type Receiver = { name: string } & Ways;

/** What a printed Monitoring holds of each kind. */
const MODELS = {
  slack: slack.model.optional(),
  pagerduty: pagerduty.model.optional(),
  heartbeat: heartbeat.model.optional(),
  webhook: webhook.model.optional(),
  email: email.model.optional(),
} satisfies { [K in KindName]: z.ZodType<Values[K] | undefined> };

export const receiverModel = z.object({ name: z.string(), ...MODELS });

/** The fields of an entry of `notifications.also`. */
export const ALSO = {
  webhook: webhook.also.optional(),
  email: email.also.optional(),
} satisfies { [K in AlsoName]: z.ZodType<Values[K] | undefined> };

const TABLE: { [K in KindName]: ReceiverKind<Values[K]> } = KINDS;
const NAMES = z.object(MODELS).keyof().options;

/** What an entry of `notifications.also` may be: "a webhook or e-mail addresses". */
export const ALSO_WORDS = NAMES.filter((kind) => TABLE[kind].also)
  .map((kind) => TABLE[kind].words)
  .join(" or ");

/** All that a preview may print of a receiver, in its order. */
export const RECEIVER_FACTS = NAMES.flatMap((kind) => Object.keys(TABLE[kind].facts));

/** One way in which a receiver is reached: its value, bound to the forms of its kind. */
export interface Way {
  kind: KindName;
  words: string;
  managed: ManagedForm;
  address: string | null;
  alertmanager: (files: CredentialFiles) => Readonly<Record<string, readonly object[]>>;
  grafana: (credentials: Credentials) => Integrations;
  operator: ((credential: SecretKey) => Readonly<Record<string, readonly object[]>>) | undefined;
  facts: Readonly<Record<string, string | readonly string[] | null>>;
}

/** How a receiver is reached; empty for one that nobody hears. */
export const waysOf = (receiver: Receiver): Way[] => NAMES.flatMap((kind) => way(kind, receiver));

function way<K extends KindName>(name: K, receiver: Receiver): Way[] {
  const kind: ReceiverKind<Values[K]> = TABLE[name];
  const ways: Ways = receiver;
  const value: Ways[K] = ways[name];
  if (value === undefined) return [];
  const { operator } = kind;
  return [
    {
      kind: name,
      words: kind.words,
      managed: kind.managed,
      address: kind.address(value),
      alertmanager: (files) => kind.alertmanager(value, receiver.name, files),
      grafana: (credentials) => kind.grafana(value, credentials),
      operator: operator ? (credential) => operator(value, credential) : undefined,
      facts: Object.fromEntries(Object.entries(kind.facts).map(([fact, read]) => [fact, read(value)])),
    },
  ];
}
