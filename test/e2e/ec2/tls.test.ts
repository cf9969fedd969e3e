// Real exporters as the units of a host run them where they speak TLS, scraped by a server's own configuration: beside a host that
// does not yet, and by those who have no certificate.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { get } from "node:https";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import execa from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type Ec2Settings, endpointsOf } from "../../../components/ec2";
import { hostSetup } from "../../../components/ec2/hosts/host-setup";
import { prometheusFile } from "../../../components/ec2/servers/server-files";
import { SERVERS_NAME } from "../../../components/ec2/tls/authority";
import { type Authority, authorityOf } from "../../../components/ec2/tls/certificate";
import { TLS_TAG, tlsTag } from "../../../components/ec2/tls/exporters";
import { validityAt } from "../../../components/ec2/tls/validity";
import { serversOf } from "../../../components/ec2/topology/server";
import { assemble } from "../../../components/monitoring";
import { settingsWith } from "../../components/ec2/registered";
import { programsOrSkip } from "../../support/machine/programs";
import { freePorts } from "../../support/ports";
import { toolsOrSkip } from "../../support/tools";
import { Processes, within } from "../processes";
import { withFiles } from "./found";

const tools = toolsOrSkip("prometheus", "node-exporter", "blackbox-exporter");
const programs = programsOrSkip("openssl");

const NOW = validityAt(new Date());
/** Of a server that was deployed once, long ago. */
const OVER = validityAt(new Date(Date.now() - 500 * 86_400_000));
/** Of one that was deployed before certificates ended. */
const ENDLESS = { from: OVER.from, until: new Date("9999-12-31T23:59:59Z") };
const tags = { "tocsin:environment": "dev", "tocsin:role": "host" };
/** Addresses of this machine that nothing else uses; the last one was made before exporters spoke TLS. */
const HOSTS = {
  tls: { ip: "127.77.1.11", tags: { ...tags, Name: "web-1", ...tlsTag(["node", "blackbox"], []) } },
  plain: { ip: "127.77.1.12", tags: { ...tags, Name: "web-2" } },
} as const;

/** The server ends the connection before its client has read why, or after. */
const REFUSED =
  /^down .*(certificate|remote error|reset by peer|broken pipe|http2: client conn could not be established)/;

const settings = settingsWith(
  { tls: "all", servers: { count: 1 }, hosts: { exporters: ["node", "blackbox"] }, exporters: [], discovery: {} },
  {
    services: [],
    hosts: [],
  },
);

const targets = z.object({
  data: z.object({
    activeTargets: z.array(
      z.object({ scrapePool: z.string(), scrapeUrl: z.string(), health: z.string(), lastError: z.string() }),
    ),
  }),
});

