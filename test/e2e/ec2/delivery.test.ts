// From a bucket to a running Prometheus, with the real S3 API and tools (long: one story, step by step).
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import execa from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { alertmanagerConfig, slackTemplate } from "../../../components/alertmanager";
import { manifestOf } from "../../../components/ec2/aws/configuration-delivery";
import { assemble, type Monitoring } from "../../../components/monitoring";
import { blackboxConfig, prometheusConfig, ruleFile } from "../../../components/prometheus";
import { endpoints, settings } from "../../support/environment";
import { programsOrSkip } from "../../support/machine/programs";
import { freePorts } from "../../support/ports";
import { toolsOrSkip } from "../../support/tools";
import { ended, Processes, within } from "../processes";

const PULL = join(__dirname, "..", "..", "..", "components", "ec2", "machine", "scripts", "pull.sh");
const BUCKET = "configuration";

const tools = toolsOrSkip("prometheus", "promtool", "amtool", "blackbox-exporter", "node-exporter");
const programs = programsOrSkip("aws", "moto_server");

const queryAnswer = z.object({
  data: z.object({
    result: z.array(z.object({ metric: z.record(z.string(), z.string()), value: z.tuple([z.number(), z.string()]) })),
  }),
});
const rulesAnswer = z.object({
  data: z.object({ groups: z.array(z.object({ rules: z.array(z.object({ name: z.string(), query: z.string() })) })) }),
});

type Files = Record<string, string>;

