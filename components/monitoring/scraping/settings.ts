// The settings of how a service's targets are asked, and of where further ones are discovered.
import { z } from "zod";
import { credential, durationText, port, scrapeInterval } from "../settings/fields";

/** A certificate is public: it may stand in the settings as text. */
const certificate = z.union(
  [z.string().startsWith("-----BEGIN CERTIFICATE-----"), z.strictObject({ file: z.string().min(1) })],
  "PEM text that starts with -----BEGIN CERTIFICATE-----, or { file: … }",
);

const parameter = z.string().min(1, "a text of at least one character");

const tls = z.strictObject({
  caCertificate: certificate.optional().describe("Of the authority that signed the target's certificate."),
  serverName: z.string().min(1).optional().describe("The name in its certificate, where it differs from the address."),
  client: z
    .strictObject({ certificate, key: credential })
    .optional()
    .describe("The certificate that Prometheus presents, and its key."),
  insecureSkipVerify: z.boolean().default(false).describe("Accepts any certificate; only where nobody can listen."),
});

/** The field `scrape` of a service. */
export const scrape = z
  .strictObject({
    interval: scrapeInterval.optional().describe("From 5s to 5m; rules follow. Default: what holds for its mixin."),
    scheme: z.enum(["http", "https"]).optional().describe("`http` where left out."),
    params: z
      .record(z.string().regex(/^[\w.[\]-]+$/, "a parameter's name"), z.union([parameter, z.array(parameter).min(1)]))
      .optional()
      .describe('Of the URL: `{ "collect[]": [cpu, meminfo] }`.'),
    basicAuth: z.strictObject({ user: z.string().min(1), password: credential }).optional(),
    bearerToken: credential.optional(),
    tls: tls.optional().describe("Whom to trust, and as whom to connect."),
  })
  .refine(({ basicAuth, bearerToken }) => !(basicAuth && bearerToken), "basicAuth or bearerToken, not both")
  .refine(
    ({ basicAuth, bearerToken, scheme }) => scheme || !(basicAuth || bearerToken),
    "scheme: https with basicAuth or bearerToken, or scheme: http where anyone on the way may read them",
  )
  .refine(({ tls: any, scheme }) => scheme === "https" || !any, "scheme: https with tls");

/** Prometheus looks at such a path again whenever a file changes. */
const targetFiles = z
  .string()
  .regex(
    /^\/[^*]*(\*[^/*]*)?\.(json|yml|yaml)$/,
    "an absolute path, with at most one * in the file's name, that ends in .json, .yml or .yaml: /etc/targets/*.json",
  );

const dnsName = z.string().regex(/^([\w-]+\.)*[\w-]+\.?$/, "a DNS name such as _metrics._tcp.example.com");

const dns = z
  .strictObject({
    names: z.array(dnsName).min(1, "at least one DNS name"),
    type: z.enum(["SRV", "A", "AAAA"]).default("SRV").describe("SRV records name ports, the others do not."),
    port: port.optional().describe("Of the targets, with A and AAAA records."),
    every: durationText.default("30s").describe("How often the names are looked up."),
  })
  .refine(({ type, port: own }) => type === "SRV" || own !== undefined, "a port with A and AAAA records")
  .refine(({ type, port: own }) => type !== "SRV" || own === undefined, "no port with SRV records, which have one");

/** The field `discovery` of a service. */
export const discovery = z
  .strictObject({
    files: z
      .array(targetFiles)
      .min(1)
      .optional()
      .describe("Files on the machine that runs Prometheus, in the format of its file_sd_configs."),
    dns: dns.optional(),
    expected: z
      .int()
      .min(1)
      .default(1)
      .describe("How many targets there are at least: for the forecast; an alert fires when fewer are discovered."),
  })
  .refine(({ files, dns: names }) => (files === undefined) !== (names === undefined), "files or dns, one of them");

export type ServiceScrape = z.infer<typeof scrape>;
export type ServiceDiscovery = z.infer<typeof discovery>;
