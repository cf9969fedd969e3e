// The values of kube-prometheus-stack: nothing that the chart does not know, no credential, and the labels that mixins know.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stackValues } from "../../../components/kubernetes/charts/values/stack";
import { relabelled } from "../../support/labels/relabelled";
import { CHART_KEYS, isBelow, leavesOf } from "./chart-keys";
import { CLUSTERS, cluster, stackArgs } from "./clusters";

const valuesOf = (settings: ReturnType<typeof cluster>) => stackValues(stackArgs(settings));

/** A value by its path; undefined where there is none. */
const at = (values: unknown, ...path: string[]): unknown =>
  path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined),
    values,
  );

describe("the values of the stack's chart", () => {
  test.each(Object.entries(CLUSTERS))("are all known to the chart: %s", (_, settings) => {
    const unknown = leavesOf(valuesOf(settings)).filter(({ path }) => !CHART_KEYS.some((key) => isBelow(path, key)));
    expect(unknown.map(({ path }) => path.join("/"))).toEqual([]);
  });

  test("are all used, so that the table says nothing of values that nobody gives", () => {
    const given = Object.values(CLUSTERS).flatMap((settings) => leavesOf(valuesOf(settings)));
    const unused = CHART_KEYS.filter((key) => !given.some(({ path }) => isBelow(path, key)));
    expect(unused.map(({ key }) => key.join("/"))).toEqual([]);
  });

  test("have the settings' own laid over them, last", () => {
    const values = valuesOf(
      cluster({ values: { prometheus: { prometheusSpec: { retention: "7d", logLevel: "debug" } }, extra: [1] } }),
    );
    expect(at(values, "prometheus", "prometheusSpec")).toMatchObject({
      retention: "7d",
      logLevel: "debug",
      evaluationInterval: "10s",
    });
    expect(at(values, "extra")).toEqual([1]);
  });

  test("are the same whatever lies over them elsewhere", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom("a", "b", "c"), fc.jsonValue()), (extra) => {
        const values = valuesOf(cluster({ values: { extra } }));
        const { extra: laid, ...rest } = values;
        expect(laid).toEqual(extra);
        expect(rest).toEqual(valuesOf(cluster()));
      }),
      { numRuns: 20 },
    );
  });

  test("refer to Secrets, and hold none", () => {
    const text = JSON.stringify(valuesOf(CLUSTERS.large ?? cluster()));
    expect(text).toContain('"existingSecret":"tocsin-grafana-admin"');
    expect(text).toContain("$__file{/etc/secrets/oidc/a-key}");
    expect(text).not.toMatch(/"(adminPassword|client_secret)":"(?!\$__file)/);
  });

  test("have the operator work on its own Prometheus and Alertmanager alone, and these on what is selected for them", () => {
    for (const [namespace, release] of [
      ["monitoring", "tocsin"],
      ["second", "tocsin-second"],
    ] as const) {
      const values = valuesOf(cluster({ namespace }));
      expect(at(values, "prometheusOperator", "extraArgs")).toEqual([`--controller-id=${release}`]);
      for (const part of ["prometheus", "alertmanager"])
        expect(at(values, part, "annotations")).toEqual({ "operator.prometheus.io/controller-id": release });
      expect(at(values, "prometheus", "prometheusSpec", "ruleSelector")).toEqual({ matchLabels: { release } });
    }
  });

  test("have every target read as the settings say where it gives no Content-Type", () => {
    expect(at(valuesOf(CLUSTERS.own ?? cluster()), "prometheus", "prometheusSpec", "scrapeClasses")).toEqual([
      { name: "tocsin", default: true, fallbackScrapeProtocol: "PrometheusText0.0.4" },
    ]);
    expect(at(valuesOf(cluster()), "prometheus", "prometheusSpec", "scrapeClasses")).toBeUndefined();
  });

  test("turn the chart's rules and dashboards off, as our mixins replace them", () => {
    const values = valuesOf(cluster());
    expect(at(values, "defaultRules", "create")).toBe(false);
    expect(at(values, "grafana", "defaultDashboardsEnabled")).toBe(false);
    expect(at(values, "crds", "enabled")).toBe(false);
  });
});