describe.skipIf(!tools || !programs)("a configuration in a bucket", () => {
  const processes = new Processes();
  let dir: string;
  let ports: Record<"s3" | "prometheus" | "node", number>;
  let environment: Record<string, string>;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "tocsin-delivery-"));
    ports = await freePorts("s3", "prometheus", "node");
    const bin = join(dir, "bin");
    await mkdir(bin);
    const links = { promtool: tools?.promtool, amtool: tools?.amtool, blackbox_exporter: tools?.["blackbox-exporter"] };
    await Promise.all(Object.entries(links).map(([name, path]) => symlink(path ?? "", join(bin, name))));
    const endpoint = `http://127.0.0.1:${ports.s3}`;
    environment = {
      PATH: `${bin}:${process.env.PATH}`,
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: "testing",
      AWS_SECRET_ACCESS_KEY: "testing",
      AWS_DEFAULT_REGION: "eu-central-1",
      AWS_EC2_METADATA_DISABLED: "true",
    };
    processes.start(programs?.moto_server ?? "", ["-H", "127.0.0.1", "-p", String(ports.s3)]);
    await within(
      30,
      async () => (await fetch(endpoint)).ok || undefined,
      () => "moto's server does not answer",
    );
    await execa("aws", ["s3", "mb", `s3://${BUCKET}`], { env: environment });
  }, 60_000);

  afterAll(async () => {
    await processes.endAll();
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  });

  /** Uploads a deployment as the stack does: the manifest last. */
  async function upload(
    server: string,
    version: string,
    files: Files,
    manifest = manifestOf(version, files),
  ): Promise<void> {
    const folder = await mkdtemp(join(dir, "upload-"));
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    }
    const target = `s3://${BUCKET}/${server}/`;
    await execa(
      "aws",
      ["s3", "sync", "--delete", "--exact-timestamps", "--only-show-errors", "--exclude", "manifest", folder, target],
      {
        env: environment,
      },
    );
    await execa("aws", ["s3", "cp", "--only-show-errors", "-", `${target}manifest`], {
      env: environment,
      input: manifest,
    });
  }

  const rootOf = (server: string) => join(dir, server);
  const metricsOf = (server: string) => join(dir, `${server}-textfile`, "delivery.prom");

  const pullEnvironment = (server: string) => ({
    ...environment,
    SOURCE: `s3://${BUCKET}/${server}`,
    ROOT: rootOf(server),
    METRICS: metricsOf(server),
    RELOAD: `prometheus.service=http://127.0.0.1:${ports.prometheus}/metrics`,
  });

  const pull = (server: string) => execa("sh", [PULL], { env: pullEnvironment(server), reject: false, all: true });

  /** As the timer starts it, so many seconds after its last end. */
  const pullAgainAndAgain = (server: string, seconds: number) =>
    processes.start("sh", ["-c", `while :; do sh ${PULL}; sleep ${seconds}; done`], pullEnvironment(server));

  async function versionAt(server: string): Promise<string> {
    return (await readlink(join(rootOf(server), "current"))).replace("releases/", "");
  }

  describe("of a running Prometheus", () => {
    const SERVER = "monitoring-1";

    /** Everything that a server gets, on the ports of this test. */
    function configuration(threshold: number): { files: Files; monitoring: Monitoring } {
      const monitoring = assemble(
        "e2e",
        settings({
          hosts: [],
          services: [{ name: "delivery", mixin: "delivery", targets: [`127.0.0.1:${ports.node}`] }],
          alerts: { DeliveryStale: { threshold: { warning: threshold } }, DeliveryFailing: { for: "20s" } },
        }),
        { ...endpoints, prometheus: `127.0.0.1:${ports.prometheus}`, alertmanager: "127.0.0.1:1" },
      );
      const rules = monitoring.groups.map((group) => [`prometheus/rules/${group.name}.yml`, ruleFile(group)]);
      return {
        monitoring,
        files: {
          "prometheus/prometheus.yml": prometheusConfig(monitoring, { alertmanagers: [], ruleFiles: ["rules/*.yml"] }),
          ...Object.fromEntries(rules),
          "alertmanager/alertmanager.yml": alertmanagerConfig(monitoring, {
            credentials: { "slack-webhook": "/run/tocsin/secrets/slack-webhook" },
            templates: ["templates/*.tmpl"],
          }),
          "alertmanager/templates/slack.tmpl": slackTemplate(),
          "blackbox/blackbox.yml": blackboxConfig(),
        },
      };
    }

    const url = () => `http://127.0.0.1:${ports.prometheus}`;

    async function query(expr: string): Promise<string[]> {
      const answer = await fetch(`${url()}/api/v1/query?query=${encodeURIComponent(expr)}`);
      return queryAnswer.parse(await answer.json()).data.result.map(({ metric, value }) => metric.stage ?? value[1]);
    }

    async function stale(): Promise<string | undefined> {
      const answer = rulesAnswer.parse(await (await fetch(`${url()}/api/v1/rules`)).json());
      return answer.data.groups.flatMap(({ rules }) => rules).find(({ name }) => name === "DeliveryStale")?.query;
    }

    beforeAll(async () => {
      await upload(SERVER, "aaaa1", configuration(301).files);
      expect((await pull(SERVER)).exitCode).toBe(0);
      processes.start(tools?.["node-exporter"] ?? "", [
        `--web.listen-address=127.0.0.1:${ports.node}`,
        "--collector.disable-defaults",
        "--collector.textfile",
        `--collector.textfile.directory=${dirname(metricsOf(SERVER))}`,
      ]);
      const { pid } = processes.start(tools?.prometheus ?? "", [
        `--config.file=${join(rootOf(SERVER), "current", "prometheus", "prometheus.yml")}`,
        `--storage.tsdb.path=${join(dir, "data")}`,
        `--web.listen-address=127.0.0.1:${ports.prometheus}`,
      ]);
      // In place of systemd's.
      await writeFile(join(dir, "bin", "systemctl"), `#!/bin/sh\nexec kill -HUP ${pid}\n`, { mode: 0o755 });
      await within(
        30,
        async () => ((await stale())?.endsWith("301") ? true : undefined),
        () => "Prometheus does not evaluate",
      );
    }, 60_000);

    test("is live within 40 seconds of its upload, at the pace of the timer", async () => {
      const timer = pullAgainAndAgain(SERVER, 25);
      // The worst moment: a run has just looked.
      await sleep(4_000);
      await upload(SERVER, "aaaa2", configuration(302).files);
      const { seconds } = await within(
        40,
        async () => ((await stale())?.endsWith("302") ? true : undefined),
        async () => `the rule is ${await stale()}`,
      );
      await ended(timer);
      expect(await versionAt(SERVER)).toBe("aaaa2");
      console.log(`a change is live after ${seconds.toFixed(1)} s`);
    }, 90_000);

    test("is refused where promtool objects: the last good one goes on, a metric and an alert say so", async () => {
      const broken = configuration(303).files;
      broken["prometheus/rules/delivery-30s.yml"] =
        broken["prometheus/rules/delivery-30s.yml"]?.replace("time() -", "time( -") ?? "";
      await upload(SERVER, "aaaa3", broken);
      const refused = await pull(SERVER);
      expect(refused.exitCode).toBe(1);
      expect(refused.all).toContain("tocsin-pull: check:");
      expect(refused.all).toContain("delivery-30s.yml");
      expect(await versionAt(SERVER)).toBe("aaaa2");
      expect(await stale()).toMatch(/302$/);
      const timer = pullAgainAndAgain(SERVER, 5);
      const firing = 'ALERTS{alertname="DeliveryFailing",alertstate="firing"}';
      await within(
        90,
        async () => ((await query(firing))[0] === "check" ? true : undefined),
        async () => `fires: ${await query("ALERTS")}`,
      );
      expect(await query('tocsin_delivery_error{job="delivery"} == 1')).toEqual(["check"]);
      expect(await query('count(tocsin_delivery_version_info{version="aaaa2",job="delivery"})')).toEqual(["1"]);
      await upload(SERVER, "aaaa4", configuration(304).files);
      await within(
        60,
        async () => ((await query(firing)).length === 0 ? true : undefined),
        async () => `fires: ${await query("ALERTS")}`,
      );
      expect(await stale()).toMatch(/304$/);
      await ended(timer);
    }, 240_000);

    test("is kept out while its files are still being uploaded", async () => {
      const next = configuration(305).files;
      await upload(SERVER, "aaaa5", configuration(304).files, manifestOf("aaaa5", next));
      const early = await pull(SERVER);
      expect(early.all).toContain("tocsin-pull: pull:");
      expect(await versionAt(SERVER)).toBe("aaaa4");
      await upload(SERVER, "aaaa5", next);
      expect((await pull(SERVER)).exitCode).toBe(0);
      expect(await stale()).toMatch(/305$/);
    });

    test("is reported as not to be had where there is no bucket", async () => {
      const lost = await execa("sh", [PULL], {
        env: { ...pullEnvironment(SERVER), SOURCE: "s3://no-such-bucket/monitoring-1" },
        reject: false,
        all: true,
      });
      expect(lost.exitCode).toBe(1);
      expect(await readFile(metricsOf(SERVER), "utf8")).toContain('tocsin_delivery_error{stage="pull"} 1');
      expect(await versionAt(SERVER)).toBe("aaaa5");
    });
  });

  test("is there whole or not at all, whenever the run is killed", async () => {
    const server = "killed";
    // Large enough for a download that takes a moment, and nothing that needs a check.
    const filesOf = (version: string): Files =>
      Object.fromEntries(
        Array.from({ length: 40 }, (_, index) => [
          `grafana/dashboards/${index}.json`,
          `${version} ${index} `.repeat(20_000),
        ]),
      );
    const versions = ["bbbb0", "bbbb1"];
    for (const version of versions) await upload(version, version, filesOf(version));
    // Two buckets' folders in turn: every run has something to do.
    const run = (version: string) =>
      processes.start("sh", [PULL], { ...pullEnvironment(server), SOURCE: `s3://${BUCKET}/${version}` });
    const start = performance.now();
    const first = run("bbbb1");
    await new Promise((resolve) => first.once("exit", resolve));
    const wholeRun = performance.now() - start;
    const seen = new Set<string>();
    // Further rounds where others keep this machine so busy that every run was killed before it switched.
    for (let round = 0; round < 12 || (seen.size < 2 && round < 40); round++) {
      const before = await versionAt(server);
      const started = run(versions.find((version) => version !== before) ?? "");
      // From the first moments to well after its end, whatever this machine's pace.
      await sleep(wholeRun * (0.05 + round * 0.12));
      await ended(started);
      const version = await versionAt(server);
      seen.add(version);
      for (const [path, content] of Object.entries(filesOf(version))) {
        const found = await readFile(join(rootOf(server), "current", path), "utf8");
        expect(digest(found), `${path} of ${version} in round ${round}`).toBe(digest(content));
      }
      const metrics = await readFile(metricsOf(server), "utf8");
      expect(metrics.split("\n").filter((line) => /^tocsin_delivery_\w+(\{.*\})? \d+$/.test(line))).toHaveLength(5);
      expect(metrics.endsWith("\n")).toBe(true);
    }
    // Some runs were killed before they switched, and some after.
    expect([...seen].sort()).toEqual(versions);
    await upload(server, "bbbb2", filesOf("bbbb2"));
    const last = await pull(server);
    expect(last.exitCode).toBe(0);
    expect(await versionAt(server)).toBe("bbbb2");
    const left = await readdir(rootOf(server));
    expect(left.filter((entry) => !["current", "lock", "releases", "reloaded", "succeeded"].includes(entry))).toEqual(
      [],
    );
  }, 180_000);
});

const digest = (text: string) => createHash("sha256").update(text).digest("hex");
