// How often each target is scraped, and that every platform's configuration says so.

import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { endpointsOf } from "../../../../components/ec2";
import { scraping } from "../../../../components/kubernetes/content/scraping";
import { assemble, parseSettings } from "../../../../components/monitoring";
import { prometheusConfig } from "../../../../components/prometheus";
import { NOTIFICATION_TIMING, seconds } from "../../../../components/rules";
import { lateMarkdown, lateText } from "../../../../infra/preview/render/late";
import { endpoints, settings } from "../../../support/environment";

const cache = (more: object = {}) => ({ name: "cache", mixin: "redis", targets: ["10.0.0.3:9121"], ...more });

const configOf = (more: object) =>
  parse(prometheusConfig(assemble("test", settings(more), endpoints), { alertmanagers: [], ruleFiles: [] }));

interface Config {
  job_name: string;
  scrape_interval: string;
  scrape_timeout: string;
  static_configs: { labels: Record<string, string> }[];
}

function timesOf(more: object) {
  const { scrape_configs } = configOf(more);
  return Object.fromEntries(
    scrape_configs.map((job: Config) => [
      job.job_name,
      job.static_configs.map(
        ({ labels }) =>
          `${labels.__scrape_interval__ ?? job.scrape_interval} ${labels.__scrape_timeout__ ?? job.scrape_timeout}`,
      ),
    ]),
  );
}

describe("the interval", () => {
  test("is the environment's where it says one, probes included, and the mixin's where it does not", () => {
    expect(timesOf({})).toMatchObject({ node: ["10s 9s"], probe: ["10s 9s"], prometheus: ["15s 10s"] });
    expect(timesOf({ scrape: { interval: "60s" } })).toMatchObject({
      node: ["60s 10s"],
      probe: ["60s 10s"],
      prometheus: ["60s 10s"],
      service: ["60s 10s", "60s 10s"],
    });
  });

  test("is the mixin's entry rather than the environment's, and the service's own rather than both", () => {
    const scrape = { interval: "60s", mixins: { redis: { interval: "30s" }, blackbox: { interval: "5s" } } };
    const services = [
      cache(),
      cache({ name: "slow", scrape: { interval: "5m" } }),
      cache({ name: "same", scrape: { interval: "30s" } }),
    ];
    expect(timesOf({ scrape, services, hosts: [] })).toMatchObject({
      redis: ["30s 10s", "5m 10s", "30s 10s"],
      prometheus: ["60s 10s"],
    });
    expect(timesOf({ scrape }).probe).toEqual(["5s 4s"]);
  });

  test("of a service is that of the further mixins that read it", () => {
    const services = [
      { name: "api", mixin: "service", extraMixins: ["nodejs"], targets: ["10.0.0.4:80"], scrape: { interval: "30s" } },
    ];
    expect(timesOf({ services })).toMatchObject({ service: ["30s 10s"], "nodejs-beside": ["30s 10s"] });
  });

  test("is in the operator's monitors as well", () => {
    const cluster = parseSettings({
      platform: { kind: "kubernetes", cluster: { context: "x" } },
      services: [
        cache({ scrape: { interval: "60s" } }),
        {
          name: "shop",
          mixin: "service",
          inCluster: { namespace: "shop", labels: { app: "shop" }, port: "metrics", expected: 2 },
          scrape: { interval: "5s" },
        },
      ],
    });
    const manifests = scraping(assemble("test", cluster, endpoints).jobs, "monitoring");
    expect(manifests.find(({ kind }) => kind === "ServiceMonitor")?.spec).toMatchObject({
      endpoints: [{ interval: "5s", scrapeTimeout: "4s" }],
    });
    expect(manifests.find(({ metadata }) => metadata.name === "redis-cache")?.spec).toMatchObject({
      scrapeInterval: "60s",
      scrapeTimeout: "10s",
    });
  });

  test("of a service on a host that EC2 finds is a label of its target", () => {
    const { platform, ...rest } = parseSettings({
      platform: {
        kind: "ec2",
        region: "eu-central-1",
        network: { vpc: "vpc-0123456789abcdef0", subnets: ["subnet-0123456789abcdef0"] },
      },
      hosts: [{ name: "web-1" }],
      services: [
        { name: "shop", mixin: "service", targets: ["web-1:8080"], scrape: { interval: "30s" } },
        { name: "till", mixin: "service", targets: ["web-1:8081"] },
      ],
    });
    if (platform.kind !== "ec2") throw new Error("not on EC2");
    const cloud = { ...rest, platform };
    const { jobs } = assemble("dev", cloud, endpointsOf("dev", cloud));
    const { relabel_configs } = parse(
      prometheusConfig(
        { ...assemble("dev", cloud, endpointsOf("dev", cloud)), jobs: jobs.filter(({ name }) => name === "service") },
        { alertmanagers: [], ruleFiles: [] },
      ),
    ).scrape_configs[0];
    const times = relabel_configs.filter(({ target_label }: { target_label: string }) => /__scrape/.test(target_label));
    expect(times).toEqual([
      { source_labels: ["instance"], regex: "web-1:8080", target_label: "__scrape_interval__", replacement: "30s" },
      { source_labels: ["instance"], regex: "web-1:8080", target_label: "__scrape_timeout__", replacement: "10s" },
    ]);
  });
});

