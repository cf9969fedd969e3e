// The agent of a host and the relays of two servers, as they are rendered, with real collectors and real stores.
import { type ChildProcess, spawn } from "node:child_process";
import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import execa from "execa";
import { afterEach, describe, expect, test } from "vitest";
import { type HostService, hostCollectorConfig, relayConfig, storeFlags } from "../../../components/logs";
import { selfSigned } from "../../support/machine/certificate";
import { programsOrSkip } from "../../support/machine/programs";
import { freePorts } from "../../support/ports";
import { toolsOrSkip } from "../../support/tools";
import { ended, type Line } from "./running";

const tools = toolsOrSkip("victorialogs", "otelcol");
const programs = programsOrSkip("openssl");

const PASSWORDS = { tocsin: "of-the-servers", "tocsin-hosts": "of-the-hosts" } as const;
const basic = (user: keyof typeof PASSWORDS) => `Basic ${Buffer.from(`${user}:${PASSWORDS[user]}`).toString("base64")}`;
const queueBytes = 100_000_000;
const numbered = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => `line ${String(from + index).padStart(5, "0")}`);
const text = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join("");

/** Everything on this machine, with certificates that nobody vouches for. */
async function curl(url: string, ...args: string[]): Promise<{ status: string; body: string }> {
  const { stdout } = await execa(
    "curl",
    [
      "-sk",
      "-m",
      "20",
      "--retry",
      "10",
      "--retry-delay",
      "1",
      "--retry-connrefused",
      "-w",
      "\n%{http_code}",
      ...args,
      url,
    ],
    { reject: false },
  );
  const at = stdout.lastIndexOf("\n");
  return { status: stdout.slice(at + 1), body: stdout.slice(0, at) };
}

class Hosts {
  private readonly processes = new Map<string, ChildProcess>();

  private constructor(
    readonly dir: string,
    private readonly ports: Readonly<Record<string, number>>,
    private readonly tls: { certificate: string; key: string },
  ) {}

  static async start(services: (dir: string) => readonly HostService[]): Promise<Hosts> {
    const dir = await mkdtemp(join(tmpdir(), "tocsin-hosts-"));
    const { certificate } = await selfSigned(dir, "server", "IP:127.0.0.1");
    for (const [user, password] of Object.entries(PASSWORDS)) await writeFile(join(dir, user), password);
    await writeFile(join(dir, "host-name"), "web-1");
    const tls = { certificate, key: join(dir, "server.key") };
    const here = new Hosts(dir, await freePorts(...NAMES), tls);
    for (const server of SERVERS) {
      await here.startStore(server);
      await here.startRelay(server);
    }
    await here.startAgent(services(dir));
    return here;
  }

  port = (name: string) => this.ports[name] ?? 0;
  private readonly access = (user: keyof typeof PASSWORDS) => ({ username: user, passwordFile: join(this.dir, user) });

  async startStore(server: string): Promise<void> {
    const flags = storeFlags({
      listen: `127.0.0.1:${this.port(`store-${server}`)}`,
      access: this.access("tocsin"),
      tls: this.tls,
      data: join(this.dir, `store-${server}`),
      retention: "7d",
      maxDisk: 1_000_000_000,
    });
    await this.run(
      `store-${server}`,
      tools?.victorialogs ?? "",
      flags,
      `https://127.0.0.1:${this.port(`store-${server}`)}/health`,
    );
  }

  async startRelay(server: string): Promise<void> {
    const metrics = this.port(`relay-metrics-${server}`);
    const config = relayConfig({
      store: `https://127.0.0.1:${this.port(`store-${server}`)}`,
      access: this.access("tocsin"),
      agents: this.access("tocsin-hosts"),
      otlp: `127.0.0.1:${this.port(`relay-${server}`)}`,
      tls: this.tls,
      metrics: { host: "127.0.0.1", port: metrics },
      storage: join(this.dir, `relay-${server}`),
      queueBytes,
    });
    await this.collector(`relay-${server}`, config, metrics);
  }

  private async startAgent(services: readonly HostService[]): Promise<void> {
    const metrics = this.port("agent-metrics");
    const config = hostCollectorConfig({
      services,
      team: "platform",
      to: { relays: SERVERS.map((server) => `https://127.0.0.1:${this.port(`relay-${server}`)}`) },
      access: this.access("tocsin-hosts"),
      otlp: `127.0.0.1:${this.port("agent")}`,
      metrics: { host: "127.0.0.1", port: metrics },
      storage: join(this.dir, "agent-queue"),
      queueBytes,
      clockSkewSeconds: 86_400,
      mask: [],
      hostFile: join(this.dir, "host-name"),
    });
    await this.collector("agent", config, metrics);
  }

  private async collector(name: string, config: string, metrics: number): Promise<void> {
    const file = join(this.dir, `${name}.yml`);
    await writeFile(file, config);
    await execa(tools?.otelcol ?? "", ["validate", `--config=file:${file}`]);
    await this.run(name, tools?.otelcol ?? "", [`--config=file:${file}`], `http://127.0.0.1:${metrics}/metrics`);
  }