describe("what the chart's monitors scrape", () => {
  const relabelingsAt = (values: unknown, ...path: string[]) => {
    const found = at(values, ...path);
    return Array.isArray(found) ? found : [];
  };

  const ofPod = {
    __meta_kubernetes_pod_name: "prometheus-tocsin-prometheus-0",
    __meta_kubernetes_pod_node_name: "node-1",
    instance: "10.1.2.3:9090",
    job: "tocsin-prometheus",
    namespace: "monitoring",
    service: "tocsin-prometheus",
    pod: "prometheus-tocsin-prometheus-0",
    container: "prometheus",
    endpoint: "http-web",
  };
  const ofNode = {
    instance: "10.0.0.1:10250",
    job: "kubelet",
    namespace: "kube-system",
    service: "tocsin-kubelet",
    endpoint: "https-metrics",
    node: "node-1",
  };
  const ofApiServer = {
    instance: "10.0.0.9:6443",
    job: "apiserver",
    namespace: "default",
    service: "kubernetes",
    endpoint: "https",
  };
  const kubernetes = { job: "kubernetes", service: "kubernetes", team: "platform" };
  const onNode = { instance: "node-1", host: "node-1" };
  const asPod = { instance: "prometheus-tocsin-prometheus-0", host: "node-1", team: "platform" };

  test.each([
    ["prometheus/serviceMonitor/relabelings", ofPod, { ...asPod, job: "prometheus", service: "prometheus" }],
    ["prometheus/serviceMonitor/relabelings", { ...ofPod, endpoint: "reloader-web" }, undefined],
    ["alertmanager/serviceMonitor/relabelings", ofPod, { ...asPod, job: "alertmanager", service: "alertmanager" }],
    ["grafana/serviceMonitor/relabelings", ofPod, { ...asPod, job: "grafana", service: "grafana" }],
    [
      "prometheus-node-exporter/prometheus/monitor/relabelings",
      ofPod,
      { ...onNode, job: "node", service: "node", team: "platform" },
    ],
    ["kubelet/serviceMonitor/relabelings", ofNode, { ...kubernetes, ...onNode, component: "kubelet" }],
    ["kubelet/serviceMonitor/cAdvisorRelabelings", ofNode, { ...kubernetes, ...onNode, component: "cadvisor" }],
    [
      "kube-state-metrics/prometheus/monitor/http/relabelings",
      ofPod,
      // Each replica is a target of its own, and no node explains what it says of others.
      { ...kubernetes, instance: asPod.instance, component: "kube-state-metrics" },
    ],
    [
      "kubeApiServer/serviceMonitor/relabelings",
      ofApiServer,
      { ...kubernetes, instance: "10.0.0.9:6443", component: "apiserver" },
    ],
  ])("has the labels that mixins know, and no others: %s", (path, target, expected) => {
    const rules = relabelingsAt(valuesOf(cluster()), ...path.split("/"));
    expect(rules.length).toBeGreaterThan(0);
    expect(relabelled(rules, target)).toEqual(expected);
  });

  test("is every kubelet once, also where another operator has made a Service of them", () => {
    for (const endpoint of ["relabelings", "cAdvisorRelabelings"]) {
      const rules = relabelingsAt(valuesOf(cluster()), "kubelet", "serviceMonitor", endpoint);
      expect(relabelled(rules, { ...ofNode, service: "kube-prometheus-stack-kubelet" })).toBeUndefined();
      const second = relabelingsAt(valuesOf(cluster({ namespace: "second" })), "kubelet", "serviceMonitor", endpoint);
      expect(relabelled(second, ofNode)).toBeUndefined();
      expect(relabelled(second, { ...ofNode, service: "tocsin-second-kubelet" })).toBeDefined();
    }
  });

  test("is only what the mixin reads, where a cluster shows many times as much", () => {
    const [keep] = relabelingsAt(valuesOf(cluster()), "kubelet", "serviceMonitor", "metricRelabelings");
    const kept = new RegExp(`^(?:${Reflect.get(keep, "regex")})$`);
    expect(kept.test("kubelet_volume_stats_available_bytes")).toBe(true);
    expect(kept.test("apiserver_request_sli_duration_seconds_bucket")).toBe(true);
    expect(kept.test("kubelet_runtime_operations_total")).toBe(false);
  });

  test("has the control plane only where the team runs it, and its alerts with it", () => {
    for (const [flavour, shown] of [
      ["managed", false],
      ["k3d", false],
      ["kind", false],
      ["own", true],
    ] as const) {
      const settings = cluster({ flavour });
      expect(at(valuesOf(settings), "kubeScheduler", "enabled"), flavour).toBe(shown);
      expect(at(valuesOf(settings), "kubeControllerManager", "enabled"), flavour).toBe(shown);
      const alerts = stackArgs(settings).monitoring.groups.flatMap((group) =>
        group.alerts.map((one) => one.alert.name),
      );
      expect(alerts.includes("KubeSchedulerDown"), flavour).toBe(shown);
      expect(alerts).toContain("KubeAPIDown");
    }
  });
});

