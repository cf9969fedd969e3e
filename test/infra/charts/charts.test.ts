// Charts are had once, verified, in the version that is deployed, from wherever the settings say; and credentials go nowhere else.
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { stringify } from "yaml";
import { CHARTS, chartsOf, community } from "../../../components/kubernetes/charts/charts";
import { EXPORTERS } from "../../../components/mixins";
import { layCharts } from "../../../infra/charts/charts";
import { repositoryAt } from "../../../infra/charts/repository";
import { cluster } from "../../components/kubernetes/clusters";
import { environment } from "../cluster/answering";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tocsin charts-"));
});
afterEach(() => {
  vi.unstubAllGlobals();
  rmSync(folder, { recursive: true });
});

const { stack } = CHARTS;
const redis = community("prometheus-redis-exporter", EXPORTERS.redis?.inCluster.version ?? "");

function chartFolder(parent: string, chart: string, version: string, dependencies: string[] = []) {
  const at = join(parent, chart);
  mkdirSync(join(at, "templates"), { recursive: true });
  const described = dependencies.map((name) => ({ name, version: "1.0.0" }));
  writeFileSync(join(at, "Chart.yaml"), stringify({ name: chart, version, dependencies: described }));
  return at;
}

async function archiveOf(chart: string, version: string): Promise<Buffer> {
  const parent = mkdtempSync(join(folder, "packed-"));
  chartFolder(parent, chart, version);
  await execa("tar", ["-czf", join(parent, "a.tgz"), "-C", parent, chart]);
  return readFileSync(join(parent, "a.tgz"));
}

const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

/** Answers requests from a table, and keeps each with the log-in that it had. */
function answer(table: Readonly<Record<string, (authorization?: string) => Response>>) {
  const asked: { url: string; authorization: string | undefined }[] = [];
  vi.stubGlobal("fetch", async (url: string, { headers }: { headers: Record<string, string> }) => {
    asked.push({ url, authorization: headers.authorization });
    return table[url]?.(headers.authorization) ?? new Response("", { status: 404 });
  });
  return asked;
}

const bytes = (content: Buffer | string) => () =>
  new Response(typeof content === "string" ? content : new Uint8Array(content));

const machine = () => ({ ...environment(), cacheHome: join(folder, "cache"), home: folder });
const lay = (charts: (typeof stack)[], source?: { from: string; username?: string; passwordFile?: string }) =>
  layCharts({ charts, source, projectDir: join(folder, "project") }, machine());
const laidVersion = (chart: string) =>
  readFileSync(join(folder, "project/.tocsin/charts", chart, "Chart.yaml"), "utf8");

/** As Helm writes an index: other charts, and other versions of this one. */
const indexOf = (chart: typeof stack, url: string, digest: string, indentSeq = false) =>
  stringify(
    {
      apiVersion: "v1",
      entries: {
        alertmanager: [{ version: chart.version, urls: ["https://wrong"], digest: "0" }],
        [chart.chart]: [
          { version: "99.0.0", urls: ["https://wrong"], digest: "0" },
          {
            dependencies: [{ name: "x", version: chart.version }],
            version: "1.0.0",
            urls: ["https://wrong"],
            digest: "0",
          },
          { created: "2026-01-01T00:00:00Z", description: "a\n  b: c", digest, urls: [url], version: chart.version },
        ],
        "zz-last": [],
      },
    },
    { indentSeq },
  );

describe("a repository", () => {
  const MIRROR = "https://charts.example.com/mirror";

  test("is asked for its index and for each archive once, whatever is deployed how often", async () => {
    const [one, other] = [await archiveOf(stack.chart, stack.version), await archiveOf(redis.chart, redis.version)];
    const index = `${indexOf(stack, "stack.tgz", sha256(one))}`.replace(
      "  zz-last: []",
      `  ${redis.chart}:\n    - version: ${redis.version}\n      urls: [redis.tgz]\n      digest: ${sha256(other)}`,
    );
    const asked = answer({
      [`${MIRROR}/index.yaml`]: bytes(index),
      [`${MIRROR}/stack.tgz`]: bytes(one),
      [`${MIRROR}/redis.tgz`]: bytes(other),
    });
    expect(await lay([stack, redis], { from: MIRROR })).toEqual({ charts: 2, fetched: 2 });
    expect(laidVersion(stack.chart)).toContain(`version: ${stack.version}`);
    expect(await lay([stack, redis], { from: MIRROR })).toEqual({ charts: 2, fetched: 0 });
    expect(asked.map(({ url }) => url)).toEqual([`${MIRROR}/index.yaml`, `${MIRROR}/stack.tgz`, `${MIRROR}/redis.tgz`]);
  });

  test.each([true, false])("may indent the lists of its index, or not: %s", async (indented) => {
    const archive = await archiveOf(stack.chart, stack.version);
    const index = indexOf(stack, "stack.tgz", sha256(archive), indented);
    answer({ [`${MIRROR}/index.yaml`]: bytes(index), [`${MIRROR}/stack.tgz`]: bytes(archive) });
    expect(await lay([stack], { from: MIRROR })).toEqual({ charts: 1, fetched: 1 });
  });

  test("gets the log-in, and no other host that its index names", async () => {
    const archive = await archiveOf(stack.chart, stack.version);
    const elsewhere = "https://downloads.example.org/stack.tgz";
    const asked = answer({
      [`${MIRROR}/index.yaml`]: bytes(indexOf(stack, elsewhere, sha256(archive))),
      [elsewhere]: bytes(archive),
    });
    writeFileSync(join(folder, "password"), "s3cret\n");
    await lay([stack], { from: MIRROR, username: "me", passwordFile: "~/password" });
    expect(asked).toEqual([
      { url: `${MIRROR}/index.yaml`, authorization: `Basic ${Buffer.from("me:s3cret").toString("base64")}` },
      { url: elsewhere, authorization: undefined },
    ]);
  });

  test.each([
    ["a damaged archive", "0".repeat(64), /stack\.tgz is damaged: its SHA-256 is [0-9a-f]{64}, not 0{64}$/],
    ["no such version", undefined, `${MIRROR} has no chart ${stack.chart} ${stack.version}`],
  ])("is refused with %s", async (_, digest, message) => {
    const index = digest ? indexOf(stack, "stack.tgz", digest) : "entries: {}";
    answer({ [`${MIRROR}/index.yaml`]: bytes(index), [`${MIRROR}/stack.tgz`]: bytes("x") });
    await expect(lay([stack], { from: MIRROR })).rejects.toThrow(message);
  });

  test("that wants a log-in is named without one being shown", async () => {
    answer({ [`${MIRROR}/index.yaml`]: () => new Response("", { status: 401 }) });
    await expect(lay([stack], { from: MIRROR })).rejects.toThrow(
      `${MIRROR}/index.yaml answers 401; set username and passwordFile of platform.charts`,
    );
  });

  test("behind a proxy is left to the provider", async () => {
    const behind = { ...machine(), variables: { HTTPS_PROXY: "http://proxy:3128" } };
    const laid = layCharts({ charts: [stack], source: undefined, projectDir: folder }, behind);
    expect(await laid).toBeUndefined();
  });
});

