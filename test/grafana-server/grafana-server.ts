// A Grafana of one's own on loopback, in a folder that is removed with it.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import execa from "execa";
import { z } from "zod";
import { freePort } from "../support/ports";

const READY_SECONDS = 180;

export class GrafanaServer {
  private constructor(
    readonly url: string,
    /** As the settings' `platform.auth` takes it. */
    readonly auth: string,
    readonly stop: () => Promise<void>,
  ) {}

  /**
   * Starts the Grafana that is unpacked in a folder, and waits until its database is there.
   * Throws with the last lines of its log where it ends before that.
   */
  static async start(home: string): Promise<GrafanaServer> {
    const folder = await mkdtemp(join(tmpdir(), "tocsin-grafana-"));
    const port = await freePort();
    const grafana = execa(join(home, "bin", "grafana"), ["server", `--homepath=${home}`], {
      env: environment(folder, port),
      all: true,
      reject: false,
    });
    const ended = grafana.then(({ all = "" }) => {
      throw new Error(`Grafana ended:\n${all.split("\n").slice(-20).join("\n")}`);
    });
    // Awaited while it starts; at the end it is meant to end.
    ended.catch(() => undefined);
    const server = new GrafanaServer(`http://127.0.0.1:${port}`, `admin:${PASSWORD}`, async () => {
      grafana.kill();
      await grafana;
      await rm(folder, { recursive: true, force: true });
    });
    await Promise.race([ended, server.ready()]).catch(async (error) => {
      await server.stop();
      throw error;
    });
    return server;
  }

  /** What the HTTP API answers. Throws where it refuses. */
  async get<T>(path: string, schema: z.ZodType<T>): Promise<T> {
    return this.call(path, schema, { method: "GET" });
  }

  async post<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<T> {
    const headers = { "content-type": "application/json" };
    return this.call(path, schema, { method: "POST", headers, body: JSON.stringify(body) });
  }

  private async call<T>(path: string, schema: z.ZodType<T>, init: RequestInit): Promise<T> {
    const authorization = `Basic ${Buffer.from(this.auth).toString("base64")}`;
    const answer = await fetch(`${this.url}${path}`, { ...init, headers: { ...init.headers, authorization } });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${init.method} ${path}: ${answer.status} ${text}`);
    return schema.parse(JSON.parse(text));
  }

  private async ready(): Promise<void> {
    const health = z.object({ database: z.literal("ok"), version: z.string() });
    const deadline = Date.now() + READY_SECONDS * 1000;
    for (;;) {
      const found = await this.get("/api/health", health).catch((error: Error) => error);
      if (!(found instanceof Error)) return console.log(`  Grafana ${found.version} at ${this.url}`);
      if (Date.now() > deadline) throw found;
      await sleep(500);
    }
  }
}

const PASSWORD = "test-of-tocsin";

/** All that it writes lies in the folder; it asks nobody on the internet for anything. */
const environment = (folder: string, port: number) => ({
  GF_SERVER_HTTP_ADDR: "127.0.0.1",
  GF_SERVER_HTTP_PORT: String(port),
  GF_SECURITY_ADMIN_PASSWORD: PASSWORD,
  GF_PATHS_DATA: join(folder, "data"),
  GF_PATHS_LOGS: join(folder, "logs"),
  GF_PATHS_PLUGINS: join(folder, "plugins"),
  GF_PATHS_PROVISIONING: join(folder, "provisioning"),
  GF_ANALYTICS_REPORTING_ENABLED: "false",
  GF_ANALYTICS_CHECK_FOR_UPDATES: "false",
  GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: "false",
  GF_PLUGINS_PREINSTALL_DISABLED: "true",
});
