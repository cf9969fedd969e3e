// Credentials of the settings as secrets: what a platform puts where only its parts can read it.
import type * as pulumi from "@pulumi/pulumi";

/** How Slack is reached: one channel's webhook, or a bot's token for all channels. */
export type SlackCredential = { webhook: pulumi.Input<string> } | { token: pulumi.Input<string> };

/** How a Grafana is reached, and how it reaches its data source. */
export interface GrafanaCredentials {
  auth?: pulumi.Input<string>;
  basicAuthPassword?: pulumi.Input<string>;
  bearerToken?: pulumi.Input<string>;
  tlsClientKey?: pulumi.Input<string>;
}

export interface Credentials {
  slack?: SlackCredential;
  /** PagerDuty's routing key (Events API v2). */
  pagerdutyRoutingKey?: pulumi.Input<string>;
  /** The mail server's. */
  smtpPassword?: pulumi.Input<string>;
  grafana?: GrafanaCredentials;
}
