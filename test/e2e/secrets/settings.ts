// Settings of this machine with every credential that they take, each a file.

export interface Files {
  /** The file of the credential that has this path in the settings. */
  given: (path: string) => { file: string };
  /** A certificate that the service shows, and that Prometheus has. */
  certificate: string;
}

/** @param port Where a service listens that asks for a password and a certificate. */
export const settingsWith = (config: Record<string, unknown>, port: number, { given, certificate }: Files) => ({
  "tocsin:notifications": {
    slack: { webhook: given("notifications.slack.webhook"), channels: { critical: "#a", warning: "#b", info: "#c" } },
    pagerduty: { routingKey: given("notifications.pagerduty.routingKey") },
    smtp: { host: "127.0.0.1:9", from: "a@b.example", user: "u", password: given("notifications.smtp.password") },
    receivers: [
      { name: "teams", severities: ["critical"], msteams: given("notifications.receivers.*.msteams") },
      { name: "community", severities: ["critical"], discord: given("notifications.receivers.*.discord") },
      {
        name: "phones",
        severities: ["critical"],
        telegram: { chat: 1, token: given("notifications.receivers.*.telegram.token") },
      },
      {
        name: "issues",
        severities: ["critical"],
        jira: {
          ...{ url: "https://127.0.0.1:9", user: "u", project: "OPS" },
          token: given("notifications.receivers.*.jira.token"),
        },
      },
      {
        name: "incidents",
        severities: ["critical"],
        incidentio: { url: "https://127.0.0.1:9/a", token: given("notifications.receivers.*.incidentio.token") },
      },
      { name: "mail", severities: ["critical"], email: ["a@b.example"] },
    ],
    remediation: [
      {
        name: "restart",
        alerts: ["ServiceDown"],
        webhook: given("notifications.remediation.*.webhook"),
        secret: given("notifications.remediation.*.secret"),
        reason: "A restart has helped each time this year",
        limit: { calls: 3, per: "1h" },
      },
    ],
  },
  "tocsin:logs": {
    store: {
      loki: {
        url: "http://127.0.0.1:9",
        basicAuth: { user: "u", password: given("logs.store.loki.basicAuth.password") },
      },
    },
  },
  "tocsin:traces": {
    store: {
      tempo: {
        ...{ url: "http://127.0.0.1:9", otlp: "http://127.0.0.1:9" },
        basicAuth: { user: "u", password: given("traces.store.tempo.basicAuth.password") },
      },
    },
  },
  "tocsin:services": [
    ...(config["tocsin:services"] as object[]),
    {
      name: "shop",
      team: "shop",
      mixin: "service",
      options: { metrics: "app" },
      targets: [`127.0.0.1:${port}`],
      host: "this-machine",
      scrape: {
        scheme: "https",
        basicAuth: { user: "u", password: given("services.*.scrape.basicAuth.password") },
        tls: {
          serverName: "localhost",
          caCertificate: { file: certificate },
          client: {
            certificate: { file: certificate },
            key: given("services.*.scrape.tls.client.key"),
          },
        },
      },
    },
  ],
});
