// Traces in a cluster: none unless the settings ask for them; what the programs themselves say of their configurations; who reaches whom.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { cacheFolder } from "../../../../components/host/tools/cache";
import { readEnvironment } from "../../../../components/host/tools/environment";
import { isMade } from "../../../cluster/build/recipe";
import { COLLECTOR_PROGRAM, collector } from "../../../cluster/build/recipes/collector";
import { toolsOrSkip } from "../../../support/tools";
import { watched } from "../clusters";
import { deployed as deployedWith } from "./deployed";

const SHOP = {
  name: "shop",
  team: "sales",
  mixin: "service",
  spanMetrics: true,
  options: { metrics: "opentelemetry" },
  slos: [{ kind: "latency", objective: "99%", below: "250ms" }],
};

const deployed = (traces: object = {}, platform: object = {}, more: object = {}) =>
  deployedWith(platform, { services: [SHOP], logs: undefined, traces: { store: "jaeger", ...traces }, ...more });

const containerOf = (workload: unknown) => Object(workload).spec.template.spec.containers[0];

describe("traces in a cluster", () => {
  test("are not taken unless the settings say so", async () => {
    const { resources } = await deployedWith({}, { services: [], logs: undefined });
    expect(resources.filter(({ type }) => type.endsWith(":StatefulSet"))).toEqual([]);
  });

  test("are kept on a volume, for as long as the settings say, by a store that asks for a password", async () => {
    const { named, ofType } = await deployed({ retention: "3d", volume: 50 }, { storageClass: "fast" });
    const { extensions, receivers } = parse(named("ConfigMap", "tocsin-traces").data["jaeger.yml"]);
    expect(extensions.jaeger_storage.backends.badger.badger.ttl.spans).toBe("72h");
    for (const { auth, endpoint } of [extensions.jaeger_query.http, receivers.otlp.protocols.http]) {
      expect(auth).toEqual({ authenticator: "basicauth" });
      expect(endpoint).toMatch(/^\$\{env:POD_IP\}:/);
    }
    const [claim] = named("StatefulSet", "tocsin-traces").spec.volumeClaimTemplates;
    expect(claim.spec).toMatchObject({ storageClassName: "fast", resources: { requests: { storage: "50G" } } });
    expect(ofType("Secret").map(({ inputs }) => Object(inputs.metadata).name)).toContain("tocsin-traces-access");
  });

  test("beside logs have a gateway that is missed by a name of its own", async () => {
    const { ofType } = await deployed({}, {}, { logs: { store: "victorialogs" } });
    const rules = ofType("PrometheusRule").flatMap(({ inputs }) =>
      Object(inputs).spec.groups.flatMap((group: { rules: { record?: string; labels?: object }[] }) => group.rules),
    );
    const recorded = rules
      .filter(({ record }) => record !== undefined)
      .map(({ record, labels, expr }) => JSON.stringify([record, labels, expr]));
    expect(recorded).toEqual([...new Set(recorded)]);
    const missed = rules.filter(({ record, labels }) => record === "instance:up:absent" && labels.job === "otelcol");
    expect(missed.map(({ labels }) => labels.service)).toEqual(["otelcol", "otelcol-gateway"]);
  });

  test("are sampled by one gateway, which sends to the store and keeps what waits on a volume", async () => {
    const { named } = await deployed({ sharePercent: 2.5 });
    const { receivers, exporters, processors } = parse(named("ConfigMap", "tocsin-spans").data["gateway.yml"]);
    expect(receivers.otlp.protocols.http.endpoint).toMatch(/^\$\{env:POD_IP\}:4318$/);
    expect(exporters.otlp_http.endpoint).toBe("http://tocsin-traces.monitoring:4318");
    expect(JSON.stringify(processors.tail_sampling)).toContain('"sampling_percentage":2.5');
    expect(named("StatefulSet", "tocsin-spans").spec).toMatchObject({ replicas: 1 });
  });

  test.each(["tocsin-traces", "tocsin-spans"])("have a %s without rights and without a token", async (name) => {
    const { named } = await deployed();
    const workload = named("StatefulSet", name);
    expect(workload.spec.template.spec).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
    });
    expect(containerOf(workload).securityContext).toMatchObject({ readOnlyRootFilesystem: true });
  });

  test("are watched, with the collectors of logs beside the gateway, and links lead to them", async () => {
    const { settings } = await deployed({}, { nodes: 4 }, { logs: { store: "victorialogs" } });
    const monitoring = watched(settings);
    const selected = Object.fromEntries(
      monitoring.jobs.map(({ name, selected: all = [] }) => [name, all.map(({ expected }) => expected)]),
    );
    expect(selected).toMatchObject({ "jaeger:monitoring": [1], "otelcol:monitoring": [4, 1] });
    expect(JSON.stringify(monitoring.groups)).toContain("http://tocsin-traces.monitoring:16686/search?service=");
    const { ofType } = await deployed({}, {}, { logs: { store: "victorialogs" } });
    expect(ofType("PodMonitor").map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        "test-podmonitor-otelcol-monitoring",
        "test-podmonitor-otelcol-monitoring-otelcol-gateway",
      ]),
    );
  });

  test("become the metrics of a service that has no others, and of that service alone", async () => {
    const { ofType } = await deployed();
    const found = ofType("ScrapeConfig").find(({ name }) => name.endsWith("service-shop"));
    const { staticConfigs, metricRelabelings } = Object(found?.inputs.spec);
    expect(staticConfigs[0].targets).toEqual(["tocsin-spans.monitoring:8890"]);
    expect(metricRelabelings).toContainEqual({ action: "keep", sourceLabels: ["service_name"], regex: "shop" });
  });

  test("are refused where a service has metrics of its own", () => {
    const inCluster = { namespace: "shop", labels: { app: "shop" }, port: "metrics" };
    return expect(deployed({}, {}, { services: [{ ...SHOP, inCluster }] })).rejects.toThrow(
      'services[0].spanMetrics: found true, but "shop" has metrics of its own',
    );
  });
});

const environment = readEnvironment();
const built = isMade(collector, { environment })
  ? join(cacheFolder(environment, "tools", "cluster"), collector.name, COLLECTOR_PROGRAM)
  : undefined;
const tools = toolsOrSkip("jaeger");

describe.skipIf(!built || !tools)("the programs themselves", { timeout: 60_000 }, () => {
  test.each([
    ["the gateway's", "tocsin-spans", "gateway.yml", built],
    ["the store's", "tocsin-traces", "jaeger.yml", tools?.jaeger],
  ])("take %s configuration", async (_, map, file, program) => {
    const { named } = await deployed();
    const folder = mkdtempSync(join(tmpdir(), "tocsin-traces-"));
    const text: string = named("ConfigMap", map).data[file];
    writeFileSync(join(folder, "password"), "of-this-test");
    writeFileSync(join(folder, file), text.replaceAll("/access/password", join(folder, "password")));
    const { exitCode, all } = await execa(program ?? "", ["validate", `--config=file:${join(folder, file)}`], {
      ...{ all: true, reject: false },
      env: { POD_IP: "127.0.0.1" },
    });
    rmSync(folder, { recursive: true });
    expect(exitCode, all).toBe(0);
  });
});
