// How an environment's Prometheus is reached on each platform, and what is said where it is not.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Settings } from "../../../components/monitoring";
import { accessToPrometheus } from "../../../infra/running/prometheus-access";
import { settings } from "../../support/environment";
import { answering } from "../cluster/answering";

const asked: { path: string; authorization: string | undefined; organisation: unknown }[] = [];
let server: Server;
let url = "";

beforeAll(async () => {
  server = createServer(({ url: path = "", headers }, response) => {
    asked.push({ path, authorization: headers.authorization, organisation: headers["x-grafana-org-id"] });
    response.end(path.includes("broken") ? "<html>" : JSON.stringify({ status: "success", data: { result: [] } }));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const base64 = (text: string) => Buffer.from(text).toString("base64");

const grafana = (more: object) =>
  settings({
    platform: { kind: "grafana", url, dataSource: { uid: "the-prometheus" }, ...more },
    links: { runbook: "https://runbooks.example/{mixin}#{alert}" },
    notifications: { slack: { webhook: { file: "/webhook" } } },
  });

const ec2 = () => ({ ...settings(), platform: { kind: "ec2" } }) as Settings;

describe("Prometheus is asked", () => {
  test("on any platform at a URL, with the user and password in it, which no message repeats", async () => {
    const access = await accessToPrometheus("prod", settings(), url.replace("//", "//ann:s%40cret@"));
    await access.ask("query", { query: "up" });
    expect(asked.at(-1)).toMatchObject({
      path: "/api/v1/query?query=up",
      authorization: `Basic ${base64("ann:s@cret")}`,
    });
    expect(access.words).toBe(`Prometheus at ${url}`);
    await expect(access.ask("broken", {})).rejects.toThrow(/answers 200, not as Prometheus does: <html>/);
    await expect(accessToPrometheus("prod", settings(), "localhost")).rejects.toThrow(
      '--prometheus: found "localhost"',
    );
  });

  test("on the platform grafana as Grafana's data source is", async () => {
    process.env.GRAFANA_AUTH = "admin:pass";
    const access = await accessToPrometheus("prod", grafana({ organisation: 3 }));
    delete process.env.GRAFANA_AUTH;
    await access.ask("query", { query: "up" });
    expect(asked.at(-1)).toEqual({
      path: "/api/datasources/proxy/uid/the-prometheus/api/v1/query?query=up",
      authorization: `Basic ${base64("admin:pass")}`,
      organisation: "3",
    });
    await expect(accessToPrometheus("prod", grafana({}))).rejects.toThrow("give it as the variable GRAFANA_AUTH");
  });

  test("in a cluster through its API server, and else over a forwarded port", async () => {
    const proxied = "/api/v1/namespaces/monitoring/services/tocsin-prometheus:9090/proxy/api/v1";
    const api = await answering({
      "/readyz": { body: "ok" },
      [`${proxied}/query`]: { body: { status: "success", data: { result: [1] } } },
      [`${proxied}/targets`]: { status: 503, body: { kind: "Status" } },
    });
    try {
      const cluster = { context: "test", kubeconfig: api.kubeconfig };
      const inCluster = {
        ...settings(),
        platform: { kind: "kubernetes", namespace: "monitoring", cluster },
      } as Settings;
      const access = await accessToPrometheus("prod", inCluster);
      expect(await access.ask("query", { query: "up" })).toEqual({ result: [1] });
      await expect(access.ask("targets", {})).rejects.toThrow("kubectl --namespace monitoring port-forward service/");
    } finally {
      await api.close();
    }
  });

  test("on EC2 over a forwarded port", async () => {
    await expect(accessToPrometheus("prod", ec2())).rejects.toThrow("give --prometheus http://127.0.0.1:PORT");
  });

  test("on this machine with its targets", async () => {
    const access = await accessToPrometheus("local", settings());
    expect(access).toMatchObject({ words: "Prometheus at http://127.0.0.1:9090", reachesTargets: true });
  });
});
