// Jaeger's configuration: OTLP in, Badger on disk, its API out; both ask for the password.
import { stringify } from "yaml";
import type { StoreAccess } from "./types";

export interface JaegerArgs {
  access: StoreAccess;
  /** Where its API and its pages are, as `host:port`. */
  query: string;
  /** Where the gateway sends OTLP over HTTP. */
  otlp: string;
  /** Paths of a certificate and its key: it answers HTTPS with them, else HTTP. */
  tls?: { certificate: string; key: string };
  /** Where its own metrics are. */
  metrics: { host: string; port: number };
  /** The folder that holds the traces. */
  storage: string;
  /** Hours that they are kept. */
  retentionHours: number;
}

const STORE = "badger";
const ACCESS = "basicauth";

/** The configuration as a file. */
export function jaegerConfig({ access, query, otlp, tls, metrics, storage, retentionHours }: JaegerArgs): string {
  const auth = { authenticator: ACCESS };
  const http = { auth, ...(tls && { tls: { cert_file: tls.certificate, key_file: tls.key } }) };
  const host = query.replace(/:\d+$/, "");
  return stringify(
    {
      extensions: {
        // A password of its own making has no character that could be read as anything else.
        [ACCESS]: { htpasswd: { inline: `${access.username}:\${file:${access.passwordFile}}` } },
        jaeger_storage: {
          backends: {
            [STORE]: {
              badger: {
                ephemeral: false,
                directories: { keys: `${storage}/keys`, values: `${storage}/values` },
                ttl: { spans: `${retentionHours}h` },
              },
            },
          },
        },
        jaeger_query: {
          storage: { traces: STORE },
          // It would send spans of its own to whoever listens at the usual port.
          enable_tracing: false,
          http: { endpoint: query, ...http },
          // Nobody asks over gRPC; it cannot be turned off.
          grpc: { endpoint: `${host}:0`, auth },
        },
      },
      receivers: { otlp: { protocols: { http: { endpoint: otlp, ...http } } } },
      exporters: { jaeger_storage_exporter: { trace_storage: STORE } },
      service: {
        extensions: [ACCESS, "jaeger_storage", "jaeger_query"],
        telemetry: {
          metrics: {
            level: "normal",
            readers: [{ pull: { exporter: { prometheus: { ...metrics, without_scope_info: true } } } }],
          },
          logs: { level: "warn", encoding: "json" },
        },
        pipelines: { traces: { receivers: ["otlp"], exporters: ["jaeger_storage_exporter"] } },
      },
    },
    { lineWidth: 0, aliasDuplicateObjects: false },
  );
}
