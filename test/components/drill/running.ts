// A real Prometheus and a real Alertmanager with the rendered files, whose configuration tests break.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import execa from "execa";
import { alertmanagerConfig, slackTemplate } from "../../../components/alertmanager";
import type { Monitoring } from "../../../components/monitoring";
import { ruleFile, yaml } from "../../../components/prometheus";
import { freePort } from "../../support/ports";

/** A target of a mixin that shows these metrics and no others. */
export interface Shown {
  job: string;
  service: string;
  metrics: readonly string[];
}

const TEMPLATES = ["templates/*.tmpl"];

export async function startChain(
  tools: { prometheus: string; alertmanager: string },
  monitoring: Monitoring,
  targets: readonly Shown[],
) {
  const folder = await mkdtemp(join(tmpdir(), "chain-"));
  const shown = new Map(targets.map(({ service, metrics }) => [service, metrics]));
  const exporter = createServer(({ url = "" }, response) => {
    const metrics = shown.get(url.slice(1)) ?? [];
    response.setHeader("content-type", "text/plain; version=0.0.4");
    response.end(metrics.map((metric) => `${metric} 1\n`).join(""));
  });
  await new Promise<void>((resolve) => exporter.listen(0, "127.0.0.1", resolve));
  const address = `127.0.0.1:${(exporter.address() as AddressInfo).port}`;
  const [prometheus, alertmanager] = [await freePort(), await freePort()].map((port) => `127.0.0.1:${port}`);
  if (!prometheus || !alertmanager) throw new Error("no ports");

  await mkdir(join(folder, "rules"));
  await mkdir(join(folder, "templates"));
  await writeFile(join(folder, "templates", "slack.tmpl"), slackTemplate());
  const names = ["slack-token", "pagerduty-routing-key", "discord-community"];
  const credentials = Object.fromEntries(names.map((name) => [name, join(folder, name)]));
  for (const path of Object.values(credentials)) await writeFile(path, "https://127.0.0.1:9/credential\n");
  const routed = (config: string) => writeFile(join(folder, "alertmanager.yml"), config);
  const config = alertmanagerConfig(monitoring, { credentials, templates: TEMPLATES });
  await routed(config);
  const grouped = (groups: Monitoring["groups"]) =>
    Promise.all(
      groups.map((group) =>
        writeFile(join(folder, "rules", `${group.name}.yml`), ruleFile({ ...group, interval: "1s" })),
      ),
    );
  await grouped(monitoring.groups);
  const jobs = [...new Set(targets.map(({ job }) => job))].map((job) => ({
    job_name: job,
    static_configs: targets
      .filter((target) => target.job === job)
      .map(({ service }) => ({
        targets: [address],
        labels: { __metrics_path__: `/${service}`, instance: service, service, team: "shop" },
      })),
  }));
  const scraping = (alertmanagers: readonly string[]) =>
    writeFile(
      join(folder, "prometheus.yml"),
      yaml({
        global: {
          ...{ scrape_interval: "1s", evaluation_interval: "1s" },
          external_labels: { environment: monitoring.environment },
        },
        rule_files: ["rules/*.yml"],
        alerting: { alertmanagers: [{ static_configs: [{ targets: alertmanagers }] }] },
        scrape_configs: jobs,
      }),
    );
  await scraping([alertmanager]);

  const started: execa.ExecaChildProcess[] = [];
  const run = async (tool: string, args: readonly string[], at: string) => {
    const child = execa(tool, args, { cwd: folder, all: true, reject: false });
    started.push(child);
    let log = "";
    child.all?.on("data", (chunk: Buffer) => {
      log = `${log}${chunk.toString()}`.slice(-4_000);
    });
    await until(
      () =>
        fetch(`http://${at}/-/ready`).then(
          ({ ok }) => ok,
          () => false,
        ),
      () => log,
    );
    return async () => {
      child.kill("SIGKILL");
      await child;
    };
  };
  const startAlertmanager = () =>
    run(
      tools.alertmanager,
      [
        "--config.file=alertmanager.yml",
        "--storage.path=silences",
        `--web.listen-address=${alertmanager}`,
        "--cluster.listen-address=",
      ],
      alertmanager,
    );
  const startPrometheus = () =>
    run(
      tools.prometheus,
      [
        "--config.file=prometheus.yml",
        "--storage.tsdb.path=data",
        `--web.listen-address=${prometheus}`,
        "--web.enable-lifecycle",
        "--web.enable-remote-write-receiver",
        "--rules.alert.resend-delay=5s",
      ],
      prometheus,
    );
  const reload = async (at: string) => {
    const { ok, status } = await fetch(`http://${at}/-/reload`, { method: "POST" });
    if (!ok) throw new Error(`${at} does not reload: ${status}`);
  };
  return {
    prometheus: `http://${prometheus}`,
    alertmanager: `http://${alertmanager}`,
    stopAlertmanager: await startAlertmanager(),
    stopPrometheus: await startPrometheus(),
    startAlertmanager,
    startPrometheus,
    config,
    /** Another alertmanager.yml. */
    route: async (text: string) => {
      await routed(text);
      await reload(alertmanager);
    },
    /** Other rules. */
    load: async (groups: Monitoring["groups"]) => {
      await grouped(groups);
      await reload(prometheus);
    },
    /** What a target shows from now on. */
    show: (service: string, metrics: readonly string[]) => void shown.set(service, metrics),
    /** Whether Prometheus sends alerts. */
    connect: async (isConnected: boolean) => {
      await scraping(isConnected ? [alertmanager] : []);
      await reload(prometheus);
    },
    stop: async () => {
      for (const child of started) child.kill("SIGKILL");
      await Promise.all(started);
      exporter.closeAllConnections();
      exporter.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type Chain = Awaited<ReturnType<typeof startChain>>;

/** Asks until it holds; throws after half a minute. */
export async function until(holds: () => boolean | Promise<boolean>, explain: () => string): Promise<void> {
  for (const end = performance.now() + 30_000; !(await holds()); await sleep(100)) {
    if (performance.now() > end) throw new Error(`timed out: ${explain()}`);
  }
}
