// The part of the chart's values that is about Grafana: who may see it, where it keeps its own, and where dashboards come from.
import { USERNAME } from "../../../host/password-files";
import { existingSources, type KubernetesPlatform, pluginOf, SOURCES } from "../../../monitoring";
import { TO_METRICS } from "../../../traces";
import { ACCESS } from "../../content/asking";
import { storeUrl } from "../../logs/parts";
import { namesIn } from "../../names";
import { tracesUrl } from "../../traces/parts";
import { ingressOf } from "./ingress";
import { resources } from "./spread";
import type { StackArgs } from "./stack";

/** The label of ConfigMaps that hold dashboards. */
export const DASHBOARD_LABEL = { grafana_dashboard: "tocsin" } as const;

/** The annotation that says in which of Grafana's folders they are. */
export const FOLDER_ANNOTATION = "grafana_folder";

/** Where the client's secret of the OpenID provider is a file. */
const OIDC_SECRETS = "/etc/secrets/oidc";

/** VictoriaLogs' plugin, which is also the type of its data sources. */
const LOG_LINES = "victoriametrics-logs-datasource";

const [[label, labelValue] = ["", ""]] = Object.entries(DASHBOARD_LABEL);

export function grafanaValues(args: StackArgs) {
  const { monitoring, platform, externalUrls } = args;
  const { ingress, storageClass } = platform;
  const oidc = ingress?.oidc;
  const existing = monitoring.logs?.existing;
  const plugin = existing ? pluginOf(existing) : monitoring.logs && LOG_LINES;
  const names = namesIn(platform.namespace);
  return {
    fullnameOverride: names.grafana,
    defaultDashboardsEnabled: false,
    admin: { existingSecret: names.grafanaAdmin, userKey: "user", passwordKey: "password" },
    resources: resources("100m", "192Mi", "512Mi"),
    persistence: {
      enabled: true,
      size: platform.grafana.storage,
      // Claims of the operator's stay by themselves; this one is the chart's own.
      annotations: { "helm.sh/resource-policy": "keep" },
      ...(storageClass && { storageClassName: storageClass }),
    },
    // One pod at a time can have the volume; its group owns it without a container that runs as root.
    deploymentStrategy: { type: "Recreate" },
    initChownData: { enabled: false },
    testFramework: { enabled: false },
    // It reads ConfigMaps of this namespace only.
    rbac: { namespaced: true },
    sidecar: {
      resources: resources("10m", "96Mi", "192Mi"),
      dashboards: {
        enabled: true,
        label,
        labelValue,
        searchNamespace: platform.namespace,
        folderAnnotation: FOLDER_ANNOTATION,
        provider: { foldersFromFilesStructure: true },
      },
      datasources: { searchNamespace: platform.namespace },
    },
    ...stores(args),
    ...(ingress && { ingress: ingressOf(ingress, "grafana", {}) }),
    ...(oidc && {
      extraSecretMounts: [
        { name: "oidc", secretName: oidc.clientSecret.name, mountPath: OIDC_SECRETS, readOnly: true },
      ],
    }),
    "grafana.ini": {
      analytics: { check_for_updates: false, check_for_plugin_updates: false, reporting_enabled: false },
      server: { root_url: externalUrls.grafana },
      // Grafana fetches it while it starts, and starts without it where it cannot.
      ...(plugin !== undefined && { plugins: { preinstall: plugin } }),
      security: { cookie_secure: ingress !== undefined, disable_gravatar: true },
      ...(oidc && { "auth.generic_oauth": oauth(oidc) }),
    },
  };
}

/** What is kept beside metrics, as data sources: each asks for a password of its own, which Grafana has as a variable. */
function stores({ monitoring: { logs, traces }, platform: { namespace } }: StackArgs) {
  const names = namesIn(namespace);
  const existing = { logs: logs?.existing, traces: traces?.existing };
  const all = [
    ...(logs && !existing.logs
      ? [{ name: "Logs", type: LOG_LINES, url: storeUrl(names, namespace), secret: names.logsAccess }]
      : []),
    ...(traces && !existing.traces
      ? [{ name: "Traces", type: "jaeger", url: tracesUrl(names, namespace), secret: names.tracesAccess }]
      : []),
  ];
  if (!logs && !traces) return {};
  const variable = (name: string) => `${name.toUpperCase()}_PASSWORD`;
  const asked = [
    ...all,
    ...(existing.logs?.user === undefined ? [] : [{ name: "Logs", secret: names.logsAccess }]),
    ...(existing.traces?.user === undefined ? [] : [{ name: "Traces", secret: names.tracesAccess }]),
  ];
  return {
    ...(asked.length > 0 && {
      envValueFrom: Object.fromEntries(
        asked.map(({ name, secret }) => [variable(name), { secretKeyRef: { name: secret, key: ACCESS.password } }]),
      ),
    }),
    additionalDataSources: [
      ...all.map(({ name, type, url }) => ({
        ...{ name, uid: name.toLowerCase(), type, url, access: "proxy" },
        basicAuth: true,
        basicAuthUser: USERNAME,
        secureJsonData: { basicAuthPassword: `$${variable(name)}` },
      })),
      ...existingSources(existing, TO_METRICS, traces && SOURCES.traces, {
        logs: `$${variable("logs")}`,
        traces: `$${variable("traces")}`,
      }),
    ],
  };
}

type Oidc = NonNullable<NonNullable<KubernetesPlatform["ingress"]>["oidc"]>;

function oauth({ name, clientId, clientSecret, authUrl, tokenUrl, apiUrl, role }: Oidc) {
  return {
    enabled: true,
    name,
    client_id: clientId,
    client_secret: `$__file{${OIDC_SECRETS}/${clientSecret.key}}`,
    scopes: "openid email profile groups",
    auth_url: authUrl,
    token_url: tokenUrl,
    api_url: apiUrl,
    use_pkce: true,
    role_attribute_path: role,
    role_attribute_strict: true,
  };
}
