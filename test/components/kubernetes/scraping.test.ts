// Scrape jobs as what Prometheus operator reads.
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { prometheusRule } from "../../../components/kubernetes/content/rules";
import { scraping } from "../../../components/kubernetes/content/scraping";
import { ABSENT } from "../../../components/monitoring";
import { ruleFile } from "../../../components/prometheus";
import { cluster, watched } from "./clusters";

const services = [
  {
    name: "checkout",
    team: "shop",
    mixin: "service",
    options: { metrics: "http" },
    extraMixins: ["nodejs"],
    inCluster: { namespace: "shop", labels: { app: "checkout" }, port: "metrics", expected: 3 },
    probes: [{ http: "https://shop.example.com/" }, { http: "https://shop.example.com/cart" }, { tcp: "db.shop:5432" }],
  },
  {
    name: "emails",
    team: "shop",
    mixin: "worker",
    inCluster: { by: "pod", namespace: "shop", labels: { app: "emails" }, port: "metrics" },
    metricsPath: "/stats",
  },
  { name: "billing", team: "payments", mixin: "service", targets: ["10.0.0.5:80", "10.0.0.6:80"], host: "web-1" },
];

const settings = cluster({}, { services, hosts: [{ name: "web-1", address: "10.0.0.5:9100" }] });
const monitoring = watched(settings);
const manifests = scraping(monitoring.jobs, "monitoring");
const specOf = (kind: string, name: string) => {
  const found = manifests.find((one) => one.kind === kind && one.metadata.name === name);
  if (!found) throw new Error(`no ${kind} ${name} among ${manifests.map(({ metadata }) => metadata.name)}`);
  return found.spec;
};

const LIMITS = { sampleLimit: 20_000, targetLimit: 1_000, labelLimit: 40 };

describe("a service in the cluster", () => {
  test("has a monitor that selects its Service, with limits, and the labels that the mixin knows", () => {
    expect(specOf("ServiceMonitor", "service-checkout")).toMatchObject({
      ...LIMITS,
      namespaceSelector: { matchNames: ["shop"] },
      selector: { matchLabels: { app: "checkout" } },
      endpoints: [
        {
          port: "metrics",
          interval: "10s",
          relabelings: expect.arrayContaining([
            { action: "replace", targetLabel: "job", replacement: "service" },
            { action: "replace", targetLabel: "service", replacement: "checkout" },
            { action: "replace", targetLabel: "team", replacement: "shop" },
            { action: "labeldrop", regex: "namespace|pod|container|endpoint|node" },
          ]),
        },
      ],
    });
  });

  test("is one monitor however many targets are expected", () => {
    expect(manifests.filter(({ metadata }) => metadata.name === "service-checkout")).toHaveLength(1);
    const job = monitoring.jobs.find(({ name }) => name === "service");
    expect(job?.targets.filter(({ labels }) => labels.service === "checkout")).toEqual([]);
    expect(job?.selected?.filter(({ labels }) => labels.service === "checkout")).toEqual([
      expect.objectContaining({ expected: 3 }),
    ]);
    expect(monitoring.forecast.jobs.find(({ name }) => name === "service")?.targets).toBeGreaterThanOrEqual(3);
  });

  test("has another for each further mixin, which keeps that mixin's metrics alone and has its job", () => {
    expect(specOf("ServiceMonitor", "nodejs-beside-checkout")).toMatchObject({
      endpoints: [
        {
          metricRelabelings: [
            { action: "drop", sourceLabels: ["__name__"], regex: expect.stringMatching(/^up\|/) },
            { action: "keep", regex: expect.stringContaining("nodejs_eventloop_lag") },
          ],
          relabelings: expect.arrayContaining([{ action: "replace", targetLabel: "job", replacement: "nodejs" }]),
        },
      ],
    });
  });

  test("has a monitor of pods where no Service has them, at its own path", () => {
    expect(specOf("PodMonitor", "worker-emails")).toMatchObject({
      selector: { matchLabels: { app: "emails" } },
      podMetricsEndpoints: [{ port: "metrics", path: "/stats" }],
    });
  });
});