describe.skipIf(!tools || !programs)("exporters of a host that speak TLS", () => {
  const processes = new Processes();
  let authority: Authority;
  let dir: string;
  let ports: Record<"ready" | "endless" | "expired" | "unready" | "stranger", number>;

  /** A path of a machine, of this test's own. */
  const here = (host: string, text: string) => text.replaceAll(/(?<=[ =]|^)\/(etc|run|var)\//gm, `${dir}/${host}/$1/`);

  async function put(path: string, content: string): Promise<void> {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }

  /** The units' own commands, at an address in place of all. */
  async function start(host: keyof typeof HOSTS, pem?: string): Promise<void> {
    const { files } = hostSetup({
      ...{ os: "debian", architecture: "amd64", downloads: { versions: {}, checksums: {} }, region: "eu-central-1" },
      ...{ exporters: ["node", "blackbox"], networks: [], dataExporters: [], isNew: true },
      ...(pem && { authority: pem }),
    });
    for (const { path, content } of files) await put(join(dir, host, path), here(host, content));
    for (const [unit, tool] of [
      ["node_exporter", "node-exporter"],
      ["blackbox_exporter", "blackbox-exporter"],
    ] as const) {
      const text = here(host, files.find(({ path }) => path.endsWith(`/${unit}.service`))?.content ?? "");
      const line = (key: string) => new RegExp(`^${key}=(.*)$`, "m").exec(text)?.[1]?.split(" ") ?? [];
      const [before = "", ...words] = line("ExecStartPre");
      const [folder] = line("RuntimeDirectory");
      if (folder) await mkdir(join(dir, host, "run", folder), { recursive: true });
      if (before) await execa(before, words);
      const [, ...flags] = line("ExecStart");
      processes.start(
        tools?.[tool] ?? "",
        flags.map((flag) => flag.replace(/(listen-address=):/, `$1${HOSTS[host].ip}:`)),
      );
    }
  }

  /** A Prometheus with a server's own configuration, and the credential of an authority where it has one. */
  async function scraping(
    name: keyof typeof ports,
    chosen: Ec2Settings,
    issuer?: Authority,
    validity = NOW,
  ): Promise<void> {
    const [server] = serversOf(chosen.platform);
    if (!server) throw new Error("no server");
    const config = prometheusFile({
      monitoring: assemble("dev", chosen, endpointsOf("dev", chosen)),
      ...{ platform: chosen.platform, server, dashboards: {}, credentials: [] },
    });
    const found = withFiles(config, Object.values(HOSTS));
    const secrets = join(dir, name, "secrets");
    const shown = await issuer?.issue(SERVERS_NAME, validity);
    if (shown) await put(join(secrets, "tls-certificate"), shown.certificate);
    if (shown) await put(join(secrets, "tls-key"), shown.key);
    await put(join(secrets, "web-password"), "unasked");
    for (const [path, content] of Object.entries(found.answers)) await put(join(dir, name, path), content);
    await put(join(dir, name, "prometheus.yml"), found.config.replaceAll("/run/tocsin/secrets", secrets));
    processes.start(tools?.prometheus ?? "", [
      `--config.file=${join(dir, name, "prometheus.yml")}`,
      `--storage.tsdb.path=${join(dir, name, "data")}`,
      `--web.listen-address=127.0.0.1:${ports[name]}`,
    ]);
  }

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "tocsin-tls-"));
    ports = await freePorts("ready", "endless", "expired", "unready", "stranger");
    authority = await authorityOf("the environment's");
    await start("tls", authority.certificate);
    await start("plain");
    await scraping("ready", settings, authority);
    await scraping("endless", settings, authority, ENDLESS);
    await scraping("expired", settings, authority, OVER);
    await scraping("unready", { ...settings, platform: { ...settings.platform, tls: "none" } });
    await scraping("stranger", settings, await authorityOf("of another environment"));
  }, 60_000);

  afterAll(async () => {
    await processes.endAll();
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  });

  /** Of each exporter of the hosts: how it was asked, and what came of it. */
  async function health(name: keyof typeof ports): Promise<Record<string, string>> {
    const { answer } = await within(
      60,
      async () => {
        const response = await fetch(`http://127.0.0.1:${ports[name]}/api/v1/targets`);
        const all = targets.parse(await response.json()).data.activeTargets;
        const found = all.filter(({ scrapeUrl }) => scrapeUrl.includes("127.77.1."));
        const answered = found.filter(
          ({ health: is, lastError }) => is !== "unknown" && !lastError.includes("context deadline exceeded"),
        );
        return answered.length === 4
          ? Object.fromEntries(found.map((one) => [one.scrapeUrl.replace("/metrics", ""), one]))
          : undefined;
      },
      () => "not all exporters were asked",
    );
    return Object.fromEntries(
      Object.entries(answer).map(([url, one]) => [url, `${one.health} ${one.lastError}`.trim()]),
    );
  }

  const ALL_UP = {
    "https://127.77.1.11:9100": "up",
    "https://127.77.1.11:9115": "up",
    "http://127.77.1.12:9100": "up",
    "http://127.77.1.12:9115": "up",
  };

  test.each(["ready", "endless"] as const)(
    "are scraped over TLS, and a host that does not speak it yet as before (%s)",
    async (name) => expect(await health(name)).toEqual(ALL_UP),
  );

  test("refuse a certificate that has expired, until it is renewed under a Prometheus that runs", async () => {
    const refused = await health("expired");
    for (const port of [9100, 9115]) expect(refused[`https://127.77.1.11:${port}`]).toMatch(REFUSED);
    const { certificate } = await authority.issue(SERVERS_NAME, NOW);
    await put(join(dir, "expired", "secrets", "tls-certificate"), certificate);
    const { seconds } = await within(
      60,
      async () => (JSON.stringify(await health("expired")).includes("down") ? undefined : true),
      () => "the renewed certificate is not shown",
    );
    console.log(`scraped ${seconds.toFixed(1)} s after the renewal`);
    expect(await health("expired")).toEqual(ALL_UP);
  }, 90_000);

  test("answer no Prometheus with another authority's certificate, nor one that is not ready for them", async () => {
    const refused = await health("stranger");
    expect(refused["http://127.77.1.12:9100"]).toBe("up");
    for (const port of [9100, 9115]) expect(refused[`https://127.77.1.11:${port}`]).toMatch(REFUSED);
    expect(await health("unready")).toEqual({
      "http://127.77.1.11:9100": expect.stringMatching(/^down .*400/),
      "http://127.77.1.11:9115": expect.stringMatching(/^down .*400/),
      "http://127.77.1.12:9100": "up",
      "http://127.77.1.12:9115": "up",
    });
  });

  test.each([9100, 9115])("answer nobody without a certificate at port %i", async (port) => {
    const answer = new Promise((resolve) => {
      const asked = get({ host: HOSTS.tls.ip, port, path: "/metrics", rejectUnauthorized: false }, resolve);
      asked.on("error", ({ message }) => resolve(message));
    });
    expect(await answer).toMatch(/certificate required|ECONNRESET|EPIPE|socket hang up/);
  });

  test("say so by their machine's tag", () => {
    expect(HOSTS.tls.tags).toMatchObject({ [TLS_TAG]: "9100 9115" });
  });
});
