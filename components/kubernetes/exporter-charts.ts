// The exporters of the community's charts: the values of each, and what finds its metrics in the cluster.
import type { ClusterSelector, Exporter } from "../monitoring";
import { CHARTS, type Chart } from "./charts";

/** The address in its parts. */
interface Asked {
  host: string;
  port: string;
  exporter: Exporter;
}

interface ExporterChart {
  chart: Chart;
  /** The name of the port that shows metrics. */
  port: string;
  /** The label of its Service and its pods that has the release's name. */
  releaseLabel: "app.kubernetes.io/instance" | "release";
  /** Of the chart, without what all have alike. Credentials are named, never given. */
  values: (asked: Asked) => Record<string, unknown>;
}

const INSTANCE = "app.kubernetes.io/instance";

/** Drops all rights that an exporter does not need, where the chart leaves that open. */
const CONFINED = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  capabilities: { drop: ["ALL"] },
  seccompProfile: { type: "RuntimeDefault" },
};

const asUser = (runAsUser: number) => ({ ...CONFINED, runAsUser });

/** By mixin. */
const EXPORTERS: Record<string, ExporterChart> = {
  redis: {
    chart: CHARTS.redis,
    port: "redis-exporter",
    releaseLabel: INSTANCE,
    values: ({ host, port, exporter }) => ({
      redisAddress: `redis://${host}:${port}`,
      ...(exporter.secret && {
        auth: { enabled: true, secret: exporter.secret, ...(exporter.user && { redisUser: exporter.user }) },
      }),
      securityContext: asUser(59000),
    }),
  },
  mysql: {
    chart: CHARTS.mysql,
    port: "mysql-exporter",
    releaseLabel: INSTANCE,
    values: ({ host, port, exporter }) => ({
      mysql: {
        host,
        port: Number(port),
        ...(exporter.user && { user: exporter.user }),
        ...(exporter.secret && { pass: "", existingPasswordSecret: exporter.secret }),
      },
      // Our ServiceMonitor finds it; whoever follows such annotations would scrape it a second time.
      annotations: { "prometheus.io/scrape": "false" },
      securityContext: asUser(65534),
    }),
  },
  postgres: {
    chart: CHARTS.postgres,
    port: "http",
    releaseLabel: INSTANCE,
    values: ({ host, port, exporter }) => ({
      config: {
        datasource: {
          host,
          port,
          ...(exporter.user && { user: exporter.user }),
          ...(exporter.secret && { passwordSecret: exporter.secret }),
        },
      },
    }),
  },
  mongodb: {
    chart: CHARTS.mongodb,
    port: "metrics",
    releaseLabel: INSTANCE,
    values: ({ host, port, exporter }) => ({
      podSecurityContext: { seccompProfile: { type: "RuntimeDefault" } },
      ...(exporter.secret
        ? { mongodb: { uri: "" }, existingSecret: exporter.secret }
        : { mongodb: { uri: `mongodb://${host}:${port}` } }),
    }),
  },
  kafka: {
    chart: CHARTS.kafka,
    port: "exporter-port",
    releaseLabel: "release",
    values: ({ host, port }) => ({
      kafkaServer: [`${host}:${port}`],
      rbac: { create: false },
      containerSecurityContext: asUser(65534),
    }),
  },
};

/** The name of a service's exporter, and of its release. */
export const exporterName = (service: string) => `${service}-exporter`;

/** Throws where there is no exporter for the mixin. */
export function exporterChart(mixin: string, service: string, exporter: Exporter) {
  const found = EXPORTERS[mixin];
  if (!found) throw new Error(`There is no exporter for the mixin "${mixin}"; there are for ${Object.keys(EXPORTERS)}`);
  const [host = "", port = ""] = exporter.address.split(":");
  const labels = { [found.releaseLabel]: exporterName(service) };
  return {
    chart: found.chart,
    labels,
    port: found.port,
    values: {
      // The same name for all that the chart makes.
      fullnameOverride: exporterName(service),
      resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: { memory: "128Mi" } },
      ...found.values({ host, port, exporter }),
    },
  };
}

/** What finds the metrics of a service's exporter. */
export function exporterSelector(mixin: string, service: string, exporter: Exporter, namespace: string) {
  const { labels, port } = exporterChart(mixin, service, exporter);
  return { by: "service", namespace, labels, port } satisfies ClusterSelector;
}
