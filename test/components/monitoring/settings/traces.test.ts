// What is wrong with the settings of traces, and what they come to for services.
import { describe, expect, test } from "vitest";
import { slowerThan, spanBuckets } from "../../../../components/monitoring";
import { settings } from "../../../support/environment";
import { problems } from "./problems";

const traces = { store: "jaeger" };
const OF_SPANS = { name: "shop", mixin: "service", spanMetrics: true, options: { metrics: "opentelemetry" } };

describe("traces", () => {
  test("need no more than a store, and a service whose metrics are its spans no targets", () => {
    expect(problems({ traces, services: [OF_SPANS] })).toEqual([]);
  });

  test("are taken where something takes them", () => {
    const platform = {
      kind: "grafana",
      url: "https://grafana.example.com",
      auth: { file: "token" },
      dataSource: { url: "https://prometheus.example.com" },
      scrapes: { prometheus: "prometheus.example.com:9090" },
    };
    expect(problems({ platform, traces })).toEqual([
      "traces: found one, but the platform is grafana; traces are taken on local, ec2, kubernetes only: leave it out",
    ]);
  });

  test.each([
    [{ sharePercent: 101 }, "traces.sharePercent"],
    [{ sharePercent: -1 }, "traces.sharePercent"],
    [{ maxSpansPerSecond: 0 }, "traces.maxSpansPerSecond"],
    [{ alwaysKeep: { slowerThan: "soon" } }, "traces.alwaysKeep.slowerThan"],
    [{ retention: "1h" }, "traces.retention"],
    [{ queue: 0 }, "traces.queue"],
    [{ sampling: 10 }, "traces.sampling"],
  ])("%j is refused at %s", (wrong, path) => {
    const found = problems({ traces: { ...traces, ...wrong } });
    expect(found.map((one) => one.split(": ")[0])).toEqual([path]);
  });
});

describe("the spans that services say they send", () => {
  const sending = (spansPerSecond: number) => ({ ...OF_SPANS, spansPerSecond });
  const inCluster = { kind: "kubernetes", cluster: { context: "c" }, flavour: "managed", nodes: 1 };

  test("are of traces", () => {
    expect(problems({ services: [{ ...sending(5), spanMetrics: false, targets: ["127.0.0.1:8080"] }] })).toEqual([
      "services[0].spansPerSecond: found some without traces: add tocsin:traces: { store: jaeger }",
    ]);
  });

  test("are let through, as far as the share goes", () => {
    expect(problems({ traces, services: [sending(10_000)] })).toEqual([]);
    expect(problems({ traces, services: [sending(10_100)] })).toEqual([
      "traces.maxSpansPerSecond: found 1000, but 10% of the services' spansPerSecond are 1010: raise it, or keep a smaller share",
    ]);
  });

  test("have room on the store's volume, where it has one", () => {
    // 100 spans a second for 14 days, of 170 bytes.
    expect(problems({ platform: inCluster, traces: { ...traces, volume: 20.6 }, services: [sending(1_000)] })).toEqual(
      [],
    );
    expect(problems({ platform: inCluster, traces, services: [sending(1_000)] })).toEqual([
      "traces.volume: found 20 GB, but 10% of the services' spansPerSecond are at least 20.6 GB in 14d: enlarge it, or keep less",
    ]);
    expect(problems({ traces, services: [sending(1_000)] })).toEqual([]);
  });
});

describe("metrics of spans", () => {
  test("need traces", () => {
    expect(problems({ services: [OF_SPANS] })).toEqual([
      "services[0].spanMetrics: found true without traces: add tocsin:traces: { store: jaeger }",
    ]);
  });

  test("are no metrics beside others of the service", () => {
    expect(problems({ traces, services: [{ ...OF_SPANS, targets: ["127.0.0.1:8080"] }] })).toEqual([
      'services[0].spanMetrics: found true, but "shop" has metrics of its own; leave out one of the two',
    ]);
  });

  test("have OpenTelemetry's names", () => {
    expect(problems({ traces, services: [{ ...OF_SPANS, options: {} }] })).toEqual([
      "services[0].spanMetrics: found true, but spans become metrics of OpenTelemetry's names: add options: { metrics: opentelemetry }",
    ]);
  });
});

test("a request is slow by the tightest objective for latency, else by the settings", () => {
  const slos = [
    { kind: "latency", objective: "99%", below: "2.5s" },
    { kind: "latency", objective: "95%", below: "500ms" },
  ];
  const chosen = settings({
    traces,
    services: [
      { ...OF_SPANS, slos },
      { ...OF_SPANS, name: "till" },
    ],
  });
  if (!chosen.traces) throw new Error("no traces");
  expect(chosen.services.map((one) => slowerThan(one, chosen.traces ?? expect.fail()))).toEqual([0.5, 1]);
});

test("the histogram has the bounds that objectives are held against", () => {
  const { services } = settings({
    traces,
    services: [
      { ...OF_SPANS, options: { ...OF_SPANS.options, buckets: [0.2, 2] } },
      { name: "till", mixin: "service", targets: ["127.0.0.1:8080"] },
    ],
  });
  expect(services.map(spanBuckets)).toEqual([[0.2, 2], undefined]);
});
