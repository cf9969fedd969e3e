// No two manifests of an environment are one object of the cluster, ours and those of the charts together.
import { describe, expect, test } from "vitest";
import { ENVIRONMENTS, manifestsIn, registeredIn, releasesIn } from "../cluster/environments";

/** What the charts render, by kind; `*` is the full name of the release. */
const RENDERED = {
  exporter: ["v1/ConfigMap/*", "v1/Secret/*", "v1/Service/*", "v1/ServiceAccount/*", "apps/v1/Deployment/*"],
  stack: [
    ...["*-grafana", "*-grafana-config-dashboards", "*-grafana-datasource"].map((name) => `v1/ConfigMap/${name}`),
    ...["*-grafana", "*-admission", "alertmanager-*-alertmanager"].map((name) => `v1/Secret/${name}`),
    ...["prometheus", "alertmanager", "operator", "grafana", "kube-state-metrics"].flatMap((part) => [
      `v1/Service/*-${part}`,
      `v1/ServiceAccount/*-${part}`,
    ]),
    ...["operator", "grafana", "kube-state-metrics"].map((part) => `apps/v1/Deployment/*-${part}`),
  ],
  crds: [],
} as const;

const kindOf = (chart: string) =>
  chart.endsWith("-exporter") ? "exporter" : chart === "kube-prometheus-stack" ? "stack" : "crds";

describe.each(ENVIRONMENTS)("the environment %s", (environment) => {
  test("has no two manifests of one kind, namespace and name, the charts' included", async () => {
    const resources = await registeredIn(environment);
    const ours = manifestsIn(resources).map(
      ({ apiVersion, kind, metadata }) => `${metadata.namespace ?? ""}: ${apiVersion}/${kind}/${metadata.name}`,
    );
    const charts = releasesIn(resources).flatMap(({ chart, name, namespace, values }) =>
      RENDERED[kindOf(chart)].map(
        (pattern) => `${namespace}: ${pattern.replace("*", String(values.fullnameOverride ?? name))}`,
      ),
    );
    const all = [...ours, ...charts];
    expect(all.filter((one, index) => all.indexOf(one) !== index)).toEqual([]);
    expect(ours.length).toBeGreaterThan(30);
  }, 60_000);
});
