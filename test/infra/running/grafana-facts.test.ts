// Whether an existing Grafana has routing trees for an environment, by what each of its versions answers.
import { afterEach, expect, test } from "vitest";
import { parseSettings } from "../../../components/monitoring";
import { lookAtGrafana } from "../../../infra/running/grafana-facts";
import { startGrafanaOf, type Version } from "./grafana";

const DEPLOYS = { deploys: true };
const TOKEN = "glsa_1";
const KINDS = ["receivers", "routingtrees", "inhibitionrules", "timeintervals"];

let stop: (() => unknown) | undefined;
afterEach(() => stop?.());

async function startGrafana(version: Version): Promise<string> {
  const { url, close } = await startGrafanaOf(version, [
    `Bearer ${TOKEN}`,
    `Basic ${Buffer.from("admin:pw").toString("base64")}`,
  ]);
  stop = close;
  return url;
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
  stop?.();
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
