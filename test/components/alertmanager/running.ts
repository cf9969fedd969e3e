// A real Alertmanager on loopback with the rendered files, and a small server that takes what it sends.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import execa from "execa";
import { z } from "zod";
import { alertmanagerFlags } from "../../../components/alertmanager";
import type { Notifications } from "../../../components/monitoring";
import { freePort } from "../../support/ports";
import { type Folder, writeFolder } from "./folder";

/** A message with this in its title is not taken: the connection breaks. */
export const REFUSED = "Refused";

const slackMessage = z.strictObject({
  channel: z.string(),
  username: z.string(),
  attachments: z.tuple([
    z.object({
      color: z.string(),
      title: z.string(),
      title_link: z.url(),
      text: z.string(),
      fallback: z.string(),
      footer: z.string(),
      fields: z.array(z.strictObject({ title: z.string(), value: z.string(), short: z.boolean() })),
      actions: z.array(z.strictObject({ type: z.literal("button"), text: z.string(), url: z.url() })),
    }),
  ]),
});

export interface Message {
  channel: string;
  attachment: z.infer<typeof slackMessage>["attachments"][0];
}

export interface Heartbeat {
  at: number;
  status: string;
}

/** An alert as Prometheus sends it. */
export interface AlertToPost {
  labels: Record<string, string>;
  annotations?: Record<string, string>;
  startsAt?: string;
  endsAt?: string;
  generatorURL?: string;
}

export interface Running {
  url: string;
  folder: Folder;
  messages: Message[];
  heartbeats: Heartbeat[];
  post: (...alerts: AlertToPost[]) => Promise<void>;
  /** The first message whose title has this text; throws after ten seconds without one. */
  message: (title: string) => Promise<Message>;
  log: () => string;
  stop: () => Promise<void>;
}

/** `notifications` gets the URL that takes heartbeats. */
export async function start(
  alertmanager: string,
  notifications: (heartbeatUrl: string) => Notifications,
  { smtpPassword, environment = {} }: { smtpPassword?: string; environment?: Record<string, string> } = {},
): Promise<Running> {
  const messages: Message[] = [];
  const heartbeats: Heartbeat[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
    if (request.url === "/heartbeat") {
      heartbeats.push({ at: performance.now(), status: z.object({ status: z.string() }).parse(body).status });
    } else {
      const parsed = slackMessage.parse(body);
      if (parsed.attachments[0].title.includes(REFUSED)) return void request.socket.destroy();
      messages.push({ channel: parsed.channel, attachment: parsed.attachments[0] });
    }
    response.end("ok");
  });
  const receiver = `http://127.0.0.1:${await listen(server)}`;
  const slack = `${receiver}/services/T0/B0/secret`;
  const meant = notifications(`${receiver}/heartbeat`);
  const folder = await writeFolder(meant, slack, smtpPassword);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = execa(
    alertmanager,
    [
      `--config.file=${folder.configFile}`,
      `--storage.path=${join(folder.path, "data")}`,
      `--web.listen-address=127.0.0.1:${port}`,
      `--web.external-url=http://alerts.example`,
      "--web.route-prefix=/",
      "--cluster.listen-address=",
      ...alertmanagerFlags(meant),
    ],
    { all: true, reject: false, env: environment },
  );
  let log = "";
  child.all?.on("data", (chunk: Buffer) => {
    log += chunk.toString();
  });
  const running: Running = {
    url,
    folder,
    messages,
    heartbeats,
    log: () => log,
    post: async (...alerts) => {
      const response = await fetch(`${url}/api/v2/alerts`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(alerts),
      });
      if (!response.ok) throw new Error(await response.text());
    },
    message: (title) => {
      const titles = () => messages.map(({ attachment }) => attachment.title).join(", ");
      return until(
        () => messages.find(({ attachment }) => attachment.title.includes(title)),
        () => `no message "${title}" among ${titles()}\n${log}`,
      );
    },
    stop: async () => {
      child.kill();
      await child;
      server.closeAllConnections();
      server.close();
      await folder.remove();
    },
  };
  await until(
    () =>
      fetch(`${url}/-/ready`).then(
        (response) => response.ok,
        () => undefined,
      ),
    () => log,
  ).catch(async (error) => {
    await running.stop();
    throw error;
  });
  return running;
}

/** Asks until there is an answer; throws after ten seconds. */
export async function until<T>(
  ask: () => T | undefined | Promise<T | undefined>,
  explain: () => string,
): Promise<NonNullable<T>> {
  const end = performance.now() + 10_000;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (performance.now() > end) throw new Error(`timed out: ${explain()}`);
    await sleep(50);
  }
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}