  private async run(name: string, program: string, args: readonly string[], ready: string): Promise<void> {
    this.processes.set(name, spawn(program, args, { stdio: "ignore" }));
    for (let tried = 0; tried < 60; tried++) {
      if ((await curl(ready, "-H", `Authorization: ${basic("tocsin")}`)).status === "200") return;
      await sleep(500);
    }
    throw new Error(`${name} does not answer within 30 s`);
  }

  stop = (name: string) => ended(this.processes.get(name), "SIGTERM");

  async lines(server: string, query: string, atLeast: number): Promise<Line[]> {
    for (let tried = 0; ; tried++) {
      const { body } = await curl(
        `https://127.0.0.1:${this.port(`store-${server}`)}/select/logsql/query`,
        ...["-H", `Authorization: ${basic("tocsin")}`, "--data-urlencode", `query=${query}`, "-d", "limit=100000"],
      );
      const found = body
        .split("\n")
        .filter(Boolean)
        .map((line): Line => JSON.parse(line));
      if (found.length >= atLeast || tried === 80) return found;
      await sleep(500);
    }
  }

  async tearDown(): Promise<void> {
    await Promise.all([...this.processes.values()].map((child) => ended(child, "SIGKILL")));
    await rm(this.dir, { recursive: true, force: true });
  }
}

const SERVERS = ["1", "2"] as const;
const NAMES = [
  ...SERVERS.flatMap((server) => [`store-${server}`, `relay-${server}`, `relay-metrics-${server}`]),
  "agent",
  "agent-metrics",
];

describe.skipIf(!tools || !programs)("the logs of a host with two servers", { timeout: 180_000 }, () => {
  let hosts: Hosts | undefined;
  afterEach(() => hosts?.tearDown());

  const start = async () => {
    hosts = await Hosts.start((dir) => [{ name: "shop", team: "sales", files: [join(dir, "*.log")], journald: [] }]);
    return hosts;
  };
  const messages = (lines: readonly Line[]) => lines.map(({ _msg }) => _msg ?? "").sort();

  test("are with both, masked and labelled with the host, and with the one that was down as well", async () => {
    const here = await start();
    const write = (lines: readonly string[]) => appendFile(join(here.dir, "shop.log"), text(lines));
    await write(numbered(0, 500));
    for (const server of SERVERS) expect(await here.lines(server, "*", 500)).toHaveLength(500);
    // All of a server, and later the store alone, whose relay keeps what comes.
    await here.stop("relay-2");
    await here.stop("store-2");
    await write(numbered(500, 1500));
    expect(messages(await here.lines("1", "*", 1500))).toEqual(numbered(0, 1500));
    await here.startRelay("2");
    await write(numbered(1500, 2000));
    await sleep(3_000);
    await here.startStore("2");
    await here.lines("2", "*", 2000);
    // A line that came twice would come now.
    await sleep(3_000);
    for (const server of SERVERS) expect(messages(await here.lines(server, "*", 2000))).toEqual(numbered(0, 2000));
    await write(['{"level":"error","msg":"of someone@example.com","password":"hunter2"}']);
    for (const server of SERVERS) {
      const [line] = await here.lines(server, "level:=error", 1);
      expect(line).toMatchObject({ _msg: "of [e-mail]", service: "shop", team: "sales", host: "web-1" });
      expect(line?._stream).toBe('{host="web-1",service="shop",team="sales"}');
      expect(JSON.stringify(line)).not.toContain("hunter2");
    }
  });

  test("of a program that sends OTLP have the host as well", async () => {
    const here = await start();
    const record = { timeUnixNano: String(BigInt(Date.now()) * 1_000_000n), body: { stringValue: "sent" } };
    const resource = { attributes: [{ key: "service.name", value: { stringValue: "till" } }] };
    const body = JSON.stringify({ resourceLogs: [{ resource, scopeLogs: [{ logRecords: [record] }] }] });
    const sent = await curl(
      `http://127.0.0.1:${here.port("agent")}/v1/logs`,
      "-H",
      "Content-Type: application/json",
      "-d",
      body,
    );
    expect(sent.status).toBe("200");
    const [line] = await here.lines("2", "sent", 1);
    expect(line).toMatchObject({ service: "till", team: "platform", host: "web-1" });
  });

  test("are taken from those who know the hosts' password, which reads nothing", async () => {
    const here = await start();
    const send = (...args: string[]) =>
      curl(
        `https://127.0.0.1:${here.port("relay-1")}/v1/logs`,
        "-H",
        "Content-Type: application/json",
        "-d",
        "{}",
        ...args,
      );
    expect((await send()).status).toBe("401");
    expect((await send("-H", `Authorization: ${basic("tocsin-hosts")}`)).status).toBe("200");
    const read = `https://127.0.0.1:${here.port("store-1")}/select/logsql/query?query=*`;
    expect((await curl(read, "-H", `Authorization: ${basic("tocsin-hosts")}`)).status).toBe("401");
  });
});
