// An environment on the cluster: the project's own commands, the real engine and provider, and an inbox that pods can reach.
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { House, type Outcome } from "../../e2e/house";
import { Inbox } from "../../support/inbox";
import { installProvider } from "../build";
import { ADDRESSES, NAME } from "../node/layout";
import type { Cluster } from "../node/start";
import { chartsFolder } from "./charts";

/** The environment's name. */
export const ENVIRONMENT = "cluster";

export const NAMESPACE = "monitoring";

const RANDOM = "resource-random-v4.21.2";

const VARIABLES = {
  PULUMI_CONFIG_PASSPHRASE: "test",
  // The provider that the module proxy has is older than its argument `enablePatchForce`, which the program gives it.
  PULUMI_K8S_ENABLE_PATCH_FORCE: "true",
};

const alerts = z.array(z.object({ status: z.string(), labels: z.record(z.string(), z.string()) }));
const message = z.object({ status: z.string(), alerts });

/** One alert of a message. */
export type Notified = z.infer<typeof alerts>[number];

/** As `data` of Prometheus' API. */
const answered = z.object({ status: z.literal("success"), data: z.unknown() });

const sample = z.object({ metric: z.record(z.string(), z.string()), value: z.tuple([z.number(), z.string()]) });

export class Environment {
  private constructor(
    private readonly house: House,
    private readonly cluster: Cluster,
    readonly inbox: Inbox,
  ) {}

  /** A copy of the project with settings for the cluster; nothing is deployed yet. */
  static async build(cluster: Cluster, onProgress: (line: string) => void): Promise<Environment> {
    const house = await House.copy();
    await installProvider(onProgress, house.pulumiHome);
    const random = join(house.pulumiHome, "plugins", RANDOM);
    await mkdir(random, { recursive: true });
    await symlink(join(__dirname, "random", "pulumi-resource-random"), join(random, "pulumi-resource-random"));
    const inbox = await Inbox.start(ADDRESSES.machine);
    await writeFile(join(house.dir, "slack-webhook"), inbox.url("/slack"));
    const environment = new Environment(house, cluster, inbox);
    const charts = await chartsFolder(house.dir, cluster.crds);
    await house.write(`Pulumi.${ENVIRONMENT}.yaml`, stringify({ config: environment.settings(charts) }));
    return environment;
  }

  /** Changes the settings. */
  async change(by: (config: Record<string, unknown>) => void): Promise<void> {
    const file = `Pulumi.${ENVIRONMENT}.yaml`;
    const document = parse(await readFile(join(this.house.dir, file), "utf8"));
    by(document.config);
    await this.house.write(file, stringify(document));
  }

  /** Runs one of the project's commands on the environment, and prints how long it took. */
  async does(command: string, ...options: string[]): Promise<Outcome> {
    const outcome = await this.house.run([command, ENVIRONMENT, ...options], VARIABLES);
    console.log(`  ${command}: ${outcome.seconds.toFixed(0)} s`);
    if (outcome.exitCode !== 0) throw new Error(`${command} ends with ${outcome.exitCode}:\n${outcome.output}`);
    return outcome;
  }

  /** All that the engine said during a command. */
  log(command: string): Promise<string> {
    return readFile(this.house.path("logs", `${ENVIRONMENT}-${command}.log`), "utf8");
  }

  /** `data` of an answer of Prometheus' API. */
  async prometheus(path: string): Promise<unknown> {
    const service = `/api/v1/namespaces/${NAMESPACE}/services/tocsin-prometheus:9090/proxy`;
    return answered.parse(JSON.parse(await this.cluster.kubectl(["get", "--raw", `${service}/api/v1/${path}`]))).data;
  }

  /** Series of an instant query. */
  async query(expr: string): Promise<z.infer<typeof sample>[]> {
    const data = await this.prometheus(`query?query=${encodeURIComponent(expr)}`);
    return z.object({ result: z.array(sample) }).parse(data).result;
  }

  /** Alerts of messages that a program got, the first time that each fired. */
  get fired(): Notified[] {
    return this.inbox.received
      .filter(({ path }) => path === "/program")
      .flatMap(({ body }) => message.parse(body).alerts)
      .filter(({ status }) => status === "firing");
  }

  /** Messages about an alert that came while it fired. */
  messagesOf(alert: string): Notified[][] {
    return this.inbox.received
      .filter(({ path }) => path === "/program")
      .map(({ body }) => message.parse(body))
      .filter(({ status, alerts }) => status === "firing" && alerts.some(({ labels }) => labels.alertname === alert))
      .map(({ alerts }) => alerts);
  }

  /** Removes the copy and closes the inbox; what is deployed has to be destroyed before. */
  async tearDown(): Promise<void> {
    this.inbox.close();
    await this.house.remove();
  }

  private settings(charts: string): Record<string, unknown> {
    const reason = "the machine that runs the tests is no server";
    return {
      "tocsin:platform": {
        kind: "kubernetes",
        cluster: { context: NAME, kubeconfig: this.cluster.kubeconfig },
        namespace: NAMESPACE,
        charts: { from: charts },
        nodes: 1,
        sample: true,
      },
      "tocsin:team": "platform",
      "tocsin:notifications": {
        slack: { webhook: { file: join(this.house.dir, "slack-webhook") } },
        heartbeat: this.inbox.url("/heartbeat"),
        also: [{ name: "program", webhook: this.inbox.url("/program"), severities: ["critical", "warning"] }],
      },
      "tocsin:alerts": {
        // A day's waiting in a test's minute.
        KubePodCrashLooping: { for: "20s" },
        KubeContainerWaiting: { for: "20s" },
        KubeJobFailed: { for: "10s" },
        // The machine builds and tests beside the cluster, and may have no clock of its own.
        ...Object.fromEntries(
          ["NodeCPUHighUsage", "NodeSystemSaturation", "NodeClockNotSynchronising", "NodeClockSkewDetected"].map(
            (name) => [name, { disabled: { reason } }],
          ),
        ),
      },
    };
  }
}

/** What `ask` answers once it answers something. Throws what it said last. */
export async function eventually<T>(what: string, seconds: number, ask: () => Promise<T | undefined>): Promise<T> {
  let last: unknown;
  for (const deadline = Date.now() + seconds * 1000; Date.now() < deadline; await sleep(1000)) {
    const answer = await ask().catch((error: unknown) => {
      last = error;
      return undefined;
    });
    if (answer !== undefined) return answer;
  }
  throw new Error(`timed out after ${seconds} s waiting for ${what}: ${last}`);
}
