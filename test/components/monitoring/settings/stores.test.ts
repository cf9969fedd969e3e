// What is wrong with the settings of stores that exist, and what is said of what they leave out.
import { expect, test } from "vitest";
import { problems } from "./problems";

const LOKI = { loki: { url: "https://loki.example.com/" } };
const TEMPO = { tempo: { url: "https://tempo.example.com:3200", otlp: "https://tempo.example.com:4318" } };

test("an existing Loki and an existing Tempo need no more than their addresses", () => {
  expect(problems({ logs: { store: LOKI }, traces: { store: TEMPO } })).toEqual([]);
});

test("so do an existing Elasticsearch, and an OpenSearch behind Data Prepper", () => {
  expect(problems({ logs: { store: { elasticsearch: { url: "https://search.example.com:9200" } } } })).toEqual([]);
  const opensearch = {
    url: "https://search.example.com:9200",
    otlp: "https://prepper.example.com:21893",
    index: "logs",
  };
  expect(problems({ logs: { store: { opensearch } } })).toEqual([]);
  const { otlp: _, ...lacking } = opensearch;
  expect(problems({ logs: { store: { opensearch: lacking } } })).toEqual([
    expect.stringMatching(/^logs\.store\.opensearch\.otlp: /),
  ]);
});

test("they may have a tenant, and ask for a password", () => {
  const basicAuth = { user: "tocsin", password: { file: "~/.loki" } };
  const logs = { store: { loki: { ...LOKI.loki, tenant: "shop", basicAuth } } };
  const traces = { store: { tempo: { ...TEMPO.tempo, tenant: "shop", basicAuth } } };
  expect(problems({ logs, traces })).toEqual([]);
});

test("another store is an error that names those which there are", () => {
  expect(problems({ logs: { store: "loki" } })).toEqual([
    expect.stringMatching(/^logs\.store: found "?loki"?; .*victorialogs/),
  ]);
  expect(problems({ logs: { store: { loki: { url: "loki:3100" } } } })).toEqual([
    expect.stringMatching(/^logs\.store\.loki\.url: .*http/),
  ]);
});

test("alerts on lines that nothing evaluates are refused, by name", () => {
  const alerts = { LogCrash: { above: { warning: 3 } } };
  expect(problems({ logs: { store: LOKI, alerts } })).toEqual([
    "logs.alerts.LogCrash: found one, but alerts on logs are LogsQL, which VictoriaLogs alone evaluates, and lines are in loki: leave it out, and write a rule of loki's own",
  ]);
});

test("so is how long an existing store keeps things, which its own settings say", () => {
  expect(problems({ logs: { store: LOKI, retention: "30d", maxDisk: 5 } })).toHaveLength(2);
  expect(problems({ traces: { store: TEMPO, retention: "3d", volume: 50 } })).toHaveLength(2);
});

test("a maintenance window cannot name alerts that nothing evaluates", () => {
  const ONCE = { from: "2027-01-01T00:00", to: "2027-01-01T01:00" };
  const window = { name: "night", reason: "the batch of every night", owner: "sales", ...ONCE };
  const maintenance = [{ ...window, match: { alerts: ["LogErrorBurst"] } }];
  expect(problems({ logs: { store: LOKI }, maintenance })).toHaveLength(1);
});
