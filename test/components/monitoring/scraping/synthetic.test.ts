// A target's own `up` is never stored: Prometheus' would be lost with the first scrape that fails, and the target would be down
// one scrape later than the preview says.
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { scraping } from "../../../../components/kubernetes/content/scraping";
import { assemble, parseSettings } from "../../../../components/monitoring";
import { SYNTHETIC } from "../../../../components/monitoring/scraping/synthetic";
import { prometheusConfig } from "../../../../components/prometheus";
import { endpoints, settings } from "../../../support/environment";

const relabeling = z.looseObject({ regex: z.string(), action: z.string() });

/** The series that are stored of some that a target shows. */
const kept = (rules: readonly z.infer<typeof relabeling>[], names: readonly string[]) =>
  names.filter((name) =>
    rules.every(({ regex, action }) => new RegExp(`^(?:${regex})$`).test(name) === (action === "keep")),
  );

const SHOWN = [...SYNTHETIC, "up_total", "http_up", "app_requests_total"];

describe("a series under the name of one that Prometheus writes itself is dropped", () => {
  const own = { job_name: "theirs", static_configs: [{ targets: ["10.0.0.9:1"] }] };
  const written = { job_name: "relabelled", metric_relabel_configs: [{ action: "labeldrop", regex: "a" }] };
  const scrapeConfigs = [own, { ...own, ...written }];
  const config = z
    .object({
      scrape_configs: z.array(z.object({ job_name: z.string(), metric_relabel_configs: z.array(relabeling) })),
    })
    .parse(
      parse(
        prometheusConfig(assemble("test", settings({ scrapeConfigs }), endpoints), {
          alertmanagers: [],
          ruleFiles: [],
        }),
      ),
    );

  test.each(config.scrape_configs.map((job) => [job.job_name, job.metric_relabel_configs] as const))(
    "by the job %s",
    (_, rules) => {
      const judging = rules.filter(({ action }) => action !== "labeldrop");
      expect(kept(judging, SHOWN)).toEqual(["up_total", "http_up", "app_requests_total"]);
    },
  );

  test("what a job's author relabels is relabelled first", () => {
    const [first] =
      config.scrape_configs.find(({ job_name }) => job_name === "relabelled")?.metric_relabel_configs ?? [];
    expect(first).toEqual({ action: "labeldrop", regex: "a" });
  });

  test("by every monitor and scrape configuration of a cluster", () => {
    const cluster = parseSettings({
      platform: { kind: "kubernetes", cluster: { context: "x" } },
      services: [
        { name: "cache", mixin: "redis", targets: ["10.0.0.3:9121"] },
        ...(["service", "pod"] as const).map((by) => ({
          name: `shop-${by}`,
          mixin: "service",
          inCluster: { namespace: "shop", by, labels: { app: by }, port: "metrics", expected: 2 },
        })),
      ],
    });
    const manifests = scraping(assemble("test", cluster, endpoints).jobs, "monitoring");
    const relabelled = z.object({ metricRelabelings: z.array(relabeling) });
    const found = manifests.map(({ kind, spec }) => {
      const { endpoints: [endpoint] = [], podMetricsEndpoints: [pod] = [] } = z
        .looseObject({
          endpoints: z.array(z.unknown()).optional(),
          podMetricsEndpoints: z.array(z.unknown()).optional(),
        })
        .parse(spec);
      return [kind, kept(relabelled.parse(endpoint ?? pod ?? spec).metricRelabelings, SHOWN)] as const;
    });
    expect(Object.fromEntries(found)).toEqual(
      Object.fromEntries(
        ["ServiceMonitor", "PodMonitor", "ScrapeConfig"].map((kind) => [
          kind,
          ["up_total", "http_up", "app_requests_total"],
        ]),
      ),
    );
  });
});
