// One side of the comparison: a Prometheus with its rules and an Alertmanager, and when they told what.
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { z } from "zod";
import { alertmanagerConfig, slackTemplate } from "../../../components/alertmanager";
import type { Monitoring } from "../../../components/monitoring";
import { prometheusConfig, ruleFile, yaml } from "../../../components/prometheus";
import { close, listen } from "../../../components/sample/http";
import { freePort } from "../../support/ports";
import type { Surroundings } from "../shared/benchmark";
import { startServer } from "../shared/processes";
import { Prometheus } from "../shared/prometheus";
import { FAULTS } from "./faults";

/** When something was told of a service, in Unix seconds, by `alert service`. */
export type Told = Map<string, number>;

export interface Side {
  prometheus: Prometheus;
  /** First messages. */
  told: Told;
  stop: () => Promise<void>;
}

interface SideFiles {
  /** prometheus.yml, with this Alertmanager. */
  prometheus: (alertmanager: string) => string;
  rules: Readonly<Record<string, string>>;
  /** alertmanager.yml in a folder, with messages to this URL. */
  alertmanager: (folder: string, inbox: string) => string;
}

/** As deployed: our intervals, rules, routes and inhibitions, with messages to a Slack that takes them all. */
export function ourFiles(monitoring: Monitoring): SideFiles {
  return {
    prometheus: (alertmanager) =>
      prometheusConfig(monitoring, { alertmanagers: [alertmanager], ruleFiles: ["*.rules.yml"] }),
    rules: Object.fromEntries(monitoring.groups.map((group) => [`${group.name}.rules.yml`, ruleFile(group)])),
    alertmanager: (folder, inbox) => {
      writeFileSync(join(folder, "webhook"), `${inbox}/slack\n`);
      writeFileSync(join(folder, "slack.tmpl"), slackTemplate());
      const credentials = { "slack-webhook": join(folder, "webhook") };
      return alertmanagerConfig(monitoring, { credentials, templates: ["*.tmpl"] });
    },
  };
}

/** As usual: every 30 s, held for five minutes, with 30 s for others to join the message. */
export const USUAL = { interval: "30s", for: "5m", groupWait: "30s" } as const;

export function usualFiles(monitoring: Monitoring): SideFiles {
  const jobs = monitoring.jobs.map((job) => ({ ...job, interval: USUAL.interval, timeout: "10s" as const }));
  const rules = FAULTS.map(({ alert, severity, usual }) => ({
    alert,
    expr: usual,
    for: USUAL.for,
    labels: { severity },
  }));
  return {
    prometheus: (alertmanager) =>
      prometheusConfig(
        { ...monitoring, jobs, evaluationInterval: USUAL.interval },
        { alertmanagers: [alertmanager], ruleFiles: ["*.rules.yml"] },
      ),
    rules: { "usual.rules.yml": yaml({ groups: [{ name: "usual", rules }] }) },
    alertmanager: (_, inbox) =>
      yaml({
        route: {
          receiver: "inbox",
          group_by: ["alertname", "service"],
          group_wait: USUAL.groupWait,
          group_interval: "5m",
          repeat_interval: "4h",
        },
        receivers: [{ name: "inbox", webhook_configs: [{ url: `${inbox}/webhook` }] }],
      }),
  };
}

/** Starts a side; `folder` may hold a database already. */
export async function startSide(folder: string, files: SideFiles, { tools }: Surroundings): Promise<Side> {
  mkdirSync(folder, { recursive: true });
  const told: Told = new Map();
  const inbox = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on("end", () => {
      for (const key of firingIn(body)) if (!told.has(key)) told.set(key, Date.now() / 1000);
      response.end("ok");
    });
  });
  const url = await listen(inbox, 0, "127.0.0.1");
  const port = await freePort();
  const configFile = join(folder, "alertmanager.yml");
  writeFileSync(configFile, files.alertmanager(folder, url));
  const alertmanager = await startServer(
    tools.alertmanager,
    [
      `--config.file=${configFile}`,
      `--storage.path=${join(folder, "alertmanager")}`,
      `--web.listen-address=127.0.0.1:${port}`,
      "--cluster.listen-address=",
      "--log.level=warn",
    ],
    `http://127.0.0.1:${port}`,
    join(folder, "alertmanager.log"),
  );
  const stopInbox = async () => {
    await alertmanager.stop();
    await close(inbox, 1);
  };
  try {
    const prometheus = await Prometheus.start({
      prometheus: tools.prometheus,
      folder,
      port: await freePort(),
      config: files.prometheus(`127.0.0.1:${port}`),
      ruleFiles: files.rules,
    });
    return {
      prometheus,
      told,
      stop: async () => {
        await prometheus.stop();
        await stopInbox();
      },
    };
  } catch (error) {
    await stopInbox();
    throw error;
  }
}

const slackMessage = z.object({ attachments: z.array(z.object({ title: z.string() })) });
const webhookPayload = z.object({
  alerts: z.array(z.object({ status: z.string(), labels: z.record(z.string(), z.string()) })),
});

/** Of a Slack message its title, of a webhook's payload its alerts: each as `alert service`. */
function firingIn(body: string): string[] {
  const payload: unknown = JSON.parse(body);
  const slack = slackMessage.safeParse(payload).data?.attachments ?? [];
  const webhook = webhookPayload.safeParse(payload).data?.alerts ?? [];
  return [
    ...slack.flatMap(({ title }) => {
      const [, alert, service] = /^\[FIRING:\d+\] (\w+) · \w+ · ([\w-]+)/.exec(title) ?? [];
      return alert ? [`${alert} ${service}`] : [];
    }),
    ...webhook.filter(({ status }) => status === "firing").map(({ labels }) => `${labels.alertname} ${labels.service}`),
  ];
}

/** When each alert first fired, by the time of its evaluation. */
export async function firedBy(prometheus: Prometheus): Promise<Told> {
  const series = await prometheus.series(
    'min by (alertname, service) (min_over_time(timestamp(ALERTS{alertstate="firing"})[30m:5s]))',
  );
  return new Map(series.map(({ labels, value }) => [`${labels.alertname} ${labels.service}`, value]));
}
