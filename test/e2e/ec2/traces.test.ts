// Agent, gateways and stores as their units run them, with real collectors and Jaegers (long: five programs, and what is asked of them).
import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import execa from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { gatewayFile, storeFile, traceUnits } from "../../../components/ec2/servers/trace-units";
import { storesOf } from "../../../components/ec2/topology/traces";
import { tracedServices } from "../../../stacks/traced-services";
import { settingsWith, WITH_TRACES } from "../../components/ec2/registered";
import { agent, OF_SPANS, TRACING } from "../../components/ec2/setups";
import { type Span, spansOf } from "../../components/traces/spans";
import { selfSigned } from "../../support/machine/certificate";
import { programsOrSkip } from "../../support/machine/programs";
import { freePorts } from "../../support/ports";
import { toolsOrSkip } from "../../support/tools";
import { Processes, within } from "../processes";

const tools = toolsOrSkip("jaeger", "otelcol");
const programs = programsOrSkip("openssl");

/** Addresses of this machine that nothing else uses, by the servers' names. */
const SERVERS = { "monitoring-1": "127.77.2.1", "monitoring-2": "127.77.2.2" } as const;
type Server = keyof typeof SERVERS;
const NAMES = ["monitoring-1", "monitoring-2"] as const;

const PASSWORDS = { "web-password": "of-the-servers", "traces-password": "of-the-hosts" } as const;

const settings = settingsWith({ exporters: [] }, WITH_TRACES);
if (!settings.traces) throw new Error("no traces");
const gatewayText = gatewayFile({
  settings: settings.traces,
  services: tracedServices(settings.services, settings.traces),
  stores: storesOf("dev", settings.platform),
});

const SERVER_UNITS = traceUnits({ settings: settings.traces, volume: "vol-1" });

/** Of the agent and the servers; each has its own folder for what is at the root of a machine. */
const UNITS: Readonly<Record<string, { unit: string; tool: "jaeger" | "otelcol" }>> = {
  agent: {
    unit: agent(OF_SPANS).files.find(({ path }) => path.endsWith("/tocsin-spans.service"))?.content ?? "",
    tool: "otelcol",
  },
  gateway: { unit: SERVER_UNITS["tocsin-gateway.service"], tool: "otelcol" },
  store: { unit: SERVER_UNITS["jaeger.service"] ?? "", tool: "jaeger" },
};

const found = z.object({ data: z.array(z.object({ traceID: z.string(), spans: z.array(z.unknown()) })) });

async function curl(url: string, ...args: string[]): Promise<{ status: string; body: string }> {
  const { stdout } = await execa("curl", ["-sk", "-m", "20", "-w", "\n%{http_code}", ...args, url], { reject: false });
  const at = stdout.lastIndexOf("\n");
  return { status: stdout.slice(at + 1), body: stdout.slice(0, at) };
}

/** Whether somebody listens there. */
const listens = (host: string, port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, host, () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });

