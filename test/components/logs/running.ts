// A real store and a real collector for a test, in a folder of its own.
import { type ChildProcess, spawn } from "node:child_process";
import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type CollectorArgs, collectorConfig } from "../../../components/logs";
import { freePorts } from "../../support/ports";

const ACCESS = { username: "tocsin", password: "of-this-test" };
const AUTHORIZATION = `Basic ${Buffer.from(`${ACCESS.username}:${ACCESS.password}`).toString("base64")}`;

type Ports = Readonly<Record<"store" | "otlp" | "metrics", number>>;

/** A line as the store has it. */
export type Line = Readonly<Record<string, string>>;

/** A collector that is configured otherwise. */
interface Own {
  configure: (args: CollectorArgs) => string;
  variables?: Readonly<Record<string, string>>;
  /** Before it starts. */
  prepare?: () => Promise<void>;
}

export class Running {
  private store: ChildProcess | undefined;
  private collector: ChildProcess | undefined;

  private constructor(
    private readonly tools: { victorialogs: string; otelcol: string },
    readonly dir: string,
    private readonly ports: Ports,
    private readonly more: Partial<CollectorArgs>,
    private readonly own: Own,
  ) {}

  /** With a service `shop` that writes `app.log`. */
  static async start(
    tools: { victorialogs: string; otelcol: string },
    more: Partial<CollectorArgs> = {},
    own: Own = { configure: collectorConfig },
  ) {
    const dir = await mkdtemp(join(tmpdir(), "tocsin-logs-"));
    const running = new Running(tools, dir, await freePorts("store", "otlp", "metrics"), more, own);
    await writeFile(join(dir, "password"), ACCESS.password);
    await writeFile(join(dir, "collector.yml"), running.configuration(more, running.ports));
    await own.prepare?.();
    await Promise.all([running.startStore(), running.startCollector()]);
    return running;
  }

  /** What the collector sends with, and the store asks for. */
  readonly authorization = AUTHORIZATION;

  get otlp(): string {
    return `http://127.0.0.1:${this.ports.otlp}`;
  }

  async startStore(): Promise<void> {
    this.store = spawn(this.tools.victorialogs, [
      `-storageDataPath=${join(this.dir, "store")}`,
      `-httpListenAddr=127.0.0.1:${this.ports.store}`,
      `-httpAuth.username=${ACCESS.username}`,
      `-httpAuth.password=file://${join(this.dir, "password")}`,
      "-memory.allowedBytes=67108864",
    ]);
    await answers(`http://127.0.0.1:${this.ports.store}/health`);
  }

  stopStore = () => ended(this.store, "SIGTERM");

  async startCollector(): Promise<void> {
    this.collector = spawn(this.tools.otelcol, [`--config=file:${join(this.dir, "collector.yml")}`], {
      env: { ...process.env, ...this.own.variables },
    });
    // Receivers start after the metrics.
    await Promise.all([answers(`http://127.0.0.1:${this.ports.metrics}/metrics`), listens(this.otlp)]);
  }

  /** As the kernel kills it. */
  killCollector = () => ended(this.collector, "SIGKILL");

  /** The exit code of a second collector on the same files and the same queue. */
  async secondCollector(): Promise<number | null> {
    const ports = await freePorts("store", "otlp", "metrics");
    const file = join(this.dir, "second.yml");
    await writeFile(file, this.configuration(this.more, ports));
    const second = spawn(this.tools.otelcol, [`--config=file:${file}`]);
    const late = setTimeout(() => second.kill("SIGKILL"), 20_000);
    const code = await new Promise<number | null>((resolve) => second.once("exit", resolve));
    clearTimeout(late);
    return code;
  }

  get pids(): { store: number; collector: number } {
    return { store: this.store?.pid ?? 0, collector: this.collector?.pid ?? 0 };
  }

  /** Lines of JSON straight into the store. */
  async put(lines: string): Promise<void> {
    const wanted = new URLSearchParams({ _time_field: "time", _msg_field: "msg", _stream_fields: "service" });
    const answer = await fetch(`${this.storeUrl}/insert/jsonline?${wanted}`, {
      method: "POST",
      headers: { authorization: AUTHORIZATION },
      body: lines,
    });
    if (!answer.ok) throw new Error(await answer.text());
  }

  /** As the collector reaches the store. */
  get storeUrl(): string {
    return `http://127.0.0.1:${this.ports.store}`;
  }

  /** What the collector says of itself, the sum of a metric's series. */
  async counted(metric: string): Promise<number> {
    const text = await (await fetch(`http://127.0.0.1:${this.ports.metrics}/metrics`)).text();
    const values = text.split("\n").filter((line) => line.startsWith(`${metric}{`) || line.startsWith(`${metric} `));
    return values.reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
  }

  async write(content: string | Uint8Array, file = "app.log"): Promise<void> {
    await appendFile(join(this.dir, file), content);
  }

  /** What a query of LogsQL finds, once there are so many lines; after 30 s, what there is. */
  async lines(query: string, atLeast: number): Promise<Line[]> {
    for (let tried = 0; ; tried++) {
      const found = await this.query(query);
      if (found.length >= atLeast || tried === 60) return found;
      await sleep(500);
    }
  }

  async query(query: string): Promise<Line[]> {
    const answer = await fetch(`http://127.0.0.1:${this.ports.store}/select/logsql/query`, {
      method: "POST",
      headers: { authorization: AUTHORIZATION },
      body: new URLSearchParams({ query, limit: "100000" }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(text);
    return text
      .split("\n")
      .filter(Boolean)
      .map((line): Line => JSON.parse(line));
  }

  async tearDown(): Promise<void> {
    await Promise.all([ended(this.store, "SIGKILL"), ended(this.collector, "SIGKILL")]);
    await rm(this.dir, { recursive: true, force: true });
  }

  private configuration(more: Partial<CollectorArgs>, { otlp, metrics }: Ports): string {
    return this.own.configure({
      services: [{ name: "shop", team: "sales", host: "web-1", files: [join(this.dir, "*.log")] }],
      team: "platform",
      store: `http://127.0.0.1:${this.ports.store}`,
      access: { username: ACCESS.username, passwordFile: join(this.dir, "password") },
      otlp: `127.0.0.1:${otlp}`,
      metrics: { host: "127.0.0.1", port: metrics },
      storage: join(this.dir, "queue"),
      queueBytes: 100_000_000,
      clockSkewSeconds: 86_400,
      mask: [],
      ...more,
    });
  }
}

export async function ended(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once("exit", resolve));
  child.kill(signal);
  await exit;
}

/** Throws where it has not answered well within 30 s. */
export const answers = (url: string, authorization = AUTHORIZATION): Promise<void> =>
  until(url, async () => (await fetch(url, { headers: { authorization } })).ok);

/** Throws where nothing has answered within 30 s, with whatever status. */
export const listens = (url: string): Promise<void> => until(url, async () => (await fetch(url)).status > 0);

async function until(url: string, isUp: () => Promise<boolean>): Promise<void> {
  for (let tried = 0; tried < 60; tried++) {
    if (await isUp().catch(() => false)) return;
    await sleep(500);
  }
  throw new Error(`${url} does not answer within 30 s`);
}
