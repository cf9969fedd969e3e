// A real gateway and a real store for a test, in a folder of its own.
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { STORE_MEMORY } from "../../../components/local/parts/traces";
import { GATEWAY_MEMORY, type GatewayArgs, gatewayConfig, jaegerConfig } from "../../../components/traces";
import { freePorts } from "../../support/ports";
import { answers, ended, listens } from "../logs/running";

const ACCESS = { username: "tocsin", password: "of-this_test" };
const AUTHORIZATION = `Basic ${Buffer.from(`${ACCESS.username}:${ACCESS.password}`).toString("base64")}`;
const HOST = "127.0.0.1";

export interface Request {
  service?: string;
  status?: number;
  milliseconds?: number;
  route?: string;
  method?: string;
  /** How many spans the request has below its own; 0 where left out. */
  children?: number;
  /** Further attributes. */
  attributes?: Readonly<Record<string, string>>;
}

/** What a collector answers that takes nothing. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    answer: string,
  ) {
    super(`${status}: ${answer}`);
  }
}

/** As every platform starts them. @param memory In MiB, of the heap. */
const within = (memory: number) => ({ env: { ...process.env, GOMEMLIMIT: `${memory}MiB` } });

export const traceId = (): string => randomBytes(16).toString("hex");

const found = z.object({ data: z.array(z.object({ traceID: z.string() })) });

const PORTS = ["query", "storeIn", "storeMetrics", "spans", "metrics", "requests"] as const;

export class Running {
  private store: ChildProcess | undefined;
  private gateway: ChildProcess | undefined;

  private constructor(
    private readonly tools: { jaeger: string; otelcol: string },
    readonly dir: string,
    private readonly ports: Record<(typeof PORTS)[number], number>,
  ) {}

  /** With a service `shop` whose requests are slow beyond 500 ms, and `till`, which says nothing. */
  static async start(tools: { jaeger: string; otelcol: string }, more: Partial<GatewayArgs> = {}) {
    const dir = await mkdtemp(join(tmpdir(), "tocsin-traces-"));
    const running = new Running(tools, dir, await freePorts(...PORTS));
    await writeFile(join(dir, "password"), ACCESS.password);
    await running.configure(more);
    await running.startStore();
    await running.startGateway();
    return running;
  }

  /** What the gateway sends with, and the store asks for. */
  readonly authorization = AUTHORIZATION;

  /** Where the store takes spans. */
  get storeIn(): string {
    return this.url("storeIn", "/v1/traces");
  }

  async startStore(): Promise<void> {
    this.store = spawn(this.tools.jaeger, [`--config=file:${join(this.dir, "jaeger.yml")}`], within(STORE_MEMORY));
    await Promise.all([answers(this.url("query", "/api/services"), AUTHORIZATION), listens(this.url("storeIn"))]);
  }

  stopStore = () => ended(this.store, "SIGTERM");

  async startGateway(): Promise<void> {
    this.gateway = spawn(
      this.tools.otelcol,
      [`--config=file:${join(this.dir, "gateway.yml")}`],
      within(GATEWAY_MEMORY),
    );
    await Promise.all([answers(this.url("metrics", "/metrics")), listens(this.url("spans"))]);
  }

  /** As the kernel kills it. */
  killGateway = () => ended(this.gateway, "SIGKILL");

  /** Of the gateway and of the store. */
  pids(): number[] {
    return [this.gateway, this.store].map((child) => child?.pid ?? 0);
  }

  /** Sends a trace of one request each; returns their ids. */
  async send(requests: readonly Request[], to: "gateway" | "store" = "gateway"): Promise<string[]> {
    const sent = requests.map((request) => ({ id: traceId(), request }));
    const response = await fetch(this.url(to === "store" ? "storeIn" : "spans", "/v1/traces"), {
      method: "POST",
      headers: { "content-type": "application/json", authorization: AUTHORIZATION },
      body: JSON.stringify({ resourceSpans: sent.map(({ id, request }) => spanOf(id, request)) }),
    });
    const answer = await response.text();
    if (!response.ok) throw new Refused(response.status, answer);
    return sent.map(({ id }) => id);
  }

  /** The ids of a service's traces, once no more come. */
  async keptInTheEnd(service: string): Promise<string[]> {
    for (let before = -1; ; ) {
      const ids = await this.kept(service, 1);
      if (ids.length === before) return ids;
      before = ids.length;
      await sleep(3_000);
    }
  }

