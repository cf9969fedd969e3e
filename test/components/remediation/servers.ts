// Two servers of one environment: the program as a process on each, one ledger in a bucket, one Slack, one hook.
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { assemble } from "../../../components/monitoring";
import { remediationPlanOf } from "../../../components/remediation";
import { close, listen } from "../../../components/sample/http";
import { startInbox } from "../../../components/sample/inbox/server";
import { endpoints, settings } from "../../support/environment";
import { freePort } from "../../support/ports";
import { until } from "../alertmanager/running";
import { type HookServer, startHook } from "./hook-server";
import { restart, SECRET } from "./running";

const LOGIN = `Basic ${Buffer.from("tocsin:between-parts").toString("base64")}`;

export const NAMES = ["monitoring-1", "monitoring-2"] as const;
type Name = (typeof NAMES)[number];

/** An alert of a notification, by its fingerprint. */
export interface Sent {
  fingerprint: string;
  startsAt: string;
  endsAt?: string;
}

const message = z.object({ thread: z.string().optional(), payload: z.object({ text: z.string().optional() }) });

export type Servers = Awaited<ReturnType<typeof startServers>>;

/** @param s3 URL of what holds the bucket `configuration`. */
export async function startServers(s3: string) {
  const folder = await mkdtemp(join(tmpdir(), "two-servers-"));
  const at = (...path: string[]) => join(folder, ...path);
  const hook: HookServer = await startHook();
  const inbox = await startInbox({ port: 0, host: "127.0.0.1", data: at("inbox") });
  const alertmanager = createServer((_, response) => response.end("[]"));
  const asked = await listen(alertmanager, 0, "127.0.0.1");
  const monitoring = assemble(
    "prod",
    settings({
      notifications: {
        slack: { token: { file: "token" }, updates: true, thread: true },
        remediation: [{ ...restart, limit: { calls: 4, per: "1h" } }],
      },
    }),
    endpoints,
  );
  await mkdir(at("hooks"));
  const files = {
    ...{ token: "xoxb-test", password: "between-parts", "plan.json": JSON.stringify(remediationPlanOf(monitoring)) },
    ...{ "hooks/restart-webhook": `${hook.url}/restart`, "hooks/restart-secret": SECRET },
  };
  for (const [name, text] of Object.entries(files)) await writeFile(at(name), text);
  let log = "";
  const running = new Map<Name, { url: string; child: ReturnType<typeof spawn> }>();

  const start = async (name: Name): Promise<void> => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const child = spawn(
      process.execPath,
      [
        ...["--import", "tsx", "components/remediation/main.ts", `--plan=${at("plan.json")}`, `--port=${port}`],
        ...[`--credentials=${at("hooks")}`, `--password-file=${at("password")}`, `--token-file=${at("token")}`],
        ...[`--alertmanager=${asked}`, `--slack=${inbox.url}/api`, `--data=${at(name, "incidents.json")}`],
        ...[`--name=${name}`, "--shared=s3://configuration/remediation"],
      ],
      { env: { ...process.env, ...awsAt(s3) } },
    );
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => (log += `${name}: ${chunk}`));
    running.set(name, { url, child });
    const isUp = () =>
      fetch(`${url}/health`).then(
        ({ ok }) => ok || undefined,
        () => undefined,
      );
    await until(isUp, () => log);
  };
  const end = async (name: Name): Promise<void> => {
    const { child } = running.get(name) ?? {};
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await gone;
  };
  await Promise.all(NAMES.map(start));

  /** As Alertmanager sends it; the status of its answer. */
  const once = async (name: Name, service: string, alerts: readonly Sent[]) => {
    const isFiring = alerts.some(({ endsAt }) => endsAt === undefined);
    const labels = { alertname: "ServiceDown", severity: "critical", service };
    const body = JSON.stringify({
      ...{ version: "4", groupKey: service, status: isFiring ? "firing" : "resolved" },
      ...{ receiver: "remediation/restart", groupLabels: labels },
      commonLabels: { ...labels, team: "platform", environment: "prod" },
      alerts: alerts.map(({ endsAt, ...one }) => ({
        ...{ status: endsAt === undefined ? "firing" : "resolved", labels, annotations: {}, ...one },
        endsAt: endsAt ?? "0001-01-01T00:00:00Z",
      })),
    });
    const url = `${running.get(name)?.url}/groups`;
    return fetch(url, { method: "POST", headers: { authorization: LOGIN }, body }).then(
      ({ status }) => status,
      () => 0,
    );
  };
  return {
    ...{ hook, folder, start, end, once, log: () => log },
    /** Alertmanager repeats what is not answered with success. */
    send: (name: Name, service: string, alerts: readonly Sent[]) =>
      until(
        async () => ((await once(name, service, alerts)) === 200 ? true : undefined),
        () => log,
      ),
    /** What the servers count together. */
    counted: async (outcome: string) => {
      const texts = await Promise.all(
        [...running.values()].map(({ url }) =>
          fetch(`${url}/metrics`).then(
            (one) => one.text(),
            () => "",
          ),
        ),
      );
      return texts
        .map((text) =>
          Number(
            text
              .split("\n")
              .find((line) => line.includes(`outcome="${outcome}"`))
              ?.split(" ")[1] ?? 0,
          ),
        )
        .reduce((sum, one) => sum + one, 0);
    },
    /** The message that people get of a service's incident. */
    message: (service: string) =>
      fetch(`${inbox.url}/api/chat.postMessage`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: "Bearer xoxb-test" },
        body: JSON.stringify({
          channel: "#alerts-critical",
          attachments: [
            {
              callback_id: `prod|alertname=ServiceDown|service=${service}|severity=critical`,
              ...{ title: service, color: "danger", text: "" },
            },
          ],
        }),
      }),
    /** What threads say. */
    threads: async () => {
      const all = z.array(message).parse(await (await fetch(`${inbox.url}/messages`)).json());
      return all.flatMap(({ thread, payload }) => (thread ? [payload.text ?? ""] : []));
    },
    stop: async () => {
      for (const name of NAMES) await end(name);
      await inbox.close();
      await close(alertmanager, 0);
      hook.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export const awsAt = (url: string) => ({
  ...{ AWS_ENDPOINT_URL: url, AWS_DEFAULT_REGION: "eu-central-1", AWS_EC2_METADATA_DISABLED: "true" },
  ...{ AWS_ACCESS_KEY_ID: "testing", AWS_SECRET_ACCESS_KEY: "testing" },
  // Otherwise the body is cut into chunks with sums, which is for S3 to read.
  AWS_REQUEST_CHECKSUM_CALCULATION: "when_required",
});
