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

/** Absolute paths: of what a part shows, and of the authority that it asks others for. */
export type TlsFiles = Readonly<Record<"certificate" | "key" | "authority", string>>;

/** The file `--web.config.file` of what answers only those whose certificate the authority issued. */
export function demandingWebConfig(files: TlsFiles): string {
  return yaml({ tls_server_config: { ...demanding(files), min_version: "TLS13" } });
}

const demanding = ({ certificate, key, authority }: TlsFiles) => ({
  cert_file: certificate,
  key_file: key,
  client_auth_type: "RequireAndVerifyClientCert",
  client_ca_file: authority,
});

/** The file `--cluster.tls-config` of Alertmanagers that all show the same certificate: each demands it of the others. */
export function gossipConfig(files: TlsFiles, serverName: string): string {
  const { certificate, key, authority } = files;
  return yaml({
    tls_server_config: demanding(files),
    tls_client_config: { cert_file: certificate, key_file: key, ca_file: authority, server_name: serverName },
  });
}

/** The file `--web.config.file` of Prometheus, Alertmanager and the exporters. */
export function webConfig({ username, passwordHash, certificate, key }: WebConfigArgs): string {
  return yaml({
    tls_server_config: { cert_file: certificate, key_file: key, min_version: "TLS12" },
    basic_auth_users: { [username]: passwordHash },
  });
}
