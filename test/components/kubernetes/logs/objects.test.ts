// Logs in a cluster under mocks: none unless the settings ask for them; who may do what, and how the parts find each other.
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { watched } from "../clusters";
import { CHECKOUT, deployed } from "./deployed";

const containerOf = (workload: unknown) => Object(workload).spec.template.spec.containers[0];

describe("logs in a cluster", () => {
  test("are off unless the settings ask for them", async () => {
    const { resources, settings } = await deployed({}, { logs: undefined });
    expect(resources.filter(({ type }) => /StatefulSet|DaemonSet|ClusterRole/.test(type))).toEqual([]);
    expect(watched(settings).jobs.map(({ name }) => name)).not.toContain("otelcol:monitoring");
    expect(JSON.stringify(resources)).not.toContain("enableRemoteWriteReceiver");
  });

  test("are kept by age and size, on a volume that outlives the pod", async () => {
    const logs = { store: "victorialogs", retention: "30d", maxDisk: 20 };
    const { named } = await deployed({ storageClass: "fast" }, { logs });
    const store = named("StatefulSet", "tocsin-logs");
    expect(containerOf(store).args).toEqual(
      expect.arrayContaining([
        "-retentionPeriod=30d",
        "-retention.maxDiskSpaceUsageBytes=20000000000",
        "-httpAuth.password=file:///access/password",
      ]),
    );
    expect(store.spec.volumeClaimTemplates[0].spec).toMatchObject({
      storageClassName: "fast",
      resources: { requests: { storage: "25G" } },
    });
  });

  test("are evaluated once for each Prometheus, and every Alertmanager gets what fires", async () => {
    const { named, ofType } = await deployed({ prometheus: { replicas: 2 }, alertmanager: { replicas: 3 } });
    const alerts = named("StatefulSet", "tocsin-log-alerts");
    expect(alerts.spec.replicas).toBe(2);
    const { args } = containerOf(alerts);
    expect(args.filter((arg: string) => arg.startsWith("-notifier.url="))).toEqual(
      [0, 1, 2].map(
        (n) => `-notifier.url=http://alertmanager-tocsin-alertmanager-${n}.alertmanager-operated.monitoring:9093`,
      ),
    );
    expect(args).toContain(
      "-remoteWrite.url=http://prometheus-tocsin-prometheus-$(NUMBER).prometheus-operated.monitoring:9090",
    );
    const stack = ofType("Release").find(({ inputs }) => inputs.chart === "kube-prometheus-stack");
    expect(Object(stack?.inputs.values).prometheus.prometheusSpec.enableRemoteWriteReceiver).toBe(true);
  });

  test("have rules with the settings' thresholds, and a runbook in Grafana that they lead to", async () => {
    const logs = { store: "victorialogs", alerts: { LogErrorBurst: { above: { warning: 77 } } } };
    const { named } = await deployed({}, { logs });
    const { groups } = parse(named("ConfigMap", "tocsin-log-alerts").data["rules.yml"]);
    const [burst] = groups[0].rules;
    expect(burst).toMatchObject({
      alert: "LogErrorBurst",
      annotations: {
        threshold: "above 77",
        runbook_url: "http://tocsin-grafana.monitoring/d/tocsin-runbook-logs#logerrorburst",
      },
    });
    expect(named("ConfigMap", "dashboard-tocsin-runbook-logs").data["tocsin-runbook-logs.json"]).toContain("LogCrash");
  });

  test("are read on every node, by root without its capabilities, from a root that nobody writes to", async () => {
    const { named } = await deployed();
    const { spec, metadata } = named("DaemonSet", "tocsin-collector");
    const pod = spec.template.spec;
    expect(metadata.namespace).toBe("monitoring-nodes");
    expect(pod.tolerations).toEqual([{ operator: "Exists" }]);
    expect(containerOf({ spec })).toMatchObject({
      securityContext: {
        readOnlyRootFilesystem: true,
        allowPrivilegeEscalation: false,
        capabilities: { drop: ["ALL"] },
      },
      resources: { limits: { memory: "384Mi" } },
    });
    const { volumeMounts } = containerOf({ spec });
    const isWritten = ({ readOnly }: { readOnly?: boolean }) => readOnly !== true;
    expect(volumeMounts.filter(isWritten).map(({ name }: { name: string }) => name)).toEqual(["queue"]);
    expect(named("ClusterRole", "tocsin-collector").rules).toEqual([
      { apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "watch"] },
    ]);
  });

  test("have no token where no API server is asked", async () => {
    const { named } = await deployed();
    for (const name of ["tocsin-logs", "tocsin-log-alerts"])
      expect(named("StatefulSet", name).spec.template.spec.automountServiceAccountToken).toBe(false);
  });

  test("come as OTLP to the pod's own address, and from within the cluster", async () => {
    const { named } = await deployed();
    const { receivers } = parse(named("ConfigMap", "tocsin-collector").data["collector.yml"]);
    expect(receivers.otlp.protocols.http.endpoint).toBe(`\${env:POD_IP}:4318`);
    expect(named("Service", "tocsin-collector").spec).toMatchObject({ internalTrafficPolicy: "Local" });
    expect(named("Service", "tocsin-collector").spec.type).toBeUndefined();
  });

  test("are asked for with a password, which is a secret in both namespaces and nowhere else", async () => {
    const { ofType, resources } = await deployed();
    const secrets = ofType("Secret").filter(({ inputs }) => Object(inputs.metadata).name === "tocsin-logs-access");
    expect(secrets.map(({ inputs }) => Object(inputs.metadata).namespace)).toEqual(["monitoring", "monitoring-nodes"]);
    const monitors = ofType("PodMonitor").map(({ inputs }) => Object(inputs));
    const [, store, alerts] = ["otelcol", "victorialogs", "vmalert"].map((part) =>
      monitors.find(({ metadata }) => metadata.name === `${part}-monitoring`),
    );
    for (const monitor of [store, alerts])
      expect(monitor.spec.podMetricsEndpoints[0].basicAuth.password).toEqual({
        name: "tocsin-logs-access",
        key: "password",
      });
    expect(resources.filter(({ type }) => type.endsWith(":RandomPassword")).map(({ name }) => name)).toContain(
      "test-logs",
    );
  });

  test("are watched by the mixins of the parts, as many as there are", async () => {
    const { settings } = await deployed({ nodes: 5 });
    const jobs = watched(settings).jobs.filter(({ name }) => name.endsWith(":monitoring"));
    expect(jobs.map(({ name, selected = [] }) => [name, selected[0]?.expected])).toEqual([
      ["otelcol:monitoring", 5],
      ["victorialogs:monitoring", 1],
      ["vmalert:monitoring", 1],
    ]);
  });

  test("of a service are those of its pods, and of an exporter's none", async () => {
    const cache = { name: "cache", mixin: "redis", exporter: { address: "redis.shop:6379" } };
    const logs = { pods: { namespace: "shop", labels: { "app.kubernetes.io/name": "cart", tier: "web" } } };
    const services = [CHECKOUT, cache, { ...CHECKOUT, name: "cart", logs }];
    const { named } = await deployed({}, { services });
    const configuration = named("ConfigMap", "tocsin-collector").data["collector.yml"];
    expect(configuration).toContain(
      `set(resource.attributes["service"], "cart") where resource.attributes["k8s.namespace.name"] == "shop" and resource.attributes["pod.label.app.kubernetes.io/name"] == "cart" and resource.attributes["pod.label.tier"] == "web"`,
    );
    expect(configuration).not.toContain('set(resource.attributes["service"], "cache")');
  });

  test("are a data source of Grafana, which reads the password from the Secret", async () => {
    const { ofType } = await deployed();
    const stack = ofType("Release").find(({ inputs }) => inputs.chart === "kube-prometheus-stack");
    const { grafana } = Object(stack?.inputs.values);
    expect(grafana).toMatchObject({
      envValueFrom: { LOGS_PASSWORD: { secretKeyRef: { name: "tocsin-logs-access", key: "password" } } },
      additionalDataSources: [
        {
          type: "victoriametrics-logs-datasource",
          url: "http://tocsin-logs.monitoring:9428",
          secureJsonData: { basicAuthPassword: "$LOGS_PASSWORD" },
        },
      ],
      "grafana.ini": { plugins: { preinstall: "victoriametrics-logs-datasource" } },
    });
  });

  test("are shown outside of the cluster where the ingress asks who comes, and links lead there", async () => {
    const ingress = { className: "nginx", domain: "example.com", tls: { issuer: "letsencrypt" } };
    const authentication = { "example.com/auth-url": "https://login.example.com/auth" };
    const open = await deployed({ ingress });
    expect(open.ofType("Ingress")).toEqual([]);
    const { named, settings } = await deployed({ ingress: { ...ingress, authentication } });
    expect(named("Ingress", "tocsin-logs")).toMatchObject({
      metadata: { annotations: { ...authentication, "cert-manager.io/cluster-issuer": "letsencrypt" } },
      spec: { rules: [{ host: "logs.example.com" }], tls: [{ hosts: ["logs.example.com"], secretName: "logs-tls" }] },
    });
    expect(JSON.stringify(watched(settings).groups)).toContain("https://logs.example.com/select/vmui/");
    expect(named("ConfigMap", "tocsin-log-alerts").data["rules.yml"]).toContain(
      "https://logs.example.com/select/vmui/",
    );
  });

  test("take images from the registry that the settings name", async () => {
    const { resources } = await deployed({ registry: "mirror.example.com" });
    const images = resources.flatMap(({ type, inputs }) =>
      /StatefulSet|DaemonSet/.test(type) ? [containerOf(inputs).image] : [],
    );
    expect(images).toHaveLength(3);
    for (const image of images) expect(image).toMatch(/^mirror\.example\.com\//);
  });
});
