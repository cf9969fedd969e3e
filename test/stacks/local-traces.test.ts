// The local platform's traces under mocks: none unless the settings ask for them.
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { Surroundings } from "../../stacks";
import { local } from "../../stacks/local";
import { settings } from "../support/environment";
import { deployed, fileOf } from "../support/local-stack";

const SHOP = {
  name: "shop",
  mixin: "service",
  spanMetrics: true,
  options: { metrics: "opentelemetry" },
  slos: [{ kind: "latency", objective: "99%", below: "250ms" }],
};

const chosen = (traces: object = {}) => settings({ services: [SHOP], traces: { store: "jaeger", ...traces } });
const taken = (traces: object = {}, surrounded: Partial<Surroundings> = {}) => deployed(surrounded, chosen(traces));

describe("traces", () => {
  test("are not taken unless the settings say so", async () => {
    const { resources, named } = await deployed();
    const names = resources.map(({ name }) => name);
    for (const part of ["jaeger", "gateway"]) expect(names).not.toContain(part);
    expect(named("sample").inputs.args).not.toContainEqual(expect.stringMatching("--spans"));
  });

  test("are kept by a store on loopback that asks for a password, behind the guard", async () => {
    const { named, outputs } = await taken({ retention: "3d" });
    const { extensions, receivers } = parse(fileOf(named("jaeger"), "jaeger.yml"));
    expect(extensions.jaeger_query.http).toEqual({ endpoint: "127.0.0.1:16687", auth: { authenticator: "basicauth" } });
    expect(receivers.otlp.protocols.http).toEqual({
      endpoint: "127.0.0.1:16688",
      auth: { authenticator: "basicauth" },
    });
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference of the collector's configuration.
    expect(extensions.basicauth.htpasswd.inline).toBe("tocsin:${file:/project/.tocsin/local/access/password}");
    expect(extensions.jaeger_storage.backends.badger.badger.ttl.spans).toBe("72h");
    expect(named("guard").inputs.args).toContain("16686=16687");
    expect(outputs.addresses).toMatchObject({ jaeger: "http://127.0.0.1:16686" });
  });

  test("come in on loopback, and are sampled as the settings say", async () => {
    const { named } = await taken({ sharePercent: 2.5, maxSpansPerSecond: 50, alwaysKeep: { errors: false } });
    const { receivers, processors } = parse(fileOf(named("gateway"), "gateway.yml"));
    expect(receivers.otlp).toEqual({ protocols: { http: { endpoint: "127.0.0.1:4319" } } });
    const [always, share] = processors.tail_sampling.policies;
    expect(always.and.and_sub_policy[0].ottl_condition.span).toEqual([
      'kind == SPAN_KIND_SERVER and end_time_unix_nano - start_time_unix_nano > 250000000 and resource.attributes["service.name"] == "shop"',
      'kind == SPAN_KIND_SERVER and end_time_unix_nano - start_time_unix_nano > 1000000000 and not (resource.attributes["service.name"] == "shop")',
    ]);
    expect(share.and.and_sub_policy).toEqual([
      { name: "share", type: "probabilistic", probabilistic: { sampling_percentage: 2.5 } },
      { name: "share-limit", type: "rate_limiting", rate_limiting: { spans_per_second: 50 } },
    ]);
    expect(named("sample").inputs.args).toContain("--spans=http://127.0.0.1:4319");
  });

  test("become metrics of the services that have none of their own, which Prometheus scrapes one by one", async () => {
    const watched = local.monitoring(chosen(), { environment: "local", runtime: "native" });
    expect(watched.jobs.find(({ name }) => name === "service:shop")).toMatchObject({
      spansOf: "shop",
      targets: [{ address: "127.0.0.1:8890", labels: { service: "shop", job: "service" } }],
    });
    const { named } = await taken();
    const { scrape_configs } = parse(fileOf(named("prometheus"), "prometheus.yml"));
    const job = scrape_configs.find((one: { job_name: string }) => one.job_name === "service:shop");
    expect(job.metric_relabel_configs).toContainEqual({
      source_labels: ["service_name"],
      regex: "shop",
      action: "keep",
    });
  });

  test("are found in Grafana: from a bucket's exemplar to its trace, and from a span to the metrics of its service", async () => {
    const { named } = await taken({}, { grafanaHome: "/usr/share/grafana" });
    const { datasources } = parse(fileOf(named("grafana"), "provisioning/datasources/prometheus.yml"));
    const of = (uid: string) => datasources.find((one: { uid: string }) => one.uid === uid);
    expect(of("prometheus").jsonData.exemplarTraceIdDestinations).toEqual([
      { name: "trace_id", datasourceUid: "jaeger" },
    ]);
    expect(of("jaeger")).toMatchObject({
      type: "jaeger",
      url: "http://127.0.0.1:16687",
      basicAuth: true,
      jsonData: { tracesToMetrics: { datasourceUid: "prometheus" } },
    });
    expect(named("prometheus").inputs.args).toContain("--enable-feature=exemplar-storage");
  });

  test("are shown by the inbox, whose Jaeger may have no pages", async () => {
    const { named } = await taken();
    expect(named("inbox").inputs.args).toContain("--traces=http://127.0.0.1:16686");
  });

  const rulesOf = (watched: ReturnType<typeof local.monitoring>, name: string) =>
    watched.groups.flatMap(({ alerts }) => alerts).find(({ alert }) => alert.name === name);

  test("have their parts watched, each once, and their share held against that of the settings", () => {
    const watched = local.monitoring(chosen({ sharePercent: 7 }), { environment: "local", runtime: "native" });
    const scraped = (address: string) =>
      watched.jobs.flatMap(({ name, targets }) => (targets.some((one) => one.address === address) ? [name] : []));
    expect(scraped("127.0.0.1:16689")).toEqual(["jaeger:monitoring"]);
    expect(scraped("127.0.0.1:8889")).toEqual(["otelcol:monitoring"]);
    const share = rulesOf(watched, "JaegerSamplingShare");
    expect(share?.expr).toContain("ratio30m - 0.07)");
    expect(share?.annotations.description).toContain("from the 7% of the settings");
    const without = local.monitoring(settings(), { environment: "local", runtime: "native" });
    expect(rulesOf(without, "JaegerSamplingShare")).toBeUndefined();
  });

  test("are watched by the settings' share, whatever a service says of a store elsewhere", () => {
    const other = { name: "elsewhere", mixin: "jaeger", targets: ["10.0.0.9:8888"] };
    const both = settings({ services: [other], traces: { store: "jaeger", sharePercent: 2.5 } });
    const watched = local.monitoring(both, { environment: "local", runtime: "native" });
    expect(rulesOf(watched, "JaegerSamplingShare")?.expr).toContain("ratio30m - 0.025)");
  });

  test("keep the gateway's metrics of sampling where scrapes keep what is read", () => {
    const watched = local.monitoring(settings({ traces: { store: "jaeger" }, scrape: { keep: "used" } }), {
      environment: "local",
      runtime: "native",
    });
    expect(watched.jobs.find(({ name }) => name === "otelcol:monitoring")?.keep).toEqual(
      expect.arrayContaining([
        "otelcol_processor_tail_sampling_count_traces_sampled_total",
        "otelcol_exporter_queue_capacity",
      ]),
    );
  });

  test("have their ports looked at before anything is started", async () => {
    const { named } = await taken();
    const { listeners } = named("ports").inputs as { listeners: Record<string, { port: number }> };
    expect(Object.values(listeners).map(({ port }) => port)).toEqual(
      expect.arrayContaining([16686, 16687, 16688, 16689, 8889, 8890, 4319]),
    );
  });

  test("are taken by containers under Docker, which see the password", async () => {
    const { named } = await taken({}, { runtime: "docker" });
    const access = { hostPath: "/project/.tocsin/local/access", containerPath: "/access", readOnly: true };
    for (const part of ["jaeger", "gateway"])
      expect(named(part, "docker:index/container:Container").inputs.volumes).toContainEqual(access);
  });
});