describe("what cannot be held", () => {
  const slow = assemble("test", settings({ scrape: { interval: "60s" } }), endpoints);

  test("is said with the figure that can, and deployed", () => {
    expect(lateText(slow)).toContain(
      "critical: up to 205 s, budget 120 s, held at a scrape interval of 15s: ServiceErrorRatioHigh",
    );
    expect(lateMarkdown(slow)).toMatch(/\| .*`ServiceLatencyHigh` \| critical \| 145 s \| 120 s \| `30s` \|/);
    expect(lateMarkdown(slow)).toMatch(/\| .*`ServiceDown` \| critical \| 145 s \| 120 s \| `45s` \|/);
    const usual = assemble("test", settings(), endpoints);
    expect([lateText(usual), lateMarkdown(usual)]).toEqual(["", ""]);
  });

  test("is still an error where no interval would hold it", () => {
    const late = { scrape: { interval: "60s" }, alerts: { InstanceDown: { for: "10m" } } };
    expect(() => assemble("test", settings(late), endpoints)).toThrow(/InstanceDown \(critical\)[\s\S]*"for" \(10m\)/);
  });

  test("a wait that the settings give is left alone", () => {
    const { groups } = assemble(
      "test",
      settings({ scrape: { interval: "60s" }, alerts: { InstanceDown: { for: "20s" } } }),
      endpoints,
    );
    const down = groups.flatMap(({ alerts }) => alerts).find(({ alert }) => alert.name === "InstanceDown");
    expect(down).toMatchObject({ for: "20s", latencySeconds: 105 });
    expect(down?.late).toBeUndefined();
  });

  test.each(["10s", "30s", "60s"] as const)(
    "at %s, ServiceDown is notified when the preview says, however a target hangs",
    (interval) => {
      const { groups, jobs } = assemble("test", settings({ scrape: { interval } }), endpoints);
      const group = groups.find(({ alerts }) => alerts.some(({ alert }) => alert.name === "ServiceDown"));
      const down = group?.alerts.find(({ alert }) => alert.name === "ServiceDown");
      const timeout = jobs.find(({ name }) => name === "service")?.timeout ?? "0s";
      const [every, evaluated, wait] = [
        seconds(interval),
        seconds(group?.interval ?? "0s"),
        seconds(down?.for ?? "0s"),
      ];
      // From a fault at 0 on, with the next scrape and the evaluations at every second that they can be at.
      const latest = Array.from({ length: every }, (_, second) => second + 1).flatMap((scrape) =>
        Array.from({ length: evaluated }, (_, offset) => {
          const known = scrape + seconds(timeout);
          const pending = known + 1 + ((((offset - known - 1) % evaluated) + evaluated) % evaluated);
          return pending + Math.ceil(wait / evaluated) * evaluated + seconds(NOTIFICATION_TIMING.critical.groupWait);
        }),
      );
      expect(Math.max(...latest)).toBe(down?.latencySeconds);
    },
  );

  test("scrapes that are further apart than Prometheus looks back make it look further", () => {
    expect(slow.lookback).toBeUndefined();
    const rare = assemble("test", settings({ scrape: { mixins: { node: { interval: "5m" } } } }), endpoints);
    expect(rare.lookback).toBe("630s");
    expect(lateText(rare)).toContain("--query.lookback-delta=630s");
  });
});

test.each([
  ["4s", "a scrape interval from 5s to 5m"],
  ["6m", "a scrape interval from 5s to 5m"],
  ["soon", "a duration such as 30s"],
])("%s is refused as a scrape interval", (interval, message) => {
  expect(() => settings({ scrape: { interval } })).toThrow(message);
  expect(() => settings({ services: [cache({ scrape: { interval } })] })).toThrow(message);
});

test("a mixin that does not exist has no interval", () => {
  expect(() => settings({ scrape: { mixins: { redsi: { interval: "30s" } } } })).toThrow(/redsi/);
});
