// Credentials of the settings as secrets: what a platform puts where only its parts can read it.
import type * as pulumi from "@pulumi/pulumi";

/** How Slack is reached: one channel's webhook, or a bot's token for all channels. */
export type SlackCredential = { webhook: pulumi.Input<string> } | { token: pulumi.Input<string> };

export interface Credentials {
  slack?: SlackCredential;
  /** PagerDuty's routing key (Events API v2). */
  pagerdutyRoutingKey?: pulumi.Input<string>;
  /** The mail server's. */
  smtpPassword?: pulumi.Input<string>;
  /** Of targets, and certificates, by the names of the files in which Prometheus reads them: see `scrapeFile`. */
  scrape?: Readonly<Record<string, pulumi.Input<string>>>;
  /** Of the platform, by the names that its definition gives them. */
  platform?: Readonly<Record<string, pulumi.Input<string>>>;
}