describe("a registry", () => {
  test("gives a token for the log-in, then the chart's layer, verified", async () => {
    const archive = await archiveOf(stack.chart, stack.version);
    const digest = `sha256:${sha256(archive)}`;
    const api = `https://registry.example.com/v2/charts/${stack.chart}`;
    const layers = [{ mediaType: "application/vnd.cncf.helm.chart.content.v1.tar+gzip", digest }];
    const challenge = { "www-authenticate": 'Bearer realm="https://auth.example.com/token",service="r",scope="pull"' };
    const asked = answer({
      [`${api}/manifests/${stack.version}`]: (authorization) =>
        authorization === "Bearer t0ken"
          ? new Response(JSON.stringify({ layers }))
          : new Response("", { status: 401, headers: challenge }),
      "https://auth.example.com/token?service=r&scope=pull": bytes(JSON.stringify({ token: "t0ken" })),
      [`${api}/blobs/${digest}`]: bytes(archive),
    });
    const repository = repositoryAt("oci://registry.example.com/charts", { username: "me", password: "s3cret" });
    expect(await repository.archive(stack)).toEqual(archive);
    expect(asked.find(({ url }) => url.includes("/token"))?.authorization).toMatch(/^Basic /);
  });
});

describe("a folder", () => {
  test("has charts as archives or as folders, with those that they depend on inside or beside", async () => {
    const charts = join(folder, "charts");
    const at = chartFolder(charts, stack.chart, stack.version, ["grafana", "prometheus-windows-exporter", "crds"]);
    chartFolder(charts, "grafana", "1.0.0");
    chartFolder(join(at, "charts"), "crds", "0.0.0");
    writeFileSync(join(charts, `${redis.chart}-${redis.version}.tgz`), await archiveOf(redis.chart, redis.version));
    const asked = answer({});
    expect(await lay([stack, redis], { from: charts })).toEqual({ charts: 2, fetched: 0 });
    expect(laidVersion(redis.chart)).toContain(redis.version);
    expect(laidVersion(`${stack.chart}/charts/grafana`)).toContain("1.0.0");
    expect(laidVersion(stack.chart)).not.toContain("windows");
    expect(asked).toEqual([]);
  });

  test("with another version, or without the chart, is refused", async () => {
    chartFolder(join(folder, "charts"), stack.chart, "1.2.3");
    await expect(lay([stack], { from: join(folder, "charts") })).rejects.toThrow(
      `The chart ${stack.chart} is found as 1.2.3, but ${stack.version} is deployed`,
    );
    await expect(lay([redis], { from: join(folder, "charts") })).rejects.toThrow(`there: ${stack.chart}`);
  });
});

describe("the setting", () => {
  const problem = (charts: object) => () => cluster({ charts });

  test("takes no credentials in an address, and no unencrypted one", () => {
    expect(problem({ from: "https://me:s3cret@charts.example.com" })).toThrow(
      "no credentials; give username and passwordFile",
    );
    expect(problem({ from: "https://me:s3cret@charts.example.com" })).not.toThrow("s3cret");
    expect(problem({ from: "http://charts.example.com" })).toThrow("https:// or oci://, or a folder");
    expect(problem({ from: "./charts", username: "me" })).toThrow("username and passwordFile, or neither");
  });

  test("is asked for the charts of the environment alone", () => {
    expect(chartsOf(cluster())).toEqual([CHARTS.crds, CHARTS.stack]);
    expect(chartsOf(cluster({ crds: false, sample: true }))).toEqual([CHARTS.stack, CHARTS.blackbox]);
    const services = [{ name: "cache", mixin: "redis", exporter: { address: "redis.shop:6379" } }];
    expect(chartsOf(cluster({}, { services }))).toEqual([CHARTS.crds, CHARTS.stack, redis]);
  });
});
