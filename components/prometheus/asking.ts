// How a service's targets are asked → the fields of its scrape job.
import type { ScrapeAccess } from "../monitoring";

/** `at` is where Prometheus reads a credential, by its name. */
export function asking(
  { scheme, metricsPath, params, basicAuth, bearerToken, tls }: ScrapeAccess,
  at: (name: string) => string,
) {
  return {
    ...(scheme && { scheme }),
    ...(metricsPath && { metrics_path: metricsPath }),
    ...(params && { params }),
    ...(basicAuth && { basic_auth: { username: basicAuth.user, password_file: at(basicAuth.password) } }),
    ...(bearerToken && { authorization: { credentials_file: at(bearerToken) } }),
    ...(tls && {
      tls_config: {
        ...(tls.caCertificate && { ca_file: at(tls.caCertificate) }),
        ...(tls.client && { cert_file: at(tls.client.certificate), key_file: at(tls.client.key) }),
        ...(tls.serverName && { server_name: tls.serverName }),
        ...(tls.insecureSkipVerify && { insecure_skip_verify: true }),
      },
    }),
  };
}
