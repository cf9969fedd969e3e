// Hooks of remediation as a process: `node --import tsx components/remediation/main.ts --plan FILE --credentials FOLDER --password-file FILE --alertmanager URL --data FILE --port 9903`.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Command } from "commander";
import { z } from "zod";
import { overHttpWith } from "../drill/ground";
import { loginOf } from "../incidents/caller";
import { SLACK_API, slackOverHttp } from "../incidents/slack";
import { hookFiles } from "../monitoring/remediation/credentials";
import { hostFlag, parseFlags, portFlag, runUntilSignal } from "../sample/run";
import { bucketAt } from "./ledger/bucket";
import { Shared } from "./ledger/shared";
import { remediationPlan } from "./plan";
import { startRemediation } from "./server";

const command = new Command("remediation")
  .description("Calls the hooks of alerts, once for each incident, and adds what came of it to the incident's thread.")
  .requiredOption("--plan <path>", "file with the hooks, their limits and whose messages have threads")
  .requiredOption("--credentials <path>", "folder with each hook's webhook and secret, a file each")
  .requiredOption("--password-file <path>", "file with the password of the user tocsin, by which Alertmanager is known")
  .option("--parts-password-file <path>", "the same for Alertmanager, where it asks for a password")
  .requiredOption("--alertmanager <url>", "Alertmanager, for whether an incident goes on")
  .requiredOption("--data <path>", "file that keeps which incidents called which hook")
  .option("--name <text>", "this program's name among those that share a ledger", "this program")
  .option("--shared <url>", "s3://bucket/folder of what they keep together, in place of the file")
  .option("--token-file <path>", "file with a bot's token: chat:write, channels:read, channels:history")
  .option("--slack <url>", "where Slack's methods are", SLACK_API)
  .option("--host <address>", "address to listen on", "127.0.0.1")
  .requiredOption("--port <port>", "port to listen on");

const flags = parseFlags(
  command,
  z.object({
    plan: z.string().min(1),
    credentials: z.string().min(1),
    passwordFile: z.string().min(1),
    partsPasswordFile: z.string().min(1).optional(),
    alertmanager: z.url(),
    data: z.string().min(1),
    name: z.string().min(1),
    shared: z
      .string()
      .regex(/^s3:\/\/[^/]+\/[^/]+$/, "s3://bucket/folder")
      .optional(),
    tokenFile: z.string().min(1).optional(),
    slack: z.url(),
    host: hostFlag,
    port: portFlag,
  }),
);

const read = async (file: string) => (await readFile(file, "utf8")).trim();

void runUntilSignal("remediation", async () => {
  const { alertmanager, credentials, tokenFile, slack: api, data: file, name, shared, host, port } = flags;
  const plan = remediationPlan.parse(JSON.parse(await read(flags.plan)));
  const slack = tokenFile ? slackOverHttp(api, tokenFile) : undefined;
  return startRemediation({
    plan,
    ground: {
      ...{ send: overHttpWith([alertmanager], flags.partsPasswordFile), alertmanager, name, now: Date.now },
      access: async (hook) => {
        const files = hookFiles(hook);
        const [webhook, secret] = await Promise.all(
          [files.webhook, files.secret].map((one) => read(join(credentials, one))),
        );
        return { webhook: webhook ?? "", secret: secret ?? "" };
      },
    },
    ...(slack && { slack }),
    ...{ file, host, port },
    ...(shared !== undefined && { shared: (own) => new Shared(bucketAt(shared), own) }),
    login: loginOf(flags.passwordFile),
    log: (line) => void process.stdout.write(`${new Date().toISOString()} ${line}\n`),
  });
});
