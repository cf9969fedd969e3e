// Docker or processes: what decides.
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Engine } from "../../../infra/engine";
import { resolveRuntime } from "../../../infra/machine/runtime";

describe("the runtime", () => {
  let folder: string;
  let daemon: Server;
  const before = process.env.DOCKER_HOST;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "runtime-"));
    daemon = createServer((request, response) => response.writeHead(request.url === "/_ping" ? 200 : 404).end("OK"));
    await new Promise<void>((resolve) => daemon.listen(join(folder, "docker.sock"), resolve));
    process.env.DOCKER_HOST = `unix://${join(folder, "docker.sock")}`;
  });
  afterEach(async () => {
    await new Promise((resolve) => daemon.close(resolve));
    if (before === undefined) delete process.env.DOCKER_HOST;
    else process.env.DOCKER_HOST = before;
    await rm(folder, { recursive: true });
  });

  /** An engine that can or cannot install a plugin. */
  async function engine(installs: boolean): Promise<Engine> {
    const path = join(folder, "pulumi");
    await writeFile(
      path,
      `#!/bin/sh\n[ "$1 $2 $3 $4" = "plugin install resource docker" ] && exit ${installs ? 0 : 1}\nexit 2\n`,
    );
    await chmod(path, 0o755);
    return { path, version: "3.245.0", from: "PATH" };
  }

  test("is what the settings say, whatever is there", async () => {
    expect((await resolveRuntime("native", await engine(true))).kind).toBe("native");
    expect((await resolveRuntime("docker", await engine(false))).kind).toBe("docker");
  });

  test("is Docker where its daemon answers and the engine's plugin can be had", async () => {
    expect(await resolveRuntime("auto", await engine(true))).toEqual({
      kind: "docker",
      because: "a Docker daemon answers",
    });
  });

  test("is native where the plugin cannot be had, and says so", async () => {
    const { kind, because } = await resolveRuntime("auto", await engine(false));
    expect(kind).toBe("native");
    expect(because).toContain("its plugin for the engine cannot be had");
  });

  test("is native where no daemon answers", async () => {
    process.env.DOCKER_HOST = `unix://${join(folder, "nobody.sock")}`;
    expect(await resolveRuntime("auto", await engine(true))).toEqual({
      kind: "native",
      because: "no Docker daemon answers",
    });
  });
});
