// Native histograms: what is scraped, recorded and forecast where a service shows them, and where they are refused. No test has a
// Prometheus that stores them.
import { describe, expect, test } from "vitest";
import { scraping } from "../../../components/kubernetes/content/scraping";
import { service } from "../../../components/mixins/service";
import { assemble, SettingsError } from "../../../components/monitoring";
import { prometheusConfig } from "../../../components/prometheus";
import { endpoints, settings } from "../../support/environment";

const GRAFANA = {
  platform: { kind: "grafana", url: "https://grafana.example", auth: "a-token", dataSource: { uid: "prometheus" } },
  links: { runbook: "https://runbooks.example/{mixin}#{alert}" },
  notifications: { slack: { webhook: { file: "/webhook" } } },
};
const shop = (options: object, more: object = {}) => ({
  name: "shop",
  mixin: "service",
  targets: ["10.0.0.7:9464"],
  options,
  ...more,
});
const NATIVE = { metrics: "opentelemetry", histograms: "native" };
const watched = (...services: object[]) => assemble("test", settings({ ...GRAFANA, services }), endpoints);
const exprOf = (watching: ReturnType<typeof watched>, record: string, adds?: object) =>
  watching.groups
    .flatMap(({ recordings }) => recordings)
    .filter((one) => one.record === record && (!adds || JSON.stringify(one.adds) === JSON.stringify(adds)))
    .map(({ expr }) => expr);

describe("a service with native histograms", () => {
  const alone = watched(shop(NATIVE, { slos: [{ kind: "latency", objective: 0.95, below: "333ms" }] }));

  test("counts its requests by the histogram itself", () => {
    expect(exprOf(alone, "service_status:http_requests:irate30s").join()).toContain(
      'histogram_count(irate(http_server_request_duration_seconds{job="service"}[30s]))',
    );
  });

  test("has quantiles of the histogram, and reads no bucket", () => {
    expect(exprOf(alone, "service:http_request_duration_seconds:p95_rate1m")).toEqual([
      "histogram_quantile(0.95, avg_over_time(service:http_request_duration_seconds:irate30s[55s])) >= 0",
    ]);
    const all = alone.groups.flatMap(({ recordings }) => recordings.map(({ expr }) => expr)).join("\n");
    expect(all).not.toContain("http_server_request_duration_seconds_");
    expect(all).not.toContain("service_le:");
  });

  test("has objectives at any bound", () => {
    expect(exprOf(alone, "slo:errors:rate5m").join()).toContain("histogram_fraction(0, 0.333, avg_over_time(");
  });

  test("is scraped in a job of its own that asks for them", () => {
    const config = prometheusConfig(alone, { alertmanagers: [], ruleFiles: [] });
    expect(config).toMatch(/job_name: service:shop\n(.*\n){0,4}.*scrape_native_histograms: true/);
    expect(config.match(/scrape_native_histograms/g)).toHaveLength(1);
    const [manifest] = scraping(
      alone.jobs.filter(({ name }) => name === "service:shop"),
      "monitoring",
    );
    expect(manifest?.spec).toMatchObject({ scrapeNativeHistograms: true });
  });

  test("brings fewer series, and the forecast says so", () => {
    const ofShop = (watching: ReturnType<typeof watched>) =>
      watching.forecast.jobs.find(({ job }) => job === "service")?.expected ?? 0;
    const classic = watched(shop({ metrics: "opentelemetry" }));
    expect(ofShop(alone)).toBeGreaterThan(0);
    expect(ofShop(alone)).toBeLessThan(ofShop(classic) - 20);
  });

  test("beside one with classic ones, each counts by its own", () => {
    const both = watched(shop(NATIVE), { ...shop({ metrics: "http" }), name: "billing" });
    expect(exprOf(both, "service:http_request_duration_seconds:p95_irate30s")).toEqual([
      "histogram_quantile(0.95, service_le:http_request_duration_seconds_bucket:irate30s or on (service, team) service:http_request_duration_seconds:irate30s) >= 0",
    ]);
    const config = prometheusConfig(both, { alertmanagers: [], ruleFiles: [] });
    expect(config.match(/scrape_native_histograms/g)).toHaveLength(1);
  });

  test("beside one with the same names and classic ones, nothing is recorded twice", () => {
    const app = { histograms: "native", metrics: "app" };
    const { groups } = watched(shop(app), { ...shop({ metrics: "app" }), name: "billing" });
    const all = groups.flatMap(({ recordings }) => recordings.map(({ record, expr }) => `${record} = ${expr}`));
    expect(all.filter((one) => one.startsWith("service_reason:"))).toHaveLength(1);
    expect(all.find((one) => one.startsWith("service_status:http_requests:irate30s"))).not.toContain(" or on ");
  });

  test("is missed by the histogram's own name", () => {
    const missing = exprOf(alone, "target:alert_inputs:missing", { metric: "http_server_request_duration_seconds" });
    expect(missing.join()).toContain("count_over_time(http_server_request_duration_seconds{");
  });
});

test("without them, rules are as they were", () => {
  const [mixin, same] = [{}, { histograms: "classic" }].map((one) => service.build([service.options.parse(one)]));
  expect(JSON.stringify(mixin)).toBe(JSON.stringify(same));
  expect(JSON.stringify(mixin?.recordings)).not.toContain("histogram_count");
});

describe("are refused", () => {
  const problemsOf = (one: object, more: object = GRAFANA): string => {
    try {
      settings({ ...more, services: [one] });
    } catch (error) {
      if (error instanceof SettingsError) return error.message;
      throw error;
    }
    return "";
  };

  test.each([
    ["with buckets", shop({ ...NATIVE, buckets: [1] }), "no buckets with native histograms"],
    ["with a naming in milliseconds", shop({ ...NATIVE, metrics: "istio" }), "whose histograms are in milliseconds"],
  ])("%s", (_, one, message) => {
    expect(problemsOf(one)).toContain(message);
  });

  test("where an older Prometheus is chosen", () => {
    const said = "found Prometheus 3.7.0, which refuses a scrape of native histograms; with services[0]";
    expect(problemsOf(shop(NATIVE), { platform: { kind: "local", images: { prometheus: "prom:v3.7.0" } } })).toContain(
      `platform.images.prometheus: ${said}`,
    );
    const values = { prometheus: { prometheusSpec: { version: "v3.7.0" } } };
    const cluster = { kind: "kubernetes", cluster: { context: "prod" }, values };
    expect(problemsOf(shop(NATIVE), { platform: cluster })).toContain(
      `platform.values.prometheus.prometheusSpec.version: ${said}`,
    );
  });

  test("and a newer one is installed on this machine, where generated metrics have none", () => {
    expect(problemsOf(shop(NATIVE), {})).toBe("");
    expect(problemsOf({ ...shop(NATIVE), targets: [], generated: true }, {})).toContain("generated metrics are text");
  });
});
