// The local platform's logs under mocks: none unless the settings ask for them.
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { Surroundings } from "../../stacks";
import { settings } from "../support/environment";
import { deployed, fileOf } from "../support/local-stack";

const SHOP = {
  name: "shop",
  team: "sales",
  mixin: "service",
  targets: ["127.0.0.1:8080"],
  logs: { files: ["log/*.log"] },
};

const collected = (logs: object = {}, surrounded: Partial<Surroundings> = {}) =>
  deployed(surrounded, settings({ services: [SHOP], logs: { store: "victorialogs", ...logs } }));

describe("logs", () => {
  test("are not collected unless the settings say so", async () => {
    const { resources } = await deployed();
    const names = resources.map(({ name }) => name);
    for (const part of ["victorialogs", "collector", "vmalert"]) expect(names).not.toContain(part);
  });

  test("are kept by a store on loopback that asks for a password, behind the guard", async () => {
    const { named, outputs } = await collected({ retention: "30d", maxDisk: 2.5 });
    const { args } = named("victorialogs").inputs;
    expect(args).toEqual(
      expect.arrayContaining([
        "-httpListenAddr=127.0.0.1:9429",
        "-httpAuth.password=file:///project/.tocsin/local/access/password",
        "-retentionPeriod=30d",
        "-retention.maxDiskSpaceUsageBytes=2500000000",
      ]),
    );
    expect(named("guard").inputs.args).toContain("9428=9429");
    expect(outputs.addresses).toMatchObject({ victorialogs: "http://127.0.0.1:9428" });
  });

  test("come from the files of services, as the labels of their alerts name these", async () => {
    const { named } = await collected();
    const { receivers } = parse(fileOf(named("collector"), "collector.yml"));
    expect(receivers["file_log/shop"]).toMatchObject({
      include: ["/project/log/*.log"],
      resource: { service: "shop", team: "sales" },
    });
    expect(receivers.otlp).toEqual({ protocols: { http: { endpoint: "127.0.0.1:4318" } } });
  });

  test("wait on disk for the store, as much as the settings say", async () => {
    const { named } = await collected({ queue: 0.5 });
    const { exporters } = parse(fileOf(named("collector"), "collector.yml"));
    expect(exporters.otlp_http.sending_queue).toMatchObject({ queue_size: 500_000_000, block_on_overflow: true });
    expect(exporters.otlp_http.retry_on_failure.max_elapsed_time).toBe("0");
  });

  test("are evaluated by vmalert, into the same Alertmanager, with the thresholds of the settings", async () => {
    const { named } = await collected({
      alerts: { LogErrorBurst: { above: { warning: 99 } }, LogSilence: { disabled: true } },
    });
    const { args } = named("vmalert").inputs;
    expect(args).toEqual(
      expect.arrayContaining([
        "-datasource.url=http://127.0.0.1:9429",
        "-notifier.url=http://127.0.0.1:9087",
        "-notifier.basicAuth.passwordFile=/project/.tocsin/local/access/password",
        "-httpListenAddr=127.0.0.1:8880",
        "-external.label=environment=local",
        "-remoteWrite.url=http://127.0.0.1:9085",
      ]),
    );
    expect(named("prometheus").inputs.args).toContain("--web.enable-remote-write-receiver");
    const [group, lines] = parse(fileOf(named("vmalert"), "rules.yml")).groups;
    expect(lines.rules).toEqual([
      { record: "service_level:log_lines:rate5m", expr: expect.stringMatching(/^_time:5m /) },
    ]);
    expect(group.rules.map((rule: { alert: string }) => rule.alert)).toEqual([
      "LogErrorBurst",
      "LogCrash",
      "LogAuthFailures",
      "LogOomKill",
      "LogDiskErrors",
    ]);
    expect(group.rules[0].expr).toContain("| filter value:>99");
    expect(named("runbooks").inputs.files).toHaveProperty(["logs/runbook.md"]);
  });

  test("have their parts watched, with the password where they ask for one", async () => {
    const { named } = await collected();
    const { scrape_configs } = parse(fileOf(named("prometheus"), "prometheus.yml"));
    const jobs = ["victorialogs", "vmalert", "otelcol"].map((part) => {
      const job = scrape_configs.find(({ job_name }: { job_name: string }) => job_name === `${part}:monitoring`);
      const [{ targets, labels }] = job.static_configs;
      return [targets[0], labels.job, labels.service, job.basic_auth?.username];
    });
    expect(jobs).toEqual([
      ["127.0.0.1:9429", "victorialogs", "victorialogs", "tocsin"],
      ["127.0.0.1:8880", "vmalert", "vmalert", "tocsin"],
      ["127.0.0.1:8888", "otelcol", "otelcol", undefined],
    ]);
    expect(fileOf(named("prometheus"), "rules/otelcol-30s.yml")).toContain("OtelcolDroppedData");
  });

  test("are linked to by the alerts on metrics: by service, or by host", async () => {
    const { named } = await collected();
    const linked = (file: string) =>
      parse(fileOf(named("prometheus"), `rules/${file}.yml`)).groups[0].rules.flatMap(
        (rule: { annotations?: { logs_url?: string } }) => rule.annotations?.logs_url ?? [],
      );
    const page = "http://127.0.0.1:9428/select/vmui/#/?query=";
    expect(new Set(linked("service"))).toEqual(
      new Set([`${page}service%3A%3D%22{{ $labels.service }}%22&g0.range_input=1h`]),
    );
    expect(new Set(linked("node"))).toEqual(new Set([`${page}host%3A%3D%22{{ $labels.host }}%22&g0.range_input=1h`]));
    const { named: without } = await deployed();
    expect(fileOf(without("prometheus"), "rules/service.yml")).not.toContain("logs_url");
  });

  test("have their ports looked at before anything is started", async () => {
    const { named } = await collected();
    const { listeners } = named("ports").inputs as { listeners: Record<string, { port: number }> };
    expect(Object.values(listeners).map(({ port }) => port)).toEqual(
      expect.arrayContaining([9428, 9429, 8880, 8888, 4318]),
    );
  });

  test("are collected by containers under Docker, which see the files and the password", async () => {
    const { named } = await collected({}, { runtime: "docker" });
    const { inputs } = named("collector", "docker:index/container:Container");
    expect(inputs.volumes).toEqual(
      expect.arrayContaining([
        { hostPath: "/project/log", containerPath: "/project/log", readOnly: true },
        { hostPath: "/project/.tocsin/local/access", containerPath: "/access", readOnly: true },
      ]),
    );
    expect(named("victorialogs", "docker:index/container:Container").inputs.command).toContain(
      "-httpAuth.password=file:///access/password",
    );
  });
});
