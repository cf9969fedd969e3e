// An environment on the cluster: the project's own commands, the real engine and provider, and an inbox that pods can reach.
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { EVALUATION_INTERVAL, type Monitoring } from "../../../components/monitoring";
import { seconds } from "../../../components/rules";
import { readStackFile, settingsInFile } from "../../../infra/settings";
import { stackOf } from "../../../stacks";
import { House, type Outcome } from "../../e2e/house";
import { Inbox } from "../../support/inbox";
import { installProvider } from "../build";
import { ADDRESSES } from "../node/layout";
import type { Cluster } from "../node/start";
import { chartsFolder } from "./charts";
import { NAMESPACE, settingsOf } from "./settings";

/** The environment's name. */
export const ENVIRONMENT = "cluster";

const RANDOM = "resource-random-v4.21.2";

const VARIABLES = {
  PULUMI_CONFIG_PASSPHRASE: "test",
  // The provider that the module proxy has is older than its argument `enablePatchForce`, which the program gives it.
  PULUMI_K8S_ENABLE_PATCH_FORCE: "true",
};

const alerts = z.array(
  z.object({
    status: z.string(),
    labels: z.record(z.string(), z.string()),
    startsAt: z.string(),
    fingerprint: z.string(),
  }),
);
const message = z.object({ status: z.string(), alerts });

/** One alert of a message, and when that came. */
export type Notified = z.infer<typeof alerts>[number] & { at: string };

/** As `data` of Prometheus' API. */
const answered = z.object({ status: z.literal("success"), data: z.unknown() });

const point = z.tuple([z.number(), z.string()]);
const sample = z.object({ metric: z.record(z.string(), z.string()), value: point });

/** Puts the stand-in for Pulumi's random provider where an engine looks for plugins. */
export async function installRandom(pulumiHome: string): Promise<void> {
  const folder = join(pulumiHome, "plugins", RANDOM);
  await mkdir(folder, { recursive: true });
  await symlink(join(__dirname, "random", "pulumi-resource-random"), join(folder, "pulumi-resource-random"));
}

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
    await installRandom(house.pulumiHome);
    const inbox = await Inbox.start(ADDRESSES.machine);
    const slackWebhook = join(house.dir, "slack-webhook");
    await writeFile(slackWebhook, inbox.url("/slack"));
    const config = settingsOf({
      kubeconfig: cluster.kubeconfig,
      charts: await chartsFolder(house.dir, cluster.crds),
      slackWebhook,
      heartbeat: inbox.url("/heartbeat"),
      program: inbox.url("/program"),
    });
    await house.write(`Pulumi.${ENVIRONMENT}.yaml`, stringify({ config }));
    return new Environment(house, cluster, inbox);
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

  /** What watches the environment, as data. */
  async monitoring(): Promise<Monitoring> {
    const settings = settingsInFile(await readStackFile(this.house.dir, ENVIRONMENT));
    return (await stackOf(settings)).monitoring(settings, { environment: ENVIRONMENT, runtime: "native" });
  }

  /** Seconds from the scrape that sees a fault to its message, at most. Throws where there is no such alert. */
  async latency(alert: string, severity: string): Promise<number> {
    const alerts = (await this.monitoring()).groups.flatMap((group) => group.alerts);
    const found = alerts.find((one) => one.alert.name === alert && one.severity === severity);
    if (!found) throw new Error(`There is no ${alert} of severity ${severity}`);
    return found.latencySeconds;
  }

  /** An answer of Alertmanager's API. */
  async alertmanager(path: string): Promise<unknown> {
    const service = `/api/v1/namespaces/${NAMESPACE}/services/tocsin-alertmanager:9093/proxy`;
    return JSON.parse(await this.cluster.kubectl(["get", "--raw", `${service}/api/v2/${path}`]));
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

  /** How many series a query has had at any time of the last half hour; one that never was a number is none. */
  async lastHalfHour(expr: string): Promise<number> {
    const now = Math.floor(Date.now() / 1000);
    const asked = new URLSearchParams({ query: expr, start: String(now - 1800), end: String(now), step: "15" });
    const data = await this.prometheus(`query_range?${asked}`);
    const { result } = z.object({ result: z.array(z.object({ values: z.array(point) })) }).parse(data);
    return result.filter(({ values }) => values.some(([, value]) => value !== "NaN")).length;
  }

  /**
   * Alerts of messages that a program got while they fired. One that comes right after its end is left out: a restarted Alertmanager
   * can send that in the moment of an evaluation, before the second Prometheus has spoken (docs/reliability.md).
   */
  get fired(): Notified[] {
    const all = this.inbox.received
      .filter(({ path }) => path === "/program")
      .flatMap(({ at, body }) => message.parse(body).alerts.map((one) => ({ ...one, at })));
    const hasJustEnded = (one: (typeof all)[number]) =>
      all.some(
        ({ status, fingerprint, at }) =>
          status === "resolved" &&
          fingerprint === one.fingerprint &&
          at <= one.at &&
          one.at - at < seconds(EVALUATION_INTERVAL) * 1000,
      );
    return all
      .filter((one) => one.status === "firing" && !hasJustEnded(one))
      .map((one) => ({ ...one, at: new Date(one.at).toISOString().slice(11, 19) }));
  }

  /** Removes the copy and closes the inbox; what is deployed has to be destroyed before. */
  async tearDown(): Promise<void> {
    this.inbox.close();
    await this.house.remove();
  }
}
