// How a service's targets are asked, as Prometheus operator has it: credentials are keys of one Secret beside the monitors.
import { type ScrapeAccess, scrapeFile } from "../../monitoring";
import type { Names } from "../names";

/** The keys of the Secret with the password between parts. */
export const ACCESS = { username: "username", password: "password" } as const;

/** The fields that a monitor's endpoint and a ScrapeConfig have in common. */
export function asking(
  { params, basicAuth, bearerToken, tls }: ScrapeAccess,
  service: string,
  { scrapeCredentials: secret }: Pick<Names, "scrapeCredentials">,
) {
  const key = (name: string) => ({ name: secret, key: name });
  return {
    ...(params && { params: Object.fromEntries(Object.entries(params).map(([name, values]) => [name, [...values]])) }),
    ...(basicAuth && { basicAuth: { username: key(scrapeFile(service, "user")), password: key(basicAuth.password) } }),
    ...(bearerToken && { authorization: { credentials: key(bearerToken) } }),
    ...(tls && {
      tlsConfig: {
        ...(tls.caCertificate && { ca: { secret: key(tls.caCertificate) } }),
        ...(tls.client && { cert: { secret: key(tls.client.certificate) }, keySecret: key(tls.client.key) }),
        ...(tls.serverName && { serverName: tls.serverName }),
        ...(tls.insecureSkipVerify && { insecureSkipVerify: true }),
      },
    }),
  };
}

/** The password between the parts of the monitoring, as a monitor has it. */
export const passwordOfParts = ({ logsAccess: name }: Pick<Names, "logsAccess">) => ({
  basicAuth: { username: { name, key: ACCESS.username }, password: { name, key: ACCESS.password } },
});
