// Hooks with everything around them: the real Alertmanager with the rendered file, the program as a process, Slack's inbox, a webhook.
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { alertmanagerConfig, slackTemplate } from "../../../components/alertmanager";
import { assemble } from "../../../components/monitoring";
import { remediationPlanOf } from "../../../components/remediation";
import { book } from "../../../components/remediation/ledger/book";
import { startInbox } from "../../../components/sample/inbox/server";
import { endpoints, settings } from "../../support/environment";
import { freePort } from "../../support/ports";
import { until } from "../alertmanager/running";
import { startSlackCom } from "../alertmanager/slack-com";
import { startHook } from "./hook-server";

export const CANARY = "c4n4ry";
export const SECRET = `whsec_${Buffer.from(`${CANARY}-of-thirty-two-random-bytes`).toString("base64")}`;
export const PATH = `/${CANARY}`;
const PASSWORD = "between-parts";

/** The hook of the tests. */
export const restart = {
  name: "restart",
  alerts: ["ServiceDown"],
  webhook: { file: "webhook" },
  secret: { file: "secret" },
  reason: "A restart has helped each time this year",
  limit: { calls: 6, per: "1h" },
};

const chosen = settings({
  notifications: {
    slack: { token: { file: "token" }, updates: true, thread: true },
    remediation: [restart],
  },
});

const message = z.object({
  ts: z.string(),
  thread: z.string().optional(),
  payload: z.object({
    text: z.string().optional(),
    attachments: z.tuple([z.object({ title: z.string() })]).optional(),
  }),
});

const books = z.object({ books: z.object({ restart: book }) });

type Part = ReturnType<typeof spawn>;

export type Running = Awaited<ReturnType<typeof start>>;

