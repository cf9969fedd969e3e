// The namings against what libraries really show, and what is said of those that cannot be.
//
// Recorded: prom-client 15.1.3 with express-prom-bundle 8.0.0; OpenTelemetry for JavaScript, exporter-prometheus and
// instrumentation-http 0.223.0; client_golang's promhttp 1.25.0; go-grpc-middleware/providers/prometheus 1.1.1; Python's
// prometheus_client; Spring Boot 3.5.6 with Micrometer 1.15.4; Envoy 1.40.0. Each answered three requests or four, one of which
// failed; at most three series of a kind are kept, or all buckets of the first.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { service } from "../../../components/mixins/service";
import { boundsOf, namedBy, options } from "../../../components/mixins/service/options";
import { SettingsError } from "../../../components/monitoring";
import { againstCatalogue } from "../../../infra/exposition/compare";
import { readExposition } from "../../../infra/exposition/read";
import { settings } from "../../support/environment";

const RECORDED: readonly (readonly [file: string, metrics: unknown])[] = [
  ["prom-client", "prom-client"],
  ["opentelemetry-js", "opentelemetry-js"],
  ["promhttp", { naming: "promhttp", inFlight: "in_flight_requests" }],
  ["grpc", "grpc"],
  ["micrometer", "micrometer"],
  ["envoy", "envoy"],
  [
    "python",
    {
      requests: "shop_requests_total",
      duration: "shop_request_seconds",
      labels: { endpoint: "route", status: "code" },
    },
  ],
];

const folder = join(__dirname, "../../fixtures/namings");

const shownIn = (file: string) => readExposition(readFileSync(join(folder, `${file}.prom`), "utf8"), file);

/** The bounds that a histogram shows, where the file has all of them. */
function boundsIn(file: string, duration: string): number[] | undefined {
  const shown = [...(shownIn(file).series.get(`${duration}_bucket`)?.get("le") ?? [])];
  return shown.includes("+Inf") ? shown.filter((le) => le !== "+Inf").map(Number) : undefined;
}

describe.each(RECORDED)("what %s shows", (file, metrics) => {
  const given = options.parse({ metrics });
  const { naming } = namedBy(given);

  test("is all that the naming expects, as check-exposition compares it, and nothing that rules would split by", () => {
    expect(againstCatalogue(service.build([given]), shownIn(file))).toEqual([]);
  });

  test("has the bounds by which objectives are judged, where all are recorded", () => {
    const recorded = boundsIn(file, naming.duration);
    if (recorded) expect(boundsOf(given)).toEqual(recorded.map((le) => (naming.milliseconds ? le / 1000 : le)));
    else expect(["micrometer", "envoy"]).not.toContain(file);
  });
});

describe("namings in use together", () => {
  const requestsOf = (...metrics: string[]) =>
    service
      .build(metrics.map((one) => ({ metrics: one })))
      .recordings.find(({ record }) => record === "service_status:http_requests:irate30s")?.expr ?? "";

  test("are told apart where one counts requests by a histogram that the other shows beside its counter", () => {
    // Go's promhttp shows http_request_duration_seconds_count as well, without the labels of express-prom-bundle.
    expect(requestsOf("prom-client", "promhttp")).toContain(
      'http_request_duration_seconds_count{job="service",path!=""}',
    );
    expect(requestsOf("prom-client")).toContain('http_request_duration_seconds_count{job="service"}');
    expect(requestsOf("promhttp", "prom-client")).toContain('irate(http_requests_total{job="service"}[30s])');
  });
});

test("Envoy's own port, which Prometheus asks, is no part of the service", () => {
  const exprs = service.build([{ metrics: "envoy" }]).recordings.map(({ expr }) => expr);
  const raw = exprs.flatMap((expr) => expr.match(/envoy_http_downstream_rq_\w+\{[^}]*\}/g) ?? []);
  expect(new Set(raw.map((one) => one.replace(/\{.*/, "")))).toEqual(
    new Set(["xx", "time_bucket", "active"].map((what) => `envoy_http_downstream_rq_${what}`)),
  );
  for (const one of raw) expect(one).toContain('envoy_http_conn_manager_prefix!="admin"');
});

describe("an objective's bound", () => {
  const problemsOf = (below: string, options: object) => {
    const slos = [{ kind: "latency", objective: 0.95, below }];
    try {
      settings({ services: [{ name: "shop", mixin: "service", targets: ["10.0.0.1:1"], options, slos }] });
    } catch (error) {
      return error instanceof SettingsError ? error.message : String(error);
    }
    return "";
  };

  test("is refused where no bucket has it", () => {
    expect(problemsOf("333ms", { metrics: "opentelemetry" })).toContain(
      "services[0].slos[0].below: found 333ms, which is no bucket of its histogram; there, in seconds: 0.005, 0.01,",
    );
    expect(problemsOf("300ms", { metrics: "app", buckets: [0.1, 0.25] })).toContain("there, in seconds: 0.1, 0.25.");
    // Micrometer has no round bounds above a millisecond.
    expect(problemsOf("500ms", { metrics: "micrometer" })).toContain(
      "the nearest of 68, in seconds: 0.268435456, 0.357913941, 0.447392426, 0.536870911, 0.626349396, 0.715827881. If",
    );
  });

  test("is taken where a bucket has it, or where buckets are not known", () => {
    expect(problemsOf("250ms", { metrics: "istio" })).toBe("");
    expect(problemsOf("333ms", { metrics: "opentelemetry", buckets: [0.333, 1] })).toBe("");
    expect(problemsOf("333ms", { metrics: { duration: "x_seconds", labels: { status: "code" } } })).toBe("");
  });
});

describe("a naming is refused", () => {
  const problemsOf = (metrics: unknown): string => {
    try {
      settings({ services: [{ name: "shop", mixin: "service", targets: ["10.0.0.1:1"], options: { metrics } }] });
    } catch (error) {
      if (error instanceof SettingsError)
        return error.problems.map(({ path, message }) => `${path}: ${message}`).join("\n");
      throw error;
    }
    return "";
  };

  test.each<[title: string, metrics: unknown, problem: string]>([
    ["that is not known", "micrometre", 'services[0].options.metrics: found "micrometre"; allowed: app, http'],
    ["that is not known, with the nearest", "micrometre", 'Did you mean "micrometer"?'],
    [
      "with a label that its metrics do not have",
      { naming: "opentelemetry", labels: { endpoint: "http_target" } },
      "give one of the labels of http_server_request_duration_seconds, which the naming opentelemetry has: http_request_method, http_route, http_response_status_code",
    ],
    ["without a histogram", { requests: "x_total" }, "the histogram's name as duration, or a naming that it is like"],
    ["without the label of the status", { duration: "x_seconds" }, "the label that holds the status"],
    [
      "whose histogram is one of its parts",
      { duration: "x_seconds_bucket", labels: { status: "code" } },
      "without _bucket, _count or _sum",
    ],
    [
      "whose label is one of targets",
      { duration: "x_seconds", labels: { status: "instance" } },
      "a label of the service's own",
    ],
    ["with an unknown key", { duration: "x_seconds", labels: { stauts: "code" } }, 'Did you mean "status"?'],
  ])("%s", (_, metrics, problem) => {
    expect(problemsOf(metrics)).toContain(problem);
  });
});
