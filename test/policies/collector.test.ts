// What is judged of an OpenTelemetry Collector's configuration, as a file and in a custom resource.
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { everyTraceKept } from "../../policies/infrastructure-safety/policies/every-trace-kept";
import { otlpOpenToEveryone } from "../../policies/infrastructure-safety/policies/otlp-open-to-everyone";
import { unboundedSpanDimension } from "../../policies/label-cardinality/policies/unbounded-span-dimension";
import { findingsIn } from "./judged";

const collector = (more: object) =>
  stringify({ receivers: { otlp: {} }, service: { pipelines: { traces: { receivers: ["otlp"] } } }, ...more });

const otlp = (http: object) => collector({ receivers: { otlp: { protocols: { http } } } });
const sampler = (...policies: object[]) => collector({ processors: { "tail_sampling/all": { policies } } });
const spanmetrics = (connector: object) => collector({ connectors: { spanmetrics: connector } });
const share = (percent: number) => ({
  name: "share",
  type: "probabilistic",
  probabilistic: { sampling_percentage: percent },
});
const and = (...parts: object[]) => ({ name: "both", type: "and", and: { and_sub_policy: parts } });
const limit = { name: "limit", type: "rate_limiting", rate_limiting: { spans_per_second: 10 } };

describe("OTLP", () => {
  test.each(["0.0.0.0:4318", "[::]:4318", ":4318"])("at %s is open to everyone", (endpoint) => {
    expect(findingsIn(otlpOpenToEveryone, otlp({ endpoint }))).toHaveLength(1);
  });

  test.each([
    { endpoint: "127.0.0.1:4318" },
    { endpoint: "localhost:4318" },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the collector's configuration.
    { endpoint: "${env:POD_IP}:4318" },
    { endpoint: "0.0.0.0:4318", auth: { authenticator: "oidc" } },
    { endpoint: "0.0.0.0:4318", tls: { client_ca_file: "/ca.pem" } },
    {},
  ])("with %j is not", (http) => {
    expect(findingsIn(otlpOpenToEveryone, otlp(http))).toEqual([]);
  });

  test("in a custom resource of the operator is judged too, as a mapping and as text", () => {
    const config = {
      receivers: { otlp: { protocols: { grpc: { endpoint: "0.0.0.0:4317" } } } },
      service: { pipelines: {} },
    };
    for (const written of [config, stringify(config)]) {
      const manifest = {
        apiVersion: "opentelemetry.io/v1beta1",
        kind: "OpenTelemetryCollector",
        metadata: { name: "gateway" },
        spec: { config: written },
      };
      expect(findingsIn(otlpOpenToEveryone, stringify(manifest))).toHaveLength(1);
    }
  });
});

describe("sampling", () => {
  test.each([
    [share(100)],
    [{ name: "all", type: "always_sample" }],
    [and(share(100), limit)],
    [share(10), { name: "rest", type: "always_sample" }],
  ])("that keeps every trace: %j", (...policies) => {
    expect(findingsIn(everyTraceKept, sampler(...policies))).toHaveLength(1);
  });

  test.each([
    [share(10)],
    [and(share(10), limit)],
    [and(share(100), { name: "slow", type: "latency", latency: { threshold_ms: 500 } })],
  ])("that leaves some out: %j", (...policies) => {
    expect(findingsIn(everyTraceKept, sampler(...policies))).toEqual([]);
  });

  test("by the head is judged too", () => {
    const of = (sampling_percentage: number) =>
      collector({ processors: { probabilistic_sampler: { sampling_percentage } } });
    expect(findingsIn(everyTraceKept, of(100))).toHaveLength(1);
    expect(findingsIn(everyTraceKept, of(25))).toEqual([]);
  });
});

describe("dimensions of span metrics", () => {
  test.each([
    { dimensions: [{ name: "url.full" }] },
    { dimensions: [{ name: "user.id" }] },
    { histogram: { dimensions: [{ name: "db.query.text" }] } },
    { calls_dimensions: [{ name: "client.address" }] },
  ])("without end: %j", (connector) => {
    expect(findingsIn(unboundedSpanDimension, spanmetrics(connector))).toHaveLength(1);
    const limited = { ...connector, aggregation_cardinality_limit: 500 };
    expect(findingsIn(unboundedSpanDimension, spanmetrics(limited))).toEqual([]);
  });

  test("of few values", () => {
    const dimensions = ["http.route", "http.request.method", "service.version", "cloud.region"].map((name) => ({
      name,
    }));
    expect(findingsIn(unboundedSpanDimension, spanmetrics({ dimensions }))).toEqual([]);
  });
});
