// Detached processes: started, recognised, never confused with others, stopped.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { portProblem } from "../../../../components/host/ports";
import { runningPid, start, stop } from "../../../../components/host/provider/supervise";
import { freePort } from "../../../support/ports";

const SERVER = `const port = Number(process.argv[1]);
require("node:http").createServer((_, res) => res.end(JSON.stringify(process.env))).listen(port, "127.0.0.1")`;

describe("a detached process", () => {
  let dir: string;
  let port: number;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "process-"));
    port = await freePort();
  });
  afterEach(async () => {
    await stop(dir);
    await rm(dir, { recursive: true });
  });

  const run = (script = SERVER) =>
    start({
      dir,
      command: process.execPath,
      args: ["-e", script, String(port)],
      environment: { GOGC: "40" },
      readyUrl: `http://127.0.0.1:${port}/`,
    });

  test("is ready when it is started, and known by its folder", async () => {
    const pid = await run();
    expect(await runningPid(dir)).toBe(pid);
    await stop(dir);
    expect(await runningPid(dir)).toBeUndefined();
  });

  test("gets the environment that it is given, and of the deployment's PATH, HOME and whose certificates to trust", async () => {
    vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", "a secret");
    vi.stubEnv("SSL_CERT_FILE", "/etc/ssl/our-own.pem");
    vi.stubEnv("SSL_CERT_DIR", undefined);
    await run();
    vi.unstubAllEnvs();
    const environment = z.record(z.string(), z.string()).parse(await (await fetch(`http://127.0.0.1:${port}/`)).json());
    expect(
      Object.keys(environment).filter((name) => !["PATH", "HOME", "PWD", "OLDPWD", "SHLVL", "_"].includes(name)),
    ).toEqual(["SSL_CERT_FILE", "GOGC", "TOCSIN_PROCESS_DIR"]);
  });

  test("that ends at once is an error with the end of its log", async () => {
    await expect(run(`console.error("no such option"); process.exit(3)`)).rejects.toThrow(
      /ended at once[\s\S]*no such option/,
    );
    expect(await runningPid(dir)).toBeUndefined();
  });

  test("that ends at once is explained by its own log, not by that of the process before", async () => {
    await expect(run(`console.error("the first one's words"); process.exit(3)`)).rejects.toThrow(
      "the first one's words",
    );
    const error = await run(`console.error("the second one's"); process.exit(3)`).catch((thrown: Error) => thrown);
    expect(String(error)).toContain("the second one's");
    expect(String(error)).not.toContain("the first one's words");
  });

  test("is not taken for another one that was given its id", async () => {
    const stranger = spawn("sleep", ["60"]);
    await writeFile(join(dir, "pid"), String(stranger.pid));
    expect(await runningPid(dir)).toBeUndefined();
    await stop(dir);
    expect(stranger.exitCode).toBeNull();
    stranger.kill();
  });

  test("has given its port back when it is stopped, however much it has to give back", {
    timeout: 60_000,
  }, async () => {
    const heavy = `${SERVER}; globalThis.held = Buffer.alloc(400_000_000, 1)`;
    for (let round = 0; round < 4; round++) {
      await run(heavy);
      await stop(dir);
      expect(await portProblem({ host: "127.0.0.1", port })).toBeUndefined();
    }
  });

  test("has its time to end, whatever somebody sets the clock to", async () => {
    const last =
      'process.on("SIGTERM", () => setTimeout(() => { console.log("all is written"); process.exit(); }, 300));';
    await run(`${last} ${SERVER}`);
    const now = Date.now();
    const clock = vi
      .spyOn(Date, "now")
      .mockReturnValueOnce(now)
      .mockReturnValue(now + 3_600_000);
    await stop(dir);
    clock.mockRestore();
    expect(await readFile(join(dir, "log"), "utf8")).toContain("all is written");
  });

  test("that ignores a polite stop is killed", { timeout: 40_000 }, async () => {
    const pid = await run(`process.on("SIGTERM", () => {}); ${SERVER}`);
    await stop(dir);
    expect(() => process.kill(pid, 0)).toThrow();
    await expect(readFile(join(dir, "pid"))).rejects.toThrow();
  });
});

describe("a port", () => {
  test("in use is told with its holder; a free one, or one's own, is no problem", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as { port: number };
    expect(await portProblem({ host: "127.0.0.1", port })).toMatch(
      new RegExp(
        `^port ${port} on 127\\.0\\.0\\.1 is in use by .*\\(process ${process.pid}\\); stop it, or set another port`,
      ),
    );
    expect(await portProblem({ host: "127.0.0.1", port }, [process.pid])).toBeUndefined();
    await new Promise((resolve) => server.close(resolve));
    expect(await portProblem({ host: "127.0.0.1", port })).toBeUndefined();
  });
});
