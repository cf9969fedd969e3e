// A real exporter behind TLS that asks for a password and a client's certificate, scraped by a real Prometheus.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import execa from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { assemble } from "../../../components/monitoring";
import { prometheusConfig, yaml } from "../../../components/prometheus";
import { endpoints, settings } from "../../support/environment";
import { programsOrSkip } from "../../support/machine/programs";
import { freePorts } from "../../support/ports";
import { toolsOrSkip } from "../../support/tools";

const tools = toolsOrSkip("prometheus", "node-exporter");
const programs = programsOrSkip("openssl");

const PASSWORD = "scrape-me";
/** bcrypt's of it. */
const HASH = "$2b$05$abcdefghijklmnopqrstuuuThTKwrGjGDwr9keMpUmIYOfXrvmflO";

const answer = z.object({
  data: z.object({
    activeTargets: z.array(z.object({ scrapePool: z.string(), health: z.string(), lastError: z.string() })),
  }),
});

describe.skipIf(!tools || !programs)("Prometheus and a node exporter behind TLS", () => {
  let folder: string;
  let health: Record<string, string>;
  const started: ChildProcess[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "asking-"));
    const secrets = join(folder, "secrets");
    await mkdir(secrets);
    const openssl = (...args: string[]) => execa("openssl", args, { cwd: folder });
    const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
    await openssl("req", "-x509", ...kind, "-subj", "/CN=ca", "-keyout", "ca.key", "-out", "secrets/scrape-right-ca");
    for (const name of ["server", "client"]) {
      const extension = join(folder, `${name}.ext`);
      await writeFile(
        extension,
        name === "server" ? "subjectAltName=DNS:exporter.internal" : "extendedKeyUsage=clientAuth",
      );
      await openssl(
        "req",
        ...kind.slice(0, 5),
        "-subj",
        `/CN=${name}`,
        "-keyout",
        `${name}.key`,
        "-out",
        `${name}.csr`,
      );
      const signed = ["-CA", "secrets/scrape-right-ca", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2"];
      await openssl("x509", "-req", "-in", `${name}.csr`, ...signed, "-extfile", extension, "-out", `${name}.crt`);
    }
    const copy = (from: string, to: string) => execa("cp", [from, join("secrets", to)], { cwd: folder });
    for (const service of ["right", "wrong-password", "no-certificate"]) {
      await writeFile(join(secrets, `scrape-${service}-password`), service === "wrong-password" ? "guessed" : PASSWORD);
      await copy("client.crt", `scrape-${service}-certificate`);
      await copy("client.key", `scrape-${service}-key`);
      if (service !== "right") await copy("secrets/scrape-right-ca", `scrape-${service}-ca`);
    }
    const { exporter, prometheus } = await freePorts("exporter", "prometheus");
    await writeFile(
      join(folder, "web.yml"),
      yaml({
        tls_server_config: {
          cert_file: "server.crt",
          key_file: "server.key",
          client_auth_type: "RequireAndVerifyClientCert",
          client_ca_file: "secrets/scrape-right-ca",
        },
        basic_auth_users: { prometheus: HASH },
      }),
    );
    // Files that nobody reads here: the settings' own credentials are in `secrets/` already.
    const from = { file: "/dev/null" };
    const service = (name: string, client = true) => ({
      name,
      mixin: "redis",
      targets: [`127.0.0.1:${exporter}`],
      scrape: {
        interval: "5s",
        scheme: "https",
        params: { "collect[]": "time" },
        basicAuth: { user: "prometheus", password: from },
        tls: {
          caCertificate: from,
          serverName: "exporter.internal",
          ...(client && { client: { certificate: from, key: from } }),
        },
      },
    });
    const services = [service("right"), service("wrong-password"), service("no-certificate", false)];
    const monitoring = assemble("local", settings({ services, hosts: [] }), endpoints);
    const jobs = monitoring.jobs.filter(({ name }) => name.startsWith("redis:"));
    const config = prometheusConfig({ ...monitoring, jobs }, { alertmanagers: [], ruleFiles: [] });
    await writeFile(join(folder, "prometheus.yml"), config);
    const start = (tool: string, ...args: string[]) =>
      started.push(spawn(tool, args, { cwd: folder, stdio: "ignore" }));
    start(tools?.["node-exporter"] ?? "", `--web.listen-address=127.0.0.1:${exporter}`, "--web.config.file=web.yml");
    start(
      tools?.prometheus ?? "",
      "--config.file=prometheus.yml",
      "--storage.tsdb.path=data",
      `--web.listen-address=127.0.0.1:${prometheus}`,
    );
    health = await untilAnswered(`http://127.0.0.1:${prometheus}/api/v1/targets`, services.length);
  }, 60_000);

  afterAll(async () => {
    for (const one of started) one.kill("SIGKILL");
    await sleep(200);
    await rm(folder, { recursive: true, force: true });
  });

  test("a target is up with its authority, certificate and password", () => {
    expect(health["redis:right"]).toBe("up: ");
  });

  test("another password, or no certificate, is refused", () => {
    expect(health["redis:wrong-password"]).toContain("401");
    // In TLS 1.3 the server refuses after the handshake: what the client sees of that depends on what it was just doing. With a
    // certificate it is up.
    expect(health["redis:no-certificate"]).toMatch(/^down: Get (?!.*server returned)/);
  });
});

/**
 * Health and error of each target by its job, when all have answered. A scrape that timed out, on a busy machine, is no answer: the
 * next one is waited for.
 */
async function untilAnswered(url: string, targets: number): Promise<Record<string, string>> {
  let found: z.infer<typeof answer>["data"]["activeTargets"] = [];
  for (let tried = 0; tried < 100; tried++) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) found = answer.parse(await response.json()).data.activeTargets;
    if (found.length === targets && found.every(hasAnswered))
      return Object.fromEntries(found.map((one) => [one.scrapePool, `${one.health}: ${one.lastError}`]));
    await sleep(300);
  }
  throw new Error(`Not all targets answered within 30 s: ${JSON.stringify(found)}`);
}

const hasAnswered = ({ health, lastError }: { health: string; lastError: string }) =>
  health !== "unknown" && !lastError.includes("context deadline exceeded");
