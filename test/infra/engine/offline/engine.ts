// The real engine with offline providers: a project of its own, no credentials, no plugins, and a watch on the network.
import { mkdir, mkdtemp, readdir, rm, symlink } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EngineEvent, LocalWorkspace, PulumiCommand, type Stack } from "@pulumi/pulumi/automation";
import { type OfflineProviders, startOfflineProviders } from "../../../../infra/engine/offline";

export type Program = () => Promise<Record<string, unknown>>;

/** A resource as the engine plans it. */
export interface Planned {
  op: string;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
  changed: readonly string[];
}

/** An engine of its own, and its offline providers. */
export class OfflineEngine {
  /** What the engine asked the network for. */
  readonly requests: string[] = [];

  private constructor(
    private readonly folder: string,
    private readonly providers: OfflineProviders,
    private readonly proxy: Server,
    private readonly proxyUrl: string,
  ) {
    proxy.on("request", ({ url }, response) => {
      this.requests.push(String(url));
      response.writeHead(502).end();
    });
    proxy.on("connect", ({ url }, socket) => {
      this.requests.push(String(url));
      socket.end("HTTP/1.1 502 No network\r\n\r\n");
    });
  }

  static async start(pulumi: string, packages: readonly string[]): Promise<OfflineEngine> {
    const folder = await mkdtemp(join(tmpdir(), "tocsin offline-"));
    await mkdir(join(folder, "bin"));
    await symlink(pulumi, join(folder, "bin/pulumi"));
    const proxy = createServer();
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    const address = proxy.address();
    const port = typeof address === "object" ? address?.port : undefined;
    return new OfflineEngine(folder, await startOfflineProviders(packages), proxy, `http://127.0.0.1:${port}`);
  }

  async stop(): Promise<void> {
    await this.providers.close();
    this.proxy.close();
    await rm(this.folder, { recursive: true, maxRetries: 5 });
  }

  async stack(program: Program): Promise<Stack> {
    return await LocalWorkspace.createOrSelectStack(
      { stackName: "dev", projectName: "shop", program },
      {
        workDir: this.folder,
        pulumiCommand: await PulumiCommand.get({ root: this.folder, skipVersionCheck: true }),
        projectSettings: { name: "shop", runtime: "nodejs", main: this.folder },
        envVars: {
          ...this.providers.environment,
          PATH: join(this.folder, "bin"),
          HOME: this.folder,
          HTTP_PROXY: this.proxyUrl,
          HTTPS_PROXY: this.proxyUrl,
          PULUMI_BACKEND_URL: `file://${this.folder}`,
          PULUMI_CONFIG_PASSPHRASE: "for a test",
          PULUMI_HOME: join(this.folder, "pulumi-home"),
          PULUMI_SKIP_UPDATE_CHECK: "true",
        },
      },
    );
  }

  /** What a preview plans, by name and in numbers, and how many milliseconds it took. */
  async preview(program: Program) {
    const stack = await this.stack(program);
    const planned: Record<string, Planned> = {};
    const onEvent = ({ resourcePreEvent, resOutputsEvent }: EngineEvent) => {
      const metadata = (resOutputsEvent ?? resourcePreEvent)?.metadata;
      if (!metadata) return;
      planned[metadata.urn.split("::").at(-1) ?? ""] = {
        op: metadata.op,
        inputs: metadata.new?.inputs ?? {},
        outputs: metadata.new?.outputs ?? {},
        changed: metadata.diffs ?? [],
      };
    };
    const began = performance.now();
    const { changeSummary } = await stack.preview({ onEvent });
    return { planned, changes: changeSummary, took: performance.now() - began };
  }

  /** Plugins that are installed. */
  async plugins(): Promise<string[]> {
    return await readdir(join(this.folder, "pulumi-home/plugins")).catch(() => []);
  }
}