  /** The ids of a service's traces, once there are so many; after 30 s, what there is. */
  async kept(service: string, atLeast: number): Promise<string[]> {
    for (let tried = 0; ; tried++) {
      const start = (Date.now() - 3_600_000) * 1000;
      const query = new URLSearchParams({ service, limit: "100000", start: `${start}`, end: `${Date.now() * 1000}` });
      const answer = await fetch(this.url("query", `/api/traces?${query}`), {
        headers: { authorization: AUTHORIZATION },
      });
      const ids = found.parse(await answer.json()).data.map(({ traceID }) => traceID);
      if (ids.length >= atLeast || tried === 60) return ids;
      await sleep(500);
    }
  }

  /** A trace as the store gives it. */
  async trace(id: string): Promise<string> {
    return (await fetch(this.url("query", `/api/traces/${id}`), { headers: { authorization: AUTHORIZATION } })).text();
  }

  /** Samples of the metrics of requests whose line begins so, as Prometheus reads them. */
  async requests(beginning: string): Promise<string[]> {
    const headers = { accept: "application/openmetrics-text;version=1.0.0" };
    const text = await (await fetch(this.url("requests", "/metrics"), { headers })).text();
    return text.split("\n").filter((line) => line.startsWith(beginning));
  }

  /** What the gateway has counted under a name, over all labels. */
  async counted(metric: string): Promise<number> {
    const text = await (await fetch(this.url("metrics", "/metrics"))).text();
    const counts = text.matchAll(new RegExp(`^${metric}(?:_total)?[{ ].*?(\\S+)$`, "gm"));
    return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
  }

  /** What the store answers to somebody without the password. */
  async statusWithout(path: string): Promise<number> {
    return (await fetch(this.url("query", path))).status;
  }

  async tearDown(): Promise<void> {
    await Promise.all([ended(this.store, "SIGKILL"), ended(this.gateway, "SIGKILL")]);
    await rm(this.dir, { recursive: true, force: true });
  }

  private url(port: (typeof PORTS)[number], path = ""): string {
    return `http://${HOST}:${this.ports[port]}${path}`;
  }

  private async configure(more: Partial<GatewayArgs>): Promise<void> {
    const access = { username: ACCESS.username, passwordFile: join(this.dir, "password") };
    const at = (port: (typeof PORTS)[number]) => `${HOST}:${this.ports[port]}`;
    const store = jaegerConfig({
      access,
      query: at("query"),
      otlp: at("storeIn"),
      metrics: { host: HOST, port: this.ports.storeMetrics },
      storage: join(this.dir, "badger"),
      retentionHours: 24,
    });
    const gateway = gatewayConfig({
      services: [
        { name: "shop", slowerThan: 0.5, buckets: [0.1, 0.5, 1] },
        { name: "till", slowerThan: 1 },
      ],
      sampling: { sharePercent: 10, errors: true, slowerThan: 1, maxSpansPerSecond: 100_000 },
      stores: [this.url("storeIn")],
      access,
      otlp: at("spans"),
      metrics: { host: HOST, port: this.ports.metrics },
      requests: at("requests"),
      storage: join(this.dir, "queue"),
      queueBytes: 100_000_000,
      mask: [],
      ...more,
    });
    await writeFile(join(this.dir, "jaeger.yml"), store);
    await writeFile(join(this.dir, "gateway.yml"), gateway);
  }
}

function spanOf(id: string, request: Request) {
  const { service = "shop", status = 200, milliseconds = 20, route, method = "GET", attributes = {} } = request;
  const text = (key: string, value: string) => ({ key, value: { stringValue: value } });
  const end = BigInt(Date.now()) * 1_000_000n;
  const parentSpanId = id.slice(0, 16);
  const times = { startTimeUnixNano: `${end - BigInt(milliseconds) * 1_000_000n}`, endTimeUnixNano: `${end}` };
  const own = {
    traceId: id,
    spanId: parentSpanId,
    name: "request",
    kind: 2,
    ...times,
    status: status >= 500 ? { code: 2 } : {},
    attributes: [
      ...Object.entries(attributes).map(([key, value]) => text(key, value)),
      text("http.request.method", method),
      ...(route === undefined ? [] : [text("http.route", route)]),
      { key: "http.response.status_code", value: { intValue: `${status}` } },
    ],
  };
  const children = Array.from({ length: request.children ?? 0 }, (_, n) => ({
    traceId: id,
    spanId: `${(n + 1).toString(16).padStart(4, "0")}${id.slice(4, 16)}`,
    parentSpanId,
    name: "query",
    kind: 3,
    ...times,
    attributes: [text("db.system.name", "postgresql"), text("db.query.text", "select * from orders where id = $1")],
  }));
  return {
    resource: { attributes: [text("service.name", service)] },
    scopeSpans: [{ spans: [own, ...children] }],
  };
}