describe("an exporter", () => {
  const exported = cluster(
    {},
    { services: [{ name: "orders-db", mixin: "postgres", exporter: { address: "pg.shop:5432" } }] },
  );
  const jobs = watched(exported).jobs;

  test("is called by what it speaks of, and not explained by the node that its pod is on", () => {
    const found = scraping(jobs, "monitoring").find(({ metadata }) => metadata.name === "postgres-orders-db");
    const { relabelings } = z
      .object({ endpoints: z.tuple([z.object({ relabelings: z.array(z.record(z.string(), z.unknown())) })]) })
      .parse(found?.spec).endpoints[0];
    expect(relabelings).toContainEqual({
      action: "replace",
      targetLabel: "instance",
      replacement: "pg.shop:5432",
    });
    expect(relabelings).not.toContainEqual(expect.objectContaining({ targetLabel: "host" }));
  });

  test("is missed by the same name", () => {
    const absent = watched(exported)
      .groups.flatMap(({ recordings }) => recordings)
      .find(({ record, adds }) => record === ABSENT && adds?.job === "postgres");
    expect(absent?.adds).toMatchObject({ instance: "pg.shop:5432", service: "orders-db" });
  });
});

describe("what is outside the cluster", () => {
  test("is scraped at its addresses, each with its labels", () => {
    expect(specOf("ScrapeConfig", "service-billing")).toMatchObject({
      jobName: "service",
      ...LIMITS,
      staticConfigs: [
        {
          targets: ["10.0.0.5:80"],
          labels: { instance: "10.0.0.5:80", service: "billing", team: "payments", host: "web-1" },
        },
        { targets: ["10.0.0.6:80"], labels: { instance: "10.0.0.6:80" } },
      ],
    });
    expect(specOf("ScrapeConfig", "node-node")).toMatchObject({
      jobName: "node",
      staticConfigs: [{ targets: ["10.0.0.5:9100"], labels: { instance: "web-1", host: "web-1" } }],
    });
  });
});

describe("probes", () => {
  test("are one resource for each service and way of asking, without the labels of the Probe itself", () => {
    expect(specOf("Probe", "probe-checkout-http-2xx")).toMatchObject({
      jobName: "probe",
      interval: "10s",
      ...LIMITS,
      module: "http_2xx",
      prober: { url: "tocsin-blackbox.monitoring:9115" },
      targets: {
        staticConfig: {
          static: ["https://shop.example.com/", "https://shop.example.com/cart"],
          labels: { service: "checkout", team: "shop" },
          relabelingConfigs: [{ action: "labeldrop", regex: "namespace" }],
        },
      },
    });
    expect(specOf("Probe", "probe-checkout-tcp-connect")).toMatchObject({
      module: "tcp_connect",
      targets: { staticConfig: { static: ["db.shop:5432"] } },
    });
  });
});

describe("what a cluster has of its own", () => {
  test("is left to the monitors of the chart", () => {
    const found = monitoring.jobs.filter(({ discovery }) => discovery?.kind === "cluster").map(({ name }) => name);
    expect(found.sort()).toEqual(["alertmanager", "grafana", "kubernetes", "node", "prometheus"]);
    expect(
      manifests.map(({ metadata }) => metadata.name).filter((name) => /^(kubernetes|grafana|prometheus)-/.test(name)),
    ).toEqual([]);
  });

  test("is in use without a service that names it, counted and drawn", () => {
    expect(monitoring.groups.map(({ name }) => name)).toEqual(expect.arrayContaining(["kubernetes", "grafana"]));
    expect(monitoring.dashboards.map(({ uid }) => uid)).toContain("tocsin-kubernetes");
    const forecast = monitoring.forecast.jobs.find(({ name }) => name === "kubernetes");
    expect(forecast?.targets).toBe(8);
    expect(forecast?.expected).toBeGreaterThan(100);
  });

  test("silences what a node that is down explains", () => {
    const byHost = monitoring.notifications.inhibitions.find(
      ({ equal }) => equal.includes("host") && equal.length === 1,
    );
    expect(byHost?.source[0]?.value).toBe("InstanceDown");
    const none = watched(cluster()).notifications.inhibitions.find(({ equal }) => equal.join() === "host");
    expect(none).toBeDefined();
  });
});

describe("rules", () => {
  test.each(monitoring.groups.map((group) => [group.name, group] as const))(
    "are in the cluster what they are in a file: %s",
    (_, group) => {
      expect(JSON.parse(JSON.stringify(prometheusRule(group, "monitoring").spec))).toEqual(parse(ruleFile(group)));
    },
  );
});
