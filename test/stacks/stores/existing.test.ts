// A Loki and a Tempo that exist, on each platform under mocks: nothing of ours keeps lines or traces, and everything leads there.
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { grafanaValues } from "../../../components/kubernetes/charts/values/grafana";
import { local } from "../../../stacks/local";
import { deployed as onEc2, settingsWith } from "../../components/ec2/registered";
import { stackArgs } from "../../components/kubernetes/clusters";
import { deployed as inCluster } from "../../components/kubernetes/logs/deployed";
import { settings } from "../../support/environment";
import { fileOf, deployed as here } from "../../support/local-stack";

const basicAuth = { user: "shop", password: { file: "/secrets/store" } };
const LOGS = { store: { loki: { url: "https://loki.example.com", tenant: "shop", basicAuth } } };
const TRACES = {
  store: { tempo: { url: "https://tempo.example.com", otlp: "https://otlp.example.com", tenant: "shop", basicAuth } },
};
const WITH = { logs: LOGS, traces: TRACES };
const SHOP = { name: "shop", mixin: "service", targets: ["web-1:8080"], logs: { files: ["/var/log/shop/*.log"] } };
const STORES = { "logs-store-password": "l", "traces-store-password": "t" };

/** What a collector's configuration sends with. */
function sendingOf(configuration: string) {
  const { exporters, extensions } = parse(configuration);
  const { logs_endpoint, endpoint, headers, auth, tls } = exporters.otlp_http;
  return { to: logs_endpoint ?? endpoint, headers, auth, tls, access: extensions["basicauth/store"].client_auth };
}

const sent = (to: string, passwordFile: string) => ({
  to,
  headers: { "X-Scope-OrgID": "shop" },
  auth: { authenticator: "basicauth/store" },
  // Its certificate is to be valid.
  tls: undefined,
  access: { username: "shop", password_file: passwordFile },
});

const NONE_OF_OURS = ["victorialogs", "vmalert", "jaeger"];

/** Grafana's data sources lead from lines to traces and back. */
function expectJoined(sources: unknown) {
  const named = (name: string) => Object(sources).find((one: { name: string }) => one.name === name);
  const [logs, traces] = [named("Logs"), named("Traces")];
  expect(logs).toMatchObject({ uid: "logs", type: "loki", url: "https://loki.example.com", basicAuthUser: "shop" });
  expect(traces).toMatchObject({
    uid: "traces",
    type: "tempo",
    url: "https://tempo.example.com",
    basicAuthUser: "shop",
  });
  expect(logs.jsonData.derivedFields).toMatchObject([{ matcherRegex: "trace_id", datasourceUid: "traces" }]);
  expect(traces.jsonData).toMatchObject({
    tracesToLogsV2: { datasourceUid: "logs" },
    tracesToMetrics: { datasourceUid: "prometheus" },
  });
  for (const one of [logs, traces]) expect(one.secureJsonData).toMatchObject({ httpHeaderValue1: "shop" });
}

describe("on this machine, stores that exist", () => {
  const chosen = settings({ ...WITH, services: [{ ...SHOP, targets: ["127.0.0.1:8080"] }] });
  const surrounded = { credentials: { stores: STORES }, grafanaHome: "/usr/share/grafana" };

  test("get what the collector and the gateway send, and no store of ours runs", async () => {
    const { named, resources } = await here(surrounded, chosen);
    expect(resources.map(({ name }) => name).filter((name) => NONE_OF_OURS.includes(name))).toEqual([]);
    const secrets = "/project/.tocsin/local";
    expect(sendingOf(fileOf(named("collector"), "collector.yml"))).toEqual(
      sent("https://loki.example.com/otlp/v1/logs", `${secrets}/collector/config/current/secrets/logs-store-password`),
    );
    expect(sendingOf(fileOf(named("gateway"), "gateway.yml"))).toEqual(
      sent("https://otlp.example.com", `${secrets}/gateway/config/current/secrets/traces-store-password`),
    );
    expect(Object.keys(Object(named("collector").inputs.secretFiles))).toEqual(["secrets/logs-store-password"]);
  });

  test("are Grafana's data sources", async () => {
    const { named } = await here(surrounded, chosen);
    const { datasources } = parse(fileOf(named("grafana"), "provisioning/datasources/prometheus.yml"));
    expectJoined(datasources);
    expect(datasources[0].jsonData.exemplarTraceIdDestinations).toEqual([
      { name: "trace_id", datasourceUid: "traces" },
    ]);
  });

  test("are looked into through Grafana, where there is one; nothing of ours watches them or evaluates their lines", () => {
    const facts = { environment: "local", runtime: "native" } as const;
    const watched = local.monitoring(chosen, { ...facts, grafanaHome: "/usr/share/grafana" });
    const alerts = watched.groups.flatMap((group) => group.alerts);
    const down = alerts.find(({ alert }) => alert.name === "ServiceDown" || alert.name === "TargetDown");
    expect(down?.annotations.logs_url).toMatch(/^http:\/\/127\.0\.0\.1:3000\/explore\?.*now-1h/);
    expect(watched.logs).toMatchObject({ existing: { kind: "loki" }, alerts: [] });
    expect(watched.logs?.leftOut).toContain("LogCrash");
    expect(watched.jobs.map(({ name }) => name)).not.toContain("victorialogs:monitoring");
    expect(watched.dashboards.map(({ uid }) => uid)).not.toContain("tocsin-logs");
    const plain = local.monitoring(chosen, facts).groups.flatMap((group) => group.alerts);
    expect(plain.every(({ annotations }) => annotations.logs_url === undefined)).toBe(true);
  });
});