/** @param alertmanager The program's path. */
export async function start(alertmanager: string) {
  const folder = await mkdtemp(join(tmpdir(), "remediation-"));
  const at = (...path: string[]) => join(folder, ...path);
  const inbox = await startInbox({ port: 0, host: "127.0.0.1", data: at("inbox") });
  const slackCom = await startSlackCom(inbox.url);
  const hook = await startHook();
  const [port, own] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  const program = `http://127.0.0.1:${own}`;
  await writeFiles();
  let log = "";
  const parts: { alertmanager?: Part; program?: Part } = {};

  async function writeFiles(): Promise<void> {
    const monitoring = assemble("prod", chosen, endpoints);
    const timing = { groupWait: "300ms", groupInterval: "1s", repeatInterval: "2s" } as const;
    const notifications = {
      ...monitoring.notifications,
      routes: monitoring.notifications.routes.map((route) => ({ ...route, timing })),
    };
    const config = alertmanagerConfig(
      { notifications },
      {
        credentials: { "slack-token": at("token") },
        templates: ["templates/*.tmpl"],
        hooks: { url: `${program}/groups`, username: "tocsin", passwordFile: at("password") },
      },
    );
    await mkdir(at("templates"));
    await mkdir(at("secrets"));
    await Promise.all(
      Object.entries({
        "alertmanager.yml": config.replaceAll("proxy_from_environment: false", `proxy_url: ${slackCom.url}`),
        "templates/slack.tmpl": slackTemplate(),
        token: "xoxb-test\n",
        password: PASSWORD,
        "plan.json": JSON.stringify(remediationPlanOf(monitoring)),
        "secrets/restart-webhook": `${hook.url}${PATH}\n`,
        "secrets/restart-secret": `${SECRET}\n`,
      }).map(([name, text]) => writeFile(at(name), text)),
    );
  }

  async function run(which: keyof typeof parts, command: string, args: string[], ready: string): Promise<void> {
    const child = spawn(command, args, {
      cwd: which === "alertmanager" ? folder : process.cwd(),
      env: { ...process.env, SSL_CERT_FILE: slackCom.certificate },
    });
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (log += chunk));
    parts[which] = child;
    const isReady = () =>
      fetch(ready).then(
        ({ ok }) => ok || undefined,
        () => undefined,
      );
    await until(isReady, () => log);
  }

  const startAlertmanager = () =>
    run(
      "alertmanager",
      alertmanager,
      [
        "--config.file=alertmanager.yml",
        "--storage.path=data",
        `--web.listen-address=127.0.0.1:${port}`,
        "--cluster.listen-address=",
      ],
      `${url}/-/ready`,
    );
  const startProgram = () =>
    run(
      "program",
      process.execPath,
      [
        ...["--import", "tsx", "components/remediation/main.ts"],
        `--plan=${at("plan.json")}`,
        `--credentials=${at("secrets")}`,
        `--password-file=${at("password")}`,
        `--token-file=${at("token")}`,
        `--alertmanager=${url}`,
        `--data=${at("data-of-hooks", "incidents.json")}`,
        `--slack=${inbox.url}/api`,
        `--port=${own}`,
      ],
      `${program}/health`,
    );
  const end = async (which: keyof typeof parts, signal: "SIGTERM" | "SIGKILL" = "SIGTERM") => {
    const child = parts[which];
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    await gone;
  };
  await startProgram();
  await startAlertmanager();

  const kept = () => readFile(at("data-of-hooks", "incidents.json"), "utf8");
  const messages = async () => z.array(message).parse(await (await fetch(`${inbox.url}/messages`)).json());
  return {
    ...{ url, program, hook, folder, parts, startAlertmanager, startProgram, end },
    log: () => log,
    kept,
    /** Whether it is known that the last incident of a service has ended. */
    isOver: async (service: string) => {
      const incidents = Object.entries(books.parse(JSON.parse(await kept())).books.restart.incidents);
      const [, last] = incidents.find(([group]) => group.includes(`service=${service}|`)) ?? [];
      return last?.ended === undefined ? undefined : true;
    },
    metrics: async () => (await fetch(`${program}/metrics`)).text(),
    /** Alerts of a service as Prometheus sends them. */
    post: async (service: string, instances: readonly string[], endsAt?: Date) => {
      const alerts = instances.map((instance) => ({
        labels: {
          alertname: "ServiceDown",
          severity: "critical",
          service,
          team: "platform",
          instance,
          environment: "prod",
        },
        annotations: { summary: `${instance} is down`, runbook_url: `http://r.example/runbook#ServiceDown` },
        ...(endsAt && { endsAt: endsAt.toISOString() }),
      }));
      const headers = { "content-type": "application/json" };
      await fetch(`${url}/api/v2/alerts`, { method: "POST", headers, body: JSON.stringify(alerts) });
    },
    /** As an acknowledgement does. */
    silence: async (instance: string) => {
      const now = Date.now();
      const answer = await fetch(`${url}/api/v2/silences`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          matchers: [{ name: "instance", value: instance, isRegex: false, isEqual: true }],
          startsAt: new Date(now).toISOString(),
          endsAt: new Date(now + 3_600_000).toISOString(),
          createdBy: "kim",
          comment: "ACK! at it",
        }),
      });
      if (!answer.ok) throw new Error(await answer.text());
    },
    /** What the hooks have added to threads of a service's messages. */
    told: async (service: string) => {
      const all = await messages();
      const own = all.flatMap(({ ts, payload }) =>
        payload.attachments?.[0].title.endsWith(` · ${service}`) ? [ts] : [],
      );
      return all.flatMap(({ thread, payload: { text = "" } }) =>
        thread !== undefined && own.includes(thread) && text.includes("Remediation") ? [text] : [],
      );
    },
    /** Notifications that Alertmanager has sent to webhooks. */
    sent: async () => {
      const text = await (await fetch(`${url}/metrics`)).text();
      const [, count = "0"] = /^alertmanager_notifications_total\{.*integration="webhook".*\} (\d+)$/m.exec(text) ?? [];
      return Number(count);
    },
    stop: async () => {
      await end("alertmanager");
      await end("program");
      await slackCom.close();
      await inbox.close();
      hook.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
