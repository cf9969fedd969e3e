// The settings of the platform `grafana`: an existing Grafana and Prometheus, self-managed or Grafana Cloud.
import { z } from "zod";
import { address, baseUrl, credential, httpUrl, name } from "../../settings/fields";

/** A data source that is there already, or one that is made. */
const dataSource = z.union(
  [
    z.strictObject({
      uid: z
        .string()
        .regex(/^[a-zA-Z0-9_-]{1,40}$/, "1 to 40 letters, digits, - or _")
        .describe("Its uid in Grafana."),
    }),
    z.strictObject({
      url: httpUrl.describe("Of the Prometheus, as Grafana's server reaches it."),
      basicAuth: z.strictObject({ user: z.string().min(1), password: credential }).optional(),
      bearerToken: credential.optional(),
      tls: z
        .strictObject({
          caCertificate: z
            .string()
            .startsWith("-----BEGIN CERTIFICATE-----")
            .optional()
            .describe("The certificate of the authority that Prometheus' own is signed by, as PEM text."),
          serverName: z.string().min(1).optional(),
          client: z
            .strictObject({ certificate: z.string().startsWith("-----BEGIN CERTIFICATE-----"), key: credential })
            .optional()
            .describe("What Grafana shows of itself: certificate and key, as PEM text."),
        })
        .optional(),
    }),
  ],
  "a data source that exists, { uid: … }, or one to make, { url: …, basicAuth, bearerToken, tls }",
);

export const grafanaPlatform = z.strictObject({
  kind: z.literal("grafana"),
  url: baseUrl(httpUrl).describe("As browsers and this machine reach it."),
  auth: credential
    .optional()
    .describe(
      "A service account's token, or `user:password` of an administrator. Left out: the variable GRAFANA_AUTH of the provider.",
    ),
  organisation: z
    .int()
    .min(1)
    .optional()
    .describe(
      "The organisation's number, where `auth` is an administrator: a service account belongs to one already. An environment wants one of its own before Grafana 13.2: it replaces its whole notification policy.",
    ),
  dataSource,
  alerting: z
    .enum(["grafana", "prometheus"])
    .default("grafana")
    .describe("Who evaluates the alerts and sends the messages: Grafana, or the Prometheus and its Alertmanager."),
  recordings: z
    .enum(["grafana", "prometheus"])
    .default("prometheus")
    .describe("Who computes the recordings; Grafana only where its administrator lets it write to the data source."),
  teams: z
    .record(name, z.string().min(1))
    .default({})
    .describe("The Grafana teams behind the settings' teams, by name: each may change what lies in its own folder."),
  serviceAccount: z
    .enum(["none", "basic", "fine"])
    .default("none")
    .describe(
      "A service account with the rights that deployments need, whose token is exported: `basic` has a basic role of the organisation, `fine` just the permissions (Grafana Enterprise and Cloud).",
    ),
  scrapes: z
    .strictObject({
      prometheus: address.prefault("localhost:9090"),
      alertmanager: address.prefault("localhost:9093"),
      blackboxExporter: address.prefault("localhost:9115"),
      nodeExporter: address.prefault("localhost:9100"),
    })
    .prefault({})
    .describe("Where the Prometheus finds what is not a service of the settings."),
});

export type GrafanaPlatform = z.infer<typeof grafanaPlatform>;
