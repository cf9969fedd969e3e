// The credentials of receivers as files that Alertmanager reads: what each is called, and what is in it, on every platform.
import type * as pulumi from "@pulumi/pulumi";
import type { Credentials } from "../credentials";
import type { CredentialFiles } from "./kind";

const FILES = {
  webhook: "slack-webhook",
  token: "slack-token",
  routingKey: "pagerduty-routing-key",
  smtpPassword: "smtp-password",
} as const;

type Given = Pick<Credentials, "slack" | "pagerdutyRoutingKey" | "smtpPassword">;

/** What is known of credentials where they themselves are not. */
export interface CredentialsHeld {
  slack: "webhook" | "token";
  /** Whether there is a routing key of PagerDuty. */
  pages: boolean;
  /** Whether there is a password for the mail server. */
  logsIn: boolean;
}

/** Without a credential of Slack's it is a webhook that somebody puts there by hand. */
export const credentialsHeld = ({ slack, pagerdutyRoutingKey, smtpPassword }: Given): CredentialsHeld => ({
  slack: slack && "token" in slack ? "token" : "webhook",
  pages: pagerdutyRoutingKey !== undefined,
  logsIn: smtpPassword !== undefined,
});

/** The files as alertmanager.yml names them; `at` is where one lies, by its name. */
export const credentialFiles = (
  { slack, pages, logsIn }: CredentialsHeld,
  at: (file: string) => string,
): CredentialFiles => ({
  slack: slack === "token" ? { tokenFile: at(FILES.token) } : { webhookFile: at(FILES.webhook) },
  ...(pages && { pagerdutyRoutingKeyFile: at(FILES.routingKey) }),
  ...(logsIn && { smtpPasswordFile: at(FILES.smtpPassword) }),
});

/** What is in the files, by their names. */
export const credentialContents = ({
  slack,
  pagerdutyRoutingKey,
  smtpPassword,
}: Given): Record<string, pulumi.Input<string>> => ({
  ...(slack && ("token" in slack ? { [FILES.token]: slack.token } : { [FILES.webhook]: slack.webhook })),
  ...(pagerdutyRoutingKey && { [FILES.routingKey]: pagerdutyRoutingKey }),
  ...(smtpPassword && { [FILES.smtpPassword]: smtpPassword }),
});
