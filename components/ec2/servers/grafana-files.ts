// The files of a monitoring server's Grafana: its settings, its data sources and where its dashboards lie.
import { type ExistingStores, existingSources, SOURCES, STORE_PASSWORDS, toLogs } from "../../monitoring";
import { yaml } from "../../prometheus";
import { TO_METRICS, TRACES_SOURCE, toTraces } from "../../traces";
import { PORTS } from "../topology/ports";
import { ACCESS, CONFIG, DATA, SECRETS } from "./paths";

export interface GrafanaFilesArgs {
  /** As people reach it. */
  url: string;
  /** Whether it answers a load balancer, or its own machine only. */
  behindLoadBalancer: boolean;
  /** Whether there is an archive of business series. */
  archive: boolean;
  /** Whether there is a trace store on the server. */
  traces: boolean;
  /** Stores that exist. */
  existing: ExistingStores;
}

/** The files in which Grafana reads the passwords of stores that exist. */
export const GRAFANA_STORE_PASSWORDS = {
  logs: `grafana-${STORE_PASSWORDS.logs}`,
  traces: `grafana-${STORE_PASSWORDS.traces}`,
} as const;

export function grafanaFiles(args: GrafanaFilesArgs): Record<string, string> {
  const ownTraces = args.traces ? TRACES_SOURCE : undefined;
  const tracesUid = args.existing.traces ? SOURCES.traces : ownTraces;
  const toOthers = { ...TO_METRICS, ...(args.existing.logs && toLogs(args.existing.logs)) };
  return {
    "grafana.ini": ini({
      server: {
        http_addr: args.behindLoadBalancer ? "" : "127.0.0.1",
        http_port: PORTS.grafana,
        root_url: args.url,
      },
      paths: { data: `${DATA}/grafana`, logs: `${DATA}/grafana/log`, provisioning: `${CONFIG}/grafana/provisioning` },
      // The file is on tmpfs; the password is set at the first start only.
      security: {
        admin_user: "admin",
        admin_password: `$__file{${SECRETS}/grafana-admin}`,
        cookie_secure: args.behindLoadBalancer,
      },
      users: { allow_sign_up: false },
      "auth.anonymous": { enabled: false },
      analytics: { reporting_enabled: false, check_for_updates: false },
    }),
    "provisioning/datasources/prometheus.yml": yaml({
      apiVersion: 1,
      datasources: [
        { ...dataSource("Prometheus", PORTS.prometheus, tracesUid ? toTraces(tracesUid) : {}), isDefault: true },
        ...(args.archive ? [dataSource("Archive", PORTS.archive)] : []),
        ...(args.traces ? [{ ...dataSource("Jaeger", PORTS.traces, toOthers), type: TRACES_SOURCE }] : []),
        ...existingSources(args.existing, TO_METRICS, ownTraces, {
          logs: `$__file{${SECRETS}/${GRAFANA_STORE_PASSWORDS.logs}}`,
          traces: `$__file{${SECRETS}/${GRAFANA_STORE_PASSWORDS.traces}}`,
        }).map((source) => ({ ...source, editable: false })),
      ],
    }),
    "provisioning/dashboards/tocsin.yml": yaml({
      apiVersion: 1,
      providers: ["dashboards", "runbooks"].map((folder) => ({
        name: `tocsin-${folder}`,
        folder: folder === "dashboards" ? "Tocsin" : "Runbooks",
        type: "file",
        allowUiUpdates: false,
        options: { path: `${CONFIG}/grafana/${folder}` },
      })),
    }),
  };
}

const dataSource = (name: string, port: number, more: Readonly<Record<string, unknown>> = {}) => ({
  name,
  uid: name.toLowerCase(),
  type: "prometheus",
  access: "proxy",
  url: `https://127.0.0.1:${port}`,
  basicAuth: true,
  basicAuthUser: ACCESS.username,
  jsonData: { tlsSkipVerify: true, ...more },
  secureJsonData: { basicAuthPassword: `$__file{${ACCESS.passwordFile}}` },
  editable: false,
});

function ini(sections: Readonly<Record<string, Readonly<Record<string, string | number | boolean>>>>): string {
  return Object.entries(sections)
    .map(([name, values]) =>
      [`[${name}]`, ...Object.entries(values).map(([key, value]) => `${key} = ${value}`), ""].join("\n"),
    )
    .join("\n");
}
