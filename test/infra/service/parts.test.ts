// The parts of a local environment as status, logs and stop find them.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { start, stop } from "../../../components/host/provider/supervise";
import { partNamed, partsOf, portsOf } from "../../../infra/commands/service/parts";
import { line } from "../../../infra/commands/service/status";
import { settings } from "../../support/environment";
import { deployed } from "../../support/local-stack";
import { freePorts } from "../../support/ports";

const SERVER = `require("node:http").createServer((_, res) => res.end("ok")).listen(Number(process.argv[1]), "127.0.0.1")`;

describe("the parts of a local environment", () => {
  let project: string;
  let ports: Record<"nodeExporter" | "inbox", number>;
  const dirOf = (part: string) => join(project, ".tocsin", "local", part);

  beforeEach(async () => {
    project = await mkdtemp(join(tmpdir(), "tocsin-service-"));
    ports = await freePorts("nodeExporter", "inbox");
    const platform = JSON.stringify({ kind: "local", ports });
    await writeFile(join(project, "Pulumi.local.yaml"), `config: { "tocsin:platform": ${platform} }`);
    await writeFile(
      join(project, "Pulumi.far.yaml"),
      'config: { "tocsin:platform": { kind: grafana, url: "https://g" } }',
    );
    await Promise.all(["node-exporter", "inbox", "drills"].map((part) => mkdir(dirOf(part), { recursive: true })));
    await writeFile(join(dirOf("inbox"), "log"), "it ended\n");
    await start({
      dir: dirOf("node-exporter"),
      command: process.execPath,
      args: ["-e", SERVER, String(ports.nodeExporter)],
      environment: {},
      readyUrl: `http://127.0.0.1:${ports.nodeExporter}/`,
    });
  });
  afterEach(async () => {
    await stop(dirOf("node-exporter"));
    await rm(project, { recursive: true });
  });

  test("are those with a log, each with its address and whether it runs", async () => {
    const [inbox, exporter] = await partsOf("local", project);
    expect(inbox).toMatchObject({ name: "inbox", pid: undefined, listens: false });
    expect(exporter).toMatchObject({ name: "node-exporter", pid: expect.any(Number), listens: true });
    expect(exporter && line(exporter)).toMatch(
      new RegExp(`^  node-exporter +http://127.0.0.1:${ports.nodeExporter} +running, process ${exporter?.pid}$`),
    );
    expect(inbox && line(inbox)).toMatch(/stopped$/);
    await stop(dirOf("node-exporter"));
    expect((await partsOf("local", project)).every(({ pid, listens }) => pid === undefined && !listens)).toBe(true);
  });

  test("are named where one is mistyped", async () => {
    const parts = await partsOf("local", project);
    expect(() => partNamed("node-exporte", parts)).toThrow(
      'found the part "node-exporte"; there: inbox, node-exporter. Did you mean "node-exporter"?',
    );
  });

  test("are none of this machine on another platform", async () => {
    await expect(partsOf("far", project)).rejects.toThrow();
  });
});

test("the port of every part of this machine is looked at where the part is told to listen", async () => {
  const chosen = settings({
    logs: { store: "victorialogs" },
    traces: { store: "jaeger" },
    notifications: { drill: { every: "5m" } },
  });
  const { resources } = await deployed({}, chosen);
  const told = resources.flatMap(({ name, inputs }) => {
    const { data } = z.object({ listen: z.object({ port: z.number() }) }).safeParse(inputs);
    return data ? [[name, data.listen.port] as const] : [];
  });
  expect(told.map(([name]) => name)).toEqual(
    expect.arrayContaining(["victorialogs", "vmalert", "collector", "jaeger", "gateway", "drill"]),
  );
  const { platform } = chosen;
  if (platform.kind !== "local") throw new Error("not on this machine");
  const looked = told
    .filter(([name]) => name !== "guard")
    .map(([name]) => [name, portsOf(name, platform.ports).listening[0]] as const);
  expect(looked).toEqual(told.filter(([name]) => name !== "guard"));
});
