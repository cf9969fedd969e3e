// A distributed store on loopback: Thanos' router, which writes each series to two of three nodes, what answers from all of them,
// and what evaluates rules on those answers.
import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import type { HttpAccess } from "../../../components/prometheus";
import { freePorts } from "../../support/ports";
import { ready } from "../alertmanager";
import { ended, type Processes } from "../processes";

const NODES = 3;

/** The nodes that have each series. */
export const COPIES = 2;

/** The labels by which its answers take what several have for one: the nodes' copies, and the two servers of a pair. */
export const OF_COPIES = "receive_replica";
export const OF_SERVERS = "__replica__";

/** What it adds to each series, beside the labels of who wrote it. */
export const TENANT = "tenant_id";

const loopback = (port: number) => `127.0.0.1:${port}`;

interface Node {
  args: string[];
  url: string;
  process?: ChildProcess;
}

export class Thanos {
  private constructor(
    private readonly program: string,
    private readonly folder: string,
    private readonly processes: Processes,
    private readonly nodes: Node[],
    /** Where Prometheus writes. */
    readonly writes: string,
    /** Answers as Prometheus does. */
    readonly url: string,
  ) {}

  static async start(program: string, folder: string, processes: Processes): Promise<Thanos> {
    const receivers = await Promise.all(
      Array.from({ length: NODES }, () => freePorts("http", "grpc", "write", "copies")),
    );
    const [router, query] = await Promise.all([
      freePorts("http", "grpc", "write", "copies"),
      freePorts("http", "grpc"),
    ]);
    const nodes = receivers.map((ports, at) => ({
      args: receiver(ports, join(folder, `node-${at}`), `${OF_COPIES}="${at}"`),
      url: `http://${loopback(ports.http)}`,
    }));
    const [writes, url] = [`http://${loopback(router.write)}/api/v1/receive`, `http://${loopback(query.http)}`];
    const store = new Thanos(program, folder, processes, nodes, writes, url);
    await Promise.all(nodes.map((_, at) => store.startNode(at)));
    const endpoints = receivers.map(({ grpc }) => loopback(grpc));
    processes.start(program, [
      ...receiver(router, join(folder, "router"), 'receive_router="0"'),
      `--receive.hashrings=${JSON.stringify([{ endpoints }])}`,
      "--receive.hashrings-algorithm=ketama",
      `--receive.replication-factor=${COPIES}`,
    ]);
    processes.start(program, [
      "query",
      ...listening(query),
      ...endpoints.map((endpoint) => `--endpoint=${endpoint}`),
      ...[OF_COPIES, OF_SERVERS].map((label) => `--query.replica-label=${label}`),
    ]);
    await Promise.all([`http://${loopback(router.http)}`, url].map(ready));
    return store;
  }

  /** As it is after it was killed, with what it had on its disk. */
  async startNode(at: number): Promise<void> {
    const node = this.node(at);
    node.process = this.processes.start(this.program, node.args);
    await ready(node.url);
  }

  /** As `kill -9`, or a machine that is gone. */
  async killNode(at: number): Promise<void> {
    const { process } = this.node(at);
    if (process) await ended(process);
  }

  /** The ids of the nodes' processes. */
  get pids(): number[] {
    return this.nodes.flatMap(({ process }) => process?.pid ?? []);
  }

  /** Evaluates rules on the data of all, and sends what fires where the servers send it. Returns its address. */
  async startRuler({ rules, alertmanager, access, environment }: RulerStart): Promise<string> {
    const ports = await freePorts("http", "grpc");
    const { username, passwordFile } = access;
    const alertmanagers = [
      { static_configs: [alertmanager], http_config: { basic_auth: { username, password_file: passwordFile } } },
    ];
    this.processes.start(this.program, [
      "rule",
      ...listening(ports),
      `--data-dir=${join(this.folder, "ruler")}`,
      `--rule-file=${rules}`,
      `--query=${new URL(this.url).host}`,
      `--alertmanagers.config=${JSON.stringify({ alertmanagers })}`,
      `--label=environment="${environment}"`,
      // Alerts of the servers have none of these, and alerts are one only where all their labels are alike.
      ...["cluster", TENANT].map((label) => `--alert.label-drop=${label}`),
      "--resend-delay=15s",
    ]);
    const url = `http://${loopback(ports.http)}`;
    await ready(url);
    return url;
  }

  private node(at: number): Node {
    const node = this.nodes[at];
    if (!node) throw new Error(`node ${at} of ${this.nodes.length}`);
    return node;
  }
}

interface RulerStart {
  /** A path with a wildcard. */
  rules: string;
  /** `host:port`. */
  alertmanager: string;
  access: HttpAccess;
  environment: string;
}

const listening = ({ http, grpc }: { http: number; grpc: number }) => [
  `--http-address=${loopback(http)}`,
  `--grpc-address=${loopback(grpc)}`,
];

const receiver = (
  ports: { http: number; grpc: number; write: number; copies: number },
  data: string,
  label: string,
) => [
  "receive",
  ...listening(ports),
  `--remote-write.address=${loopback(ports.write)}`,
  `--receive.capnproto-address=${loopback(ports.copies)}`,
  `--tsdb.path=${data}`,
  `--label=${label}`,
];
