// The contract of a receiver kind: every form in which it is rendered, checked and compared.
import type { ContactPointArgs } from "@pulumiverse/grafana/alerting/contactPoint";
import type { z } from "zod";
import type { Credentials } from "../credentials";

/** Absolute paths. */
export interface CredentialFiles {
  /** How Slack is reached. A webhook of a Slack app posts to its own channel only; a bot's token posts to any it was invited to. */
  slack: { webhookFile: string } | { tokenFile: string };
  /** The file that holds PagerDuty's routing key (Events API v2). Needed where a receiver pages. */
  pagerdutyRoutingKeyFile?: string;
  /** The file that holds the mail server's password. Needed where a receiver sends e-mail through one that asks for it. */
  smtpPasswordFile?: string;
}

export type Integrations = Omit<ContactPointArgs, "name" | "orgId">;

/** A key of a Secret in the namespace of the resource that refers to it. */
export interface SecretKey {
  name: string;
  key: string;
}

/** How the Alertmanager of a managed workspace sends: through the workspace's topic of SNS, or not at all. */
export type ManagedForm = { through: "topic"; sendResolved: boolean } | { refused: string };

export interface ReceiverKind<Value> {
  /** As people call it: "a webhook". */
  words: string;
  /** What a Monitoring holds of it, and what a comparison reads of one that was printed. */
  model: z.ZodType<Value>;
  /** Its value where an entry of `notifications.also` gives it; null where it has settings and routes of its own. */
  also: z.ZodType<Value> | null;
  /** Its part of a receiver in alertmanager.yml. Throws where a credential's file is not given, with the receiver's name. */
  alertmanager(value: Value, receiver: string, files: CredentialFiles): Readonly<Record<string, readonly object[]>>;
  /** Its part of a Grafana contact point. Throws where a credential is not given. */
  grafana(value: Value, credentials: Credentials): Integrations;
  /** Its part of a receiver in an AlertmanagerConfig, with its credential in a Secret; null where no team routes to it. */
  operator: ((value: Value, credential: SecretKey) => Readonly<Record<string, readonly object[]>>) | null;
  managed: ManagedForm;
  /** An address that is as good as a credential; null where its value has none. */
  address(value: Value): string | null;
  /** What a preview compares and prints, so never a secret; null where there is nothing to print. */
  facts: Readonly<Record<string, (value: Value) => string | readonly string[] | null>>;
}

/** One of our message templates; Alertmanager and Grafana both know them. */
export const template = (name: string, data = ".") => `{{ template "tocsin.${name}" ${data} }}`;
