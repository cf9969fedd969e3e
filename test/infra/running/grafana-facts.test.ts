// Whether an existing Grafana has routing trees for an environment, by what each of its versions answers.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { parseSettings } from "../../../components/monitoring";
import { lookAtGrafana } from "../../../infra/running/grafana-facts";

const DEPLOYS = { deploys: true };
const TOKEN = "glsa_1";
const KINDS = ["receivers", "routingtrees", "inhibitionrules", "timeintervals"];

interface Version {
  version: string;
  /** Those of its API v1beta1; none where it has only older ones. */
  kinds?: readonly string[];
  featureToggles?: Record<string, boolean>;
  namespace?: string;
}

let server: Server | undefined;
afterEach(() => server?.close());

/** Answers as Grafana does: without credentials 401, what a version does not know 404. */
async function startGrafana({ version, kinds, featureToggles = {}, namespace = "default" }: Version): Promise<string> {
  const answers: Record<string, object> = {
    "/api/frontend/settings": { buildInfo: { version }, featureToggles, namespace },
    ...(kinds && {
      "/apis/notifications.alerting.grafana.app/v1beta1": {
        kind: "APIResourceList",
        groupVersion: "notifications.alerting.grafana.app/v1beta1",
        resources: kinds.map((name) => ({ name, namespaced: true })),
      },
    }),
  };
  const allowed = [`Bearer ${TOKEN}`, `Basic ${Buffer.from("admin:pw").toString("base64")}`];
  server = createServer(({ url = "", headers }, response) => {
    const isKnown = allowed.includes(headers.authorization ?? "");
    const answer = answers[url];
    response.statusCode = isKnown ? (answer ? 200 : 404) : 401;
    response.end(JSON.stringify(isKnown ? (answer ?? { message: "Not found" }) : { message: "Unauthorized" }));
  });
  const listening = server;
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
}

const settingsAt = (url: string, more: object = {}) =>
  parseSettings({
    platform: { kind: "grafana", url, auth: TOKEN, dataSource: { uid: "prometheus" }, ...more },
    links: { runbook: "https://runbooks.example.com/{mixin}#{alert}" },
  });

const look = async (version: Version, more: object = {}) =>
  lookAtGrafana(settingsAt(await startGrafana(version), more), DEPLOYS);

const ON = { alertingMultiplePolicies: true };

test.each<[string, Version]>([
  ["13.2", { version: "13.2.2", kinds: KINDS }],
  ["13.1 with its feature toggle", { version: "13.1.0", kinds: KINDS, featureToggles: ON }],
  ["Grafana Cloud", { version: "13.2.0-29374612", kinds: KINDS, namespace: "stacks-123" }],
])("%s has them", async (_, version) => {
  expect(await look(version)).toEqual({ noTree: undefined });
});

test.each<[string, Version]>([
  ["11, which has no such API", { version: "11.6.4" }],
  ["12.4, whose API is older, whatever is switched on", { version: "12.4.1", featureToggles: ON }],
  ["13.0, whose feature toggle is off", { version: "13.0.1", kinds: KINDS }],
  ["one without inhibition rules", { version: "13.2.0", kinds: ["receivers", "routingtrees"] }],
])("%s has none, and says its version", async (_, version) => {
  expect((await look(version))?.noTree).toMatch(`Grafana ${version.version} has no routing trees`);
});

test("a token of another organisation than the first does not reach them, an administrator does", async () => {
  const version = { version: "13.2.2", kinds: KINDS, namespace: "org-5" };
  expect((await look(version))?.noTree).toMatch(/not Grafana's first \(org-5\)/);
  server?.close();
  expect(await look(version, { auth: "admin:pw", organisation: 5 })).toEqual({ noTree: undefined });
});

test("one that refuses is an error, and never one without them: the organisation's policy would be replaced", async () => {
  await expect(look({ version: "13.2.2", kinds: KINDS }, { auth: "wrong" })).rejects.toThrow(
    /answers 401 to \/api\/frontend\/settings; is platform.auth right/,
  );
  const gone = settingsAt("http://127.0.0.1:9");
  await expect(lookAtGrafana(gone, DEPLOYS)).rejects.toThrow(/Grafana at http:\/\/127.0.0.1:9 does not answer/);
});

test("a preview is there without it, and says that a deployment would not be", async () => {
  expect((await lookAtGrafana(settingsAt("http://127.0.0.1:9"), { deploys: false }))?.noTree).toMatch(
    /^Grafana at http:\/\/127.0.0.1:9 does not answer \(.*\), so that a deployment would end here$/,
  );
});

test("nothing is asked where Prometheus evaluates, or no Grafana exists", async () => {
  expect(await lookAtGrafana(settingsAt("http://127.0.0.1:9", { alerting: "prometheus" }), DEPLOYS)).toBeUndefined();
  expect(await lookAtGrafana(parseSettings({}), DEPLOYS)).toBeUndefined();
});
