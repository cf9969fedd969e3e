// How a part that asks for a password is reached, and how it asks for one.
import { yaml } from "./rule-file";

/** A user's name and a password that lies in a file. */
export interface HttpAccess {
  username: string;
  /** Whether such parts speak HTTPS, each with a certificate of its own making. */
  tls: boolean;
  /** Absolute path; read at each request. */
  passwordFile: string;
}

/** The part of a scrape job, of `alertmanagers` or of `remote_write` that reaches such a part. */
export function httpClient({ username, passwordFile, tls }: HttpAccess) {
  return {
    basic_auth: { username, password_file: passwordFile },
    // Each server makes its own certificate when it starts: it keeps the password from who listens, and who it is, the
    // security group says.
    ...(tls && { tls_config: { insecure_skip_verify: true } }),
  };
}

/** As `httpClient`, where the address is given without its scheme. */
export const httpClientOf = (access: HttpAccess) => ({ ...(access.tls && { scheme: "https" }), ...httpClient(access) });

export interface WebConfigArgs {
  username: string;
  /** bcrypt hash of the password. */
  passwordHash: string;
  /** Absolute paths. */
  certificate: string;
  key: string;
}

/** The file `--web.config.file` of Prometheus, Alertmanager and the exporters. */
export function webConfig({ username, passwordHash, certificate, key }: WebConfigArgs): string {
  return yaml({
    tls_server_config: { cert_file: certificate, key_file: key, min_version: "TLS12" },
    basic_auth_users: { [username]: passwordHash },
  });
}
