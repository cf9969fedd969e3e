// The files of a local Grafana: its settings, its data source and where its dashboards lie.
import { type ExistingStores, existingSources, SOURCES, toLogs } from "../monitoring";
import { type HttpAccess, yaml } from "../prometheus";
import { TO_METRICS, TRACES_SOURCE, toTraces } from "../traces";

export interface GrafanaFilesArgs {
  port: number;
  /** Absolute folder of its database. */
  data: string;
  /** Absolute folder of the provisioning files below. */
  provisioning: string;
  /** Absolute folder of dashboard JSON files; Grafana reads it again every ten seconds. */
  dashboards: string;
  /** URL of the Prometheus that keeps the business series. */
  archive?: string;
  /** How both are reached. */
  access: HttpAccess;
  /** Prometheus' URL. */
  prometheus: string;
  /** The URL of the trace store that runs here. */
  traces?: string;
  /** Stores that exist, and the files with their passwords. */
  existing: ExistingStores;
  passwordFiles: Readonly<Record<keyof ExistingStores, string>>;
}

/** Anonymous viewers on loopback only: everything is provisioned, nothing is edited by hand. */
export function grafanaFiles(args: GrafanaFilesArgs): Record<string, string> {
  const { logs, traces } = args.existing;
  const ownTraces = args.traces && TRACES_SOURCE;
  const tracesUid = traces ? SOURCES.traces : ownTraces;
  return {
    "grafana.ini": [
      "[server]",
      "http_addr = 127.0.0.1",
      `http_port = ${args.port}`,
      "[paths]",
      `data = ${args.data}`,
      `logs = ${args.data}/log`,
      `provisioning = ${args.provisioning}`,
      "[auth.anonymous]",
      "enabled = true",
      "org_role = Viewer",
      "[analytics]",
      "reporting_enabled = false",
      "check_for_updates = false",
      "",
    ].join("\n"),
    "provisioning/datasources/prometheus.yml": yaml({
      apiVersion: 1,
      datasources: [
        {
          ...dataSource("Prometheus", args.prometheus, args.access),
          isDefault: true,
          ...(tracesUid && { jsonData: toTraces(tracesUid) }),
        },
        // For years past: every dashboard can be switched to it.
        ...(args.archive ? [dataSource("Archive", args.archive, args.access)] : []),
        ...(args.traces
          ? [
              {
                ...dataSource("Jaeger", args.traces, args.access),
                type: TRACES_SOURCE,
                jsonData: { ...TO_METRICS, ...(logs && toLogs(logs)) },
              },
            ]
          : []),
        ...existingSources(args.existing, TO_METRICS, ownTraces, {
          logs: `$__file{${args.passwordFiles.logs}}`,
          traces: `$__file{${args.passwordFiles.traces}}`,
        }).map((source) => ({ ...source, editable: false })),
      ],
    }),
    "provisioning/dashboards/tocsin.yml": yaml({
      apiVersion: 1,
      providers: [
        { name: "tocsin", folder: "Tocsin", type: "file", allowUiUpdates: false, options: { path: args.dashboards } },
      ],
    }),
  };
}

const dataSource = (name: string, url: string, { username, passwordFile }: HttpAccess) => ({
  name,
  uid: name.toLowerCase(),
  type: "prometheus",
  access: "proxy",
  url,
  basicAuth: true,
  basicAuthUser: username,
  secureJsonData: { basicAuthPassword: `$__file{${passwordFile}}` },
  editable: false,
});
