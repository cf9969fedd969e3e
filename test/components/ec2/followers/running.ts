// A program that a server's Alertmanager sends groups to, run as its unit runs it: the bundled file, its plan, its secrets.
import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:https";
import { join } from "node:path";
import execa from "execa";
import { otherFiles } from "../../../../components/ec2/servers/server-files";
import type { ServerSetupArgs } from "../../../../components/ec2/servers/server-setup";
import { serversOf } from "../../../../components/ec2/topology/server";
import { ec2 } from "../../../../stacks/ec2";
import { incidentsProgram, remediationProgram } from "../../../../stacks/programs";
import { selfSigned } from "../../../support/machine/certificate";
import { freePort } from "../../../support/ports";
import { until } from "../../alertmanager/running";
import { settingsWith } from "../registered";
import { server } from "../setups";

const PASSWORD = "of-this-server";
export const LOGIN = `Basic ${Buffer.from(`tocsin:${PASSWORD}`).toString("base64")}`;

/** The configuration of a server with these notifications. */
export function filesWith(notifications: object): Record<string, string> {
  const settings = settingsWith({}, { notifications });
  const [first] = serversOf(settings.platform);
  if (!first) throw new Error("no server");
  return otherFiles({
    ...{ credentials: ["slack-token"], platform: settings.platform, server: first, dashboards: {} },
    monitoring: ec2.monitoring(settings, { environment: "dev", runtime: "native" }),
    incidentsProgram: incidentsProgram(),
    remediationProgram: remediationProgram(),
  });
}

/** Prometheus and Alertmanager of the server, which ask for the password. */
export async function startParts(folder: string, answer: (url: string) => unknown) {
  const { certificate, cert, key } = await selfSigned(folder, "tls", "IP:127.0.0.1");
  const parts = createServer({ cert, key }, ({ headers, url = "" }, response) => {
    if (headers.authorization !== LOGIN) return response.writeHead(401).end();
    response.end(JSON.stringify(answer(url)));
  });
  const port = await freePort();
  await new Promise<void>((resolve) => parts.listen(port, "127.0.0.1", resolve));
  return { url: `https://127.0.0.1:${port}`, certificate, close: async () => void parts.close() };
}

interface Ground {
  folder: string;
  /** Of `filesWith`. */
  files: Record<string, string>;
  /** Beside the password, by file. */
  secrets: Record<string, string>;
  parts: { url: string; certificate: string };
  environment?: Record<string, string>;
  /** What it is given beside, where the unit has the default. */
  more: readonly string[];
}

export async function runUnit(
  which: "incidents" | "remediation",
  setup: Pick<ServerSetupArgs, typeof which>,
  { folder, files, secrets, parts, environment, more }: Ground,
) {
  const own = Object.entries(files).filter(([file]) => file.startsWith(`${which}/`));
  const given = Object.entries({ ...secrets, "web-password": PASSWORD });
  for (const [file, text] of [
    ...own.map(([file, text]) => [`current/${file}`, text] as const),
    ...given.map(([file, text]) => [`secrets/${file}`, `${text}\n`] as const),
  ]) {
    await mkdir(join(folder, file, ".."), { recursive: true });
    await writeFile(join(folder, file), text);
  }
  const unit = server([], setup).files.find(({ path }) => path.endsWith(`/${which}.service`));
  const [, command = ""] = /^ExecStart=(.*)$/m.exec(unit?.content ?? "") ?? [];
  const port = await freePort();
  const [, ...args] = command
    .replaceAll(/https:\/\/127\.0\.0\.1:\d+/g, parts.url)
    .replaceAll("/etc/tocsin/current", join(folder, "current"))
    .replaceAll("/run/tocsin/secrets", join(folder, "secrets"))
    .replace("=/data/", `=${folder}/data/`)
    .replace(/--port=\d+/, `--port=${port}`)
    .split(" ");
  const env = { NODE_EXTRA_CA_CERTS: parts.certificate, ...environment };
  const child = execa(process.execPath, [...args, ...more], { env, reject: false, all: true });
  let log = "";
  child.all?.on("data", (chunk: Buffer) => (log += chunk));
  const url = `http://127.0.0.1:${port}`;
  const isUp = () =>
    fetch(`${url}/health`)
      .then(({ ok }) => ok || undefined)
      .catch(() => undefined);
  await until(isUp, () => log);
  return {
    url,
    log: () => log,
    stop: async () => {
      child.kill();
      await child;
    },
  };
}
