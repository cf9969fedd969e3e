// The local platform's archive under mocks: business series, kept for years.
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { Surroundings } from "../../stacks";
import { settings } from "../support/environment";
import { deployed, fileOf } from "../support/local-stack";

describe("the archive", () => {
  const services = [{ name: "posts", mixin: "threads", generated: true }];
  const archived = (more: object = {}, surrounded: Partial<Surroundings> = {}) =>
    deployed(surrounded, settings({ services, ...more }));

  test("is not there while nothing in use is kept for years", async () => {
    const { resources, named } = await deployed({}, settings({ services: [] }));
    expect(resources.map(({ name }) => name)).not.toContain("archive");
    expect(fileOf(named("prometheus"), "prometheus.yml")).not.toContain("remote_write");
  });

  test("is a second Prometheus, which keeps for ever what the first writes to it, and scrapes nothing", async () => {
    const { named } = await archived();
    const archive = named("archive");
    expect(archive.inputs.dir).toBe("/project/.tocsin/local/archive");
    expect(archive.inputs.args).toEqual(
      expect.arrayContaining([
        "--storage.tsdb.retention.time=100y",
        "--web.enable-remote-write-receiver",
        "--web.listen-address=127.0.0.1:9086",
      ]),
    );
    expect(parse(fileOf(archive, "prometheus.yml"))).toEqual({ global: {} });
    const [write] = parse(fileOf(named("prometheus"), "prometheus.yml")).remote_write;
    expect(write).toMatchObject({
      url: "http://127.0.0.1:9086/api/v1/write",
      name: "archive",
      basic_auth: { username: "tocsin" },
    });
    expect(named("guard").inputs.args).toContain("9091=9086");
    expect(named("prometheus").inputs.args).toContain("--storage.tsdb.retention.time=30d");
  });

  test("keeps them as long as the settings say", async () => {
    const { named } = await archived({ retention: { business: "5y" } });
    expect(named("archive").inputs.args).toContain("--storage.tsdb.retention.time=5y");
  });

  test("listens on the port that the settings give, and is written to there", async () => {
    const { named } = await archived({ platform: { kind: "local", ports: { archiveDirect: 9595, archive: 9596 } } });
    expect(named("archive").inputs.args).toContain("--web.listen-address=127.0.0.1:9595");
    expect(named("guard").inputs.args).toContain("9596=9595");
    const [write] = parse(fileOf(named("prometheus"), "prometheus.yml")).remote_write;
    expect(write.url).toBe("http://127.0.0.1:9595/api/v1/write");
  });

  test("is a container with a volume of its own under Docker", async () => {
    const { named } = await archived({}, { runtime: "docker" });
    const { inputs } = named("archive", "docker:index/container:Container");
    expect(inputs.command).toContain("--storage.tsdb.retention.time=100y");
    expect(inputs.volumes).toContainEqual({ volumeName: "tocsin-local-archive", containerPath: "/data" });
  });

  test("has the generator told what to show", async () => {
    const { named } = await archived();
    expect(named("generator").inputs.args).toContain('--generate={"mixin":"threads","options":{}}');
  });
});