describe("in a cluster, stores that exist", () => {
  const deployed = () => inCluster({}, WITH, { stores: { ...STORES } });

  test("get what the collectors and the gateway send, with a password that both namespaces have", async () => {
    const { ofType, named } = await deployed();
    const workloads = ["StatefulSet", "DaemonSet"].flatMap((type) => ofType(type)).map(({ name }) => name);
    expect(workloads.sort()).toEqual(["test-collector", "test-trace-gateway"]);
    expect(sendingOf(named("ConfigMap", "tocsin-collector").data["collector.yml"])).toEqual(
      sent("https://loki.example.com/otlp/v1/logs", "/access/password"),
    );
    expect(sendingOf(named("ConfigMap", "tocsin-spans").data["gateway.yml"])).toEqual(
      sent("https://otlp.example.com", "/access/password"),
    );
    const secretsOf = (name: string) =>
      ofType("Secret")
        .filter(({ inputs }) => Object(inputs.metadata).name === name)
        .map(({ inputs }) => JSON.stringify(inputs.stringData));
    const both = secretsOf("tocsin-logs-access");
    expect(both).toHaveLength(2);
    for (const one of both) expect(one).toMatch(/"password":"l","username":"shop"/);
    expect(secretsOf("tocsin-traces-access")).toEqual([expect.stringMatching(/"password":"t","username":"shop"/)]);
  });

  test("are Grafana's data sources", async () => {
    const { settings: all } = await deployed();
    const values = grafanaValues(stackArgs(all));
    expectJoined(Object(values).additionalDataSources);
    expect(values["grafana.ini"]).not.toHaveProperty("plugins");
  });
});

describe("on EC2, stores that exist", () => {
  const chosen = settingsWith({ exporters: [] }, { ...WITH, services: [SHOP] });

  test("get lines from the hosts themselves and traces from the gateways; the servers keep nothing", async () => {
    const stores = { "logs-store-password": pulumi.secret("l"), "traces-store-password": pulumi.secret("t") };
    const { ofType, resources } = await onEc2(chosen, { stores });
    expect(resources.map(({ name }) => name).filter((name) => /monitoring-\d-traces$/.test(name))).toEqual([]);
    const parameters = ofType("ssm/parameter:Parameter").map(({ inputs }) => inputs.name);
    for (const file of ["logs-password", "traces-password", "traces-store-password"])
      expect(parameters).toContain(`/tocsin/dev/${file}`);
    const document = ofType("ssm/document:Document")
      .map(({ inputs }) => String(inputs.content))
      .join("\n");
    expect(document).toContain("https://loki.example.com/otlp/v1/logs");
    const objects = ofType("s3/bucketObjectv2:BucketObjectv2");
    const setup = objects.find(({ name }) => name === "dev-monitoring-1-setup")?.inputs.content;
    for (const part of ["victoria-logs", "vmalert.service", "jaeger.service", "tocsin-relay"])
      expect(setup).not.toContain(part);
    expect(setup).toContain("tocsin-gateway.service");
    expect(setup).toContain("tocsin-grafana:grafana-logs-store-password=/tocsin/dev/logs-password");
    expect(setup).toContain("tocsin-traces:traces-store-password=/tocsin/dev/traces-store-password");
  });
});
