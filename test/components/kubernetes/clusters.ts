// Settings of clusters that between them use every setting of the platform.

import { externalUrlsOf } from "../../../components/kubernetes";
import type { StackArgs } from "../../../components/kubernetes/charts/values/stack";
import { type KubernetesPlatform, type Monitoring, parseSettings } from "../../../components/monitoring";
import { kubernetes } from "../../../stacks/kubernetes";

/** A small cluster, with what a test says of its own. */
export const cluster = (platform: object = {}, more: object = {}) =>
  parseSettings({ platform: { kind: "kubernetes", cluster: { context: "test" }, ...platform }, ...more });

export const watched = (settings: ReturnType<typeof cluster>): Monitoring =>
  kubernetes.monitoring(settings, { environment: "test", runtime: "native" });

export function platformOf({ platform }: ReturnType<typeof cluster>): KubernetesPlatform {
  if (platform.kind !== "kubernetes") throw new Error(`These are settings of the platform ${platform.kind}`);
  return platform;
}

/** What the values of the stack's chart are made of. */
export function stackArgs(settings: ReturnType<typeof cluster>): StackArgs {
  const platform = platformOf(settings);
  return {
    monitoring: watched(settings),
    platform,
    team: settings.team,
    externalUrls: externalUrlsOf(platform),
  };
}

const secret = { name: "a-secret", key: "a-key" };

const ingress = {
  className: "nginx",
  domain: "example.com",
  tls: { issuer: "letsencrypt" },
  oidc: {
    name: "Company",
    clientId: "grafana",
    clientSecret: secret,
    authUrl: "https://login.example.com/authorize",
    tokenUrl: "https://login.example.com/token",
    apiUrl: "https://login.example.com/userinfo",
  },
  authentication: { "example.com/auth-url": "https://login.example.com/auth" },
};

/** What `cluster` takes, with a text in each setting that comes into values of charts. */
export const EVERYTHING: [platform: object, more: object] = [
  {
    ...{ storageClass: "fast", registry: "mirror.example.com", namespace: "second" },
    prometheus: {
      ...{ replicas: 2, storage: "200Gi", memory: "8Gi", thanos: { objectStorage: secret } },
      remoteWrite: [
        { name: "all", url: "https://metrics.example.com/write", basicAuth: { username: secret, password: secret } },
        { name: "years", url: "https://aps.example.com/write", sigv4: { region: "eu-central-1" } },
      ],
    },
    alertmanager: { replicas: 3, storage: "2Gi" },
    grafana: { storage: "5Gi" },
    ingress: { ...ingress, oidc: { ...ingress.oidc, role: "contains(groups[*], 'admins') && 'Admin' || 'Viewer'" } },
  },
  {
    team: "platform",
    ...{ logs: { store: "victorialogs" }, traces: { store: "jaeger" } },
    services: [
      { name: "checkout", mixin: "service", inCluster: { namespace: "shop", labels: { app: "a" }, port: "metrics" } },
      ...["redis", "mysql", "postgres", "mongodb"].map((mixin) => ({
        ...{ name: `shop-${mixin}`, mixin },
        exporter: { address: "db.shop:1234", ...(mixin !== "mongodb" && { user: "monitoring" }), secret },
      })),
    ],
  },
];

/** Each setting of the platform at work in one of them at least. */
export const CLUSTERS: Readonly<Record<string, ReturnType<typeof cluster>>> = {
  small: cluster(),
  k3d: cluster({ flavour: "k3d" }),
  own: cluster(
    { flavour: "own", storageClass: "fast", registry: "mirror.example.com" },
    { scrape: { fallbackProtocol: "PrometheusText0.0.4" }, logs: { store: "victorialogs" } },
  ),
  large: cluster({
    prometheus: {
      replicas: 2,
      storage: "200Gi",
      memory: "8Gi",
      thanos: { objectStorage: secret },
      remoteWrite: [
        { name: "all", url: "https://metrics.example.com/write", basicAuth: { username: secret, password: secret } },
        { name: "years", url: "https://aps.example.com/write", send: "business", sigv4: { region: "eu-central-1" } },
      ],
    },
    alertmanager: { replicas: 3 },
    ingress,
  }),
};
