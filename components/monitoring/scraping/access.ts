// A service's `scrape` and `discovery` → the scrape job of its own that they need, and the credentials in it.

import type { GivenCredential } from "../platforms/definition";
import type { Credential } from "../settings/fields";
import type { Service, Settings } from "../settings/schema";
import { readsNative } from "./native";
import type { DiscoveredLabels, DnsDiscovery, FileDiscovery, ScrapeAccess } from "./types";

/** What of a service's access lies in a file of its own. */
type Kept = "user" | "password" | "token" | "ca" | "certificate" | "key";

/** The name of the file, which is also that of the parameter or of the Secret's key that it comes from. */
export const scrapeFile = (service: string, kept: Kept): string => `scrape-${service}-${kept}`;

type Accessed = Pick<Service, "name" | "scrape" | "metricsPath">;

/** How its targets are asked, where that is more than its scrape interval and path; undefined where it is not. */
export function accessOf({ name, scrape, metricsPath }: Accessed): ScrapeAccess | undefined {
  const { scheme, params, basicAuth, bearerToken, tls } = scrape ?? {};
  if (!(scheme || params || basicAuth || bearerToken || tls)) return undefined;
  return {
    ...(scheme && { scheme }),
    ...(metricsPath && { metricsPath }),
    ...(params && { params: Object.fromEntries(Object.entries(params).map(([key, value]) => [key, [value].flat()])) }),
    ...(basicAuth && { basicAuth: { user: basicAuth.user, password: scrapeFile(name, "password") } }),
    ...(bearerToken && { bearerToken: scrapeFile(name, "token") }),
    ...(tls && {
      tls: {
        ...(tls.caCertificate && { caCertificate: scrapeFile(name, "ca") }),
        ...(tls.serverName && { serverName: tls.serverName }),
        ...(tls.client && { client: { certificate: scrapeFile(name, "certificate"), key: scrapeFile(name, "key") } }),
        ...(tls.insecureSkipVerify && { insecureSkipVerify: true as const }),
      },
    }),
  };
}

/** Where further targets of a service are asked for. */
export function discoveryOf(
  { discovery }: Pick<Service, "discovery">,
  labels: DiscoveredLabels,
): FileDiscovery | DnsDiscovery | undefined {
  if (!discovery) return undefined;
  const { files, dns, expected } = discovery;
  if (files) return { kind: "file", files, expected, labels };
  if (!dns) return undefined;
  const { names, type, port, every } = dns;
  return { kind: "dns", names, type, ...(port && { port }), every, expected, labels };
}

/** Whether its targets cannot be in its mixin's scrape job, in which all are asked alike. */
export const hasOwnJob = (service: Service): boolean =>
  !service.generated &&
  (accessOf(service) !== undefined ||
    service.discovery !== undefined ||
    readsNative(service) ||
    service.spanMetrics === true);

/** What the settings give, by the name of the file in which Prometheus reads it. */
export function scrapeCredentials({ services }: Pick<Settings, "services">): Readonly<Record<string, GivenCredential>> {
  return Object.fromEntries(services.flatMap((service, index) => credentialsOf(service, `services[${index}].scrape`)));
}

function credentialsOf({ name, scrape }: Service, path: string): [string, GivenCredential][] {
  const { basicAuth, bearerToken, tls } = scrape ?? {};
  const given: [Kept, string, Credential | undefined][] = [
    ["password", "basicAuth.password", basicAuth?.password],
    ["token", "bearerToken", bearerToken],
    ["ca", "tls.caCertificate", tls?.caCertificate],
    ["certificate", "tls.client.certificate", tls?.client?.certificate],
    ["key", "tls.client.key", tls?.client?.key],
  ];
  return given.flatMap(([kept, setting, value]) =>
    value ? [[scrapeFile(name, kept), { setting: `${path}.${setting}`, value }] as [string, GivenCredential]] : [],
  );
}