describe.skipIf(!tools || !programs)("traces of a host with two servers", { timeout: 240_000 }, () => {
  const processes = new Processes();
  const running = new Map<string, ReturnType<Processes["start"]>>();
  let dir: string;
  let ports: Record<"spans" | "metrics", number>;

  /** A text of a machine, with paths and addresses of this test's own. */
  function here(machine: string, text: string): string {
    const ownPaths = text.replaceAll(/(?<=[ ="']|file:|^)\/(etc|run|var|data|traces)\//gm, `${dir}/${machine}/$1/`);
    const names = NAMES.reduce((all, name) => all.replaceAll(`${name}.dev.tocsin.internal`, SERVERS[name]), ownPaths);
    if (machine !== "host") return names.replaceAll(/\b(?:0\.0\.0\.0|127\.0\.0\.1)\b/g, SERVERS[machine as Server]);
    return names
      .replace("127.0.0.1:4319", `127.0.0.1:${ports.spans}`)
      .replace("host: 0.0.0.0", "host: 127.0.0.1")
      .replace("port: 8889", `port: ${ports.metrics}`);
  }

  async function put(machine: string, path: string, content: string): Promise<void> {
    const file = join(dir, machine, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, here(machine, content));
  }

  /** The unit's own command line and environment. */
  async function start(machine: string, part: keyof typeof UNITS, ready: string, ...args: string[]): Promise<void> {
    const { unit = "", tool = "otelcol" } = UNITS[part] ?? {};
    const line = (key: string) => new RegExp(`^${key}=(.*)$`, "m").exec(here(machine, unit))?.[1] ?? "";
    const [, ...words] = line("ExecStart").split(" ");
    const [variable = "", value = ""] = line("Environment").split("=");
    running.set(`${machine} ${part}`, processes.start(tools?.[tool] ?? "", words, { [variable]: value }));
    const answers = async () => ((await curl(ready, ...args)).status === "200" ? true : undefined);
    await within(30, answers, () => `${part} of ${machine} does not answer at ${ready}`);
  }

  const password = (user: string, file: keyof typeof PASSWORDS) => ["-u", `${user}:${PASSWORDS[file]}`];
  const OF_SERVERS = password("tocsin", "web-password");
  const startStore = (server: Server) =>
    start(server, "store", `https://${SERVERS[server]}:16686/api/services`, ...OF_SERVERS);
  const startGateway = (server: Server) => start(server, "gateway", `http://${SERVERS[server]}:8889/metrics`);

  /** As systemd stops it. */
  async function stop(machine: string, part: string): Promise<void> {
    const child = running.get(`${machine} ${part}`);
    child?.kill("SIGTERM");
    if (child)
      await within(
        20,
        async () => (child.exitCode !== null ? true : undefined),
        () => `${part} does not end`,
      );
  }

  beforeAll(async () => {
    if (!tools || !programs) return;
    dir = await mkdtemp(join(tmpdir(), "tocsin-ec2-traces-"));
    ports = await freePorts("spans", "metrics");
    for (const machine of ["host", ...NAMES])
      for (const [file, text] of Object.entries(PASSWORDS)) await put(machine, `run/tocsin/secrets/${file}`, text);
    await put("host", "etc/tocsin/host-name", "web-1");
    for (const { path, content } of agent(OF_SPANS).files) await put("host", path, content);
    for (const server of NAMES) {
      const store = storeFile(TRACING, true);
      await put(server, store.path, store.content);
      await put(server, "etc/tocsin/current/gateway/gateway.yml", gatewayText);
      await mkdir(join(dir, server, "run/tocsin/web"), { recursive: true });
      await selfSigned(join(dir, server, "run/tocsin/web"), "tls", "IP:127.0.0.1");
      await startStore(server);
      await startGateway(server);
    }
    await start("host", "agent", `http://127.0.0.1:${ports.metrics}/metrics`);
  }, 120_000);

  afterAll(async () => {
    await processes.endAll();
    if (dir) await rm(dir, { recursive: true, force: true });
  });

  async function send(spans: readonly Span[], to = `http://127.0.0.1:${ports.spans}`, ...args: string[]) {
    const body = join(dir, "body.json");
    await writeFile(body, JSON.stringify(spansOf("basket", spans)));
    return (await curl(`${to}/v1/traces`, "-H", "Content-Type: application/json", "-d", `@${body}`, ...args)).status;
  }

  /** Traces of a request and what it calls, which come apart; each tenth call fails. Returns the ids of those. */
  async function requests(count: number): Promise<string[]> {
    const calls = Array.from({ length: count }, (_, n) => ({ failed: n % 10 === 0, ...newTrace() }));
    expect(await send(calls.map(({ traceId, spanId }) => ({ traceId, spanId, kind: "server", failed: false })))).toBe(
      "200",
    );
    const inner = calls.map(({ traceId, spanId, failed }): Span => {
      return { traceId, spanId: newTrace().spanId, parentSpanId: spanId, kind: "client", failed };
    });
    expect(await send(inner)).toBe("200");
    return calls.filter(({ failed }) => failed).map(({ traceId }) => traceId);
  }

  function newTrace() {
    const digits = (length: number) =>
      Array.from({ length }, () => Math.floor(Math.random() * 16).toString(16)).join("");
    return { traceId: digits(32), spanId: digits(16) };
  }

  /** Requests as a gateway's metrics count them. */
  async function counted(server: Server): Promise<number> {
    const { body } = await curl(`http://${SERVERS[server]}:8890/metrics`);
    const lines = body.split("\n").filter((line) => line.startsWith("http_server_request_duration_seconds_count"));
    return lines.reduce((sum, line) => sum + Number(line.split(" ")[1]), 0);
  }

  /** Spans of each trace in a store. */
  async function stored(server: Server): Promise<ReadonlyMap<string, number>> {
    const [start, end] = [(Date.now() - 3_600_000) * 1000, Date.now() * 1000];
    const url = `https://${SERVERS[server]}:16686/api/traces?service=basket&limit=10000&start=${start}&end=${end}`;
    const { data } = found.parse(JSON.parse((await curl(url, ...OF_SERVERS)).body));
    return new Map(data.map(({ traceID, spans }) => [traceID, spans.length]));
  }

  test("are whole, each error with all servers and no request counted twice, though one server was down", async () => {
    const before = await requests(300);
    const sumIs = async (wanted: number, others = 0) => {
      const counts = await Promise.all([counted("monitoring-1"), counted("monitoring-2")]);
      const sum = counts.reduce((all, count) => all + count, others);
      return sum >= wanted ? { counts, sum } : undefined;
    };
    const { answer: first } = await within(
      30,
      () => sumIs(300),
      async () => `counted: ${await counted("monitoring-1")}`,
    );
    expect(first.sum).toBe(300);
    expect(Math.min(...first.counts)).toBeGreaterThan(75);
    for (const part of ["gateway", "store"]) await stop("monitoring-2", part);
    const during = await requests(300);
    const failed = [...before, ...during];
    expect(failed).toHaveLength(60);
    // The other server goes on with its share meanwhile.
    await within(
      30,
      async () => ((await counted("monitoring-1")) > (first.counts[0] ?? 0) + 75 ? true : undefined),
      () => "no share",
    );
    await startStore("monitoring-2");
    await startGateway("monitoring-2");
    const lost = first.counts[1];
    const { answer: last } = await within(
      60,
      () => sumIs(600, lost),
      async () => `counted: ${await counted("monitoring-2")}`,
    );
    // What came twice would come now.
    await new Promise((resolve) => setTimeout(resolve, 8_000));
    expect((await sumIs(0, lost))?.sum).toBe(600);
    expect(last.sum).toBe(600);
    for (const server of NAMES) {
      const all = async () => {
        const traces = await stored(server);
        return failed.every((id) => traces.get(id) === 2) ? traces : undefined;
      };
      const { answer: traces } = await within(60, all, async () => {
        const there = await stored(server);
        return `${server} lacks ${failed.filter((id) => there.get(id) !== 2).map((id) => `${id}: ${there.get(id)}`)}`;
      });
      // A share of the others, of which each is whole as well.
      expect([...traces.values()].filter((spans) => spans !== 2)).toEqual([]);
      expect(traces.size).toBeGreaterThan(failed.length);
      expect(traces.size).toBeLessThan(200);
    }
  });

  test("name the host that they come from", async () => {
    const { traceId, spanId } = newTrace();
    await send([{ traceId, spanId, kind: "server", failed: true }]);
    const url = `https://${SERVERS["monitoring-1"]}:16686/api/traces/${traceId}`;
    const { answer } = await within(
      30,
      async () => {
        const { status, body } = await curl(url, ...OF_SERVERS);
        return status === "200" ? body : undefined;
      },
      () => "the trace is not there",
    );
    expect(answer).toContain('"key":"host.name","type":"string","value":"web-1"');
  });

  test("are taken from programs of the host and from no others", async () => {
    expect(await listens("127.0.0.1", ports.spans)).toBe(true);
    // Any other address of this machine, as the network would come by it.
    expect(await listens("127.0.0.2", ports.spans)).toBe(false);
  });

  test("are taken by gateways and stores for their own passwords", async () => {
    const span: Span = { ...newTrace(), kind: "server", failed: false };
    const OF_HOSTS = password("tocsin-hosts", "traces-password");
    const gateway = `https://${SERVERS["monitoring-1"]}:4319`;
    const store = `https://${SERVERS["monitoring-1"]}:16688`;
    expect(await send([span], gateway)).toBe("401");
    expect(await send([span], gateway, ...OF_SERVERS)).toBe("401");
    expect(await send([span], gateway, ...OF_HOSTS)).toBe("200");
    expect(await send([span], store, ...OF_HOSTS)).toBe("401");
    expect((await curl(`https://${SERVERS["monitoring-1"]}:16686/api/services`, ...OF_HOSTS)).status).toBe("401");
  });

  test("go through a configuration that the pull checks before it switches, which leaves nothing behind", async () => {
    const queue = join(dir, "unmade");
    const file = join(dir, "checked.yml");
    const configured = readFileSync(join(dir, "monitoring-1/etc/tocsin/current/gateway/gateway.yml"), "utf8");
    await writeFile(file, configured.replace(/directory: \S+/, `directory: ${queue}`));
    await execa(tools?.otelcol ?? "", ["validate", `--config=file:${file}`]);
    await expect(execa("ls", [queue])).rejects.toThrow("No such file");
    await writeFile(file, configured.replace("tail_sampling:", "tail_sampled:"));
    await expect(execa(tools?.otelcol ?? "", ["validate", `--config=file:${file}`])).rejects.toThrow("tail_sampl");
  });
});
