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
      ]),
    );
    const [group] = parse(fileOf(named("vmalert"), "rules.yml")).groups;
    expect(group.rules.map((rule: { alert: string }) => rule.alert)).toEqual(["LogErrorBurst", "LogCrash"]);
    expect(group.rules[0].expr).toContain("| filter value:>99");
    expect(named("runbooks").inputs.files).toHaveProperty(["logs/runbook.md"]);
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