describe("replicas", () => {
  test("that write to one storage carry the labels by which it keeps the series of one, and their alerts do not", () => {
    const spec = at(valuesOf(CLUSTERS.large ?? cluster()), "prometheus", "prometheusSpec");
    expect(spec).toMatchObject({
      externalLabels: { environment: "test", cluster: "test" },
      replicaExternalLabelName: "__replica__",
      additionalAlertRelabelConfigs: [{ action: "labeldrop", regex: "cluster" }],
    });
    const alone = at(valuesOf(cluster()), "prometheus", "prometheusSpec");
    expect(alone).toMatchObject({ externalLabels: { environment: "test" } });
    expect(alone).not.toHaveProperty("replicaExternalLabelName");
  });

  test("are apart from each other and have a disruption budget from two on", () => {
    const large = valuesOf(CLUSTERS.large ?? cluster());
    expect(at(large, "prometheus", "podDisruptionBudget")).toEqual({ enabled: true, minAvailable: 1 });
    expect(at(large, "alertmanager", "podDisruptionBudget")).toEqual({ enabled: true, minAvailable: 2 });
    expect(at(large, "alertmanager", "alertmanagerSpec", "podAntiAffinity")).toBe("hard");
    expect(at(large, "prometheus", "service", "sessionAffinity")).toBe("ClientIP");
  });

  test("that write to one storage carry the labels by which it keeps the series of one, which no message has", () => {
    const spec = at(valuesOf(CLUSTERS.large ?? cluster()), "prometheus", "prometheusSpec");
    expect(spec).toMatchObject({
      externalLabels: { environment: "test", cluster: "test" },
      replicaExternalLabelName: "__replica__",
      additionalAlertRelabelConfigs: [{ action: "labeldrop", regex: "cluster" }],
    });
  });

  test("that write nowhere, or are alone, have no such labels", () => {
    const remoteWrite = [{ name: "all", url: "https://metrics.example.com/write" }];
    for (const prometheus of [{ replicas: 2 }, { replicas: 1, remoteWrite }]) {
      const spec = at(valuesOf(cluster({ prometheus })), "prometheus", "prometheusSpec");
      expect(at(spec, "externalLabels")).toEqual({ environment: "test" });
      expect(spec).not.toHaveProperty("replicaExternalLabelName");
    }
  });

  test("write no replica's name where the storage takes series for one by all labels", () => {
    const url = "https://metrics.example.com/write";
    const remoteWrite = [
      { name: "told-apart", url },
      { name: "alike", url, replicaLabel: false },
    ];
    const spec = at(valuesOf(cluster({ prometheus: { replicas: 2, remoteWrite } })), "prometheus", "prometheusSpec");
    expect(at(spec, "replicaExternalLabelName")).toBe("__replica__");
    expect(at(spec, "remoteWrite")).toEqual([
      { name: "told-apart", url },
      { name: "alike", url, writeRelabelConfigs: [{ action: "labeldrop", regex: "__replica__" }] },
    ]);
  });

  test("that are alone keep no node from being drained", () => {
    const small = valuesOf(cluster());
    expect(at(small, "prometheus", "podDisruptionBudget")).toEqual({ enabled: false });
    expect(at(small, "prometheus", "prometheusSpec", "podAntiAffinity")).toBe("soft");
  });
});
