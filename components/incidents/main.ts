// Incidents' threads as a process: `node --import tsx components/incidents/main.ts --plan FILE --token-file FILE --password-file FILE --prometheus URL --alertmanager URL --data FILE --port 9902`.
import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { z } from "zod";
import { overHttpWith } from "../drill/ground";
import { hostFlag, parseFlags, portFlag, runUntilSignal } from "../sample/run";
import { loginOf } from "./caller";
import { incidentsPlan } from "./plan";
import { startIncidents } from "./server";
import { SLACK_API, slackOverHttp } from "./slack";

const command = new Command("incidents")
  .description("Adds what joins and leaves an incident to the thread of its message in Slack.")
  .requiredOption("--plan <path>", "file with the receivers and their channels")
  .requiredOption("--token-file <path>", "file with a bot's token: chat:write, channels:read, channels:history")
  .requiredOption("--password-file <path>", "file with the password of the user tocsin, by which Alertmanager is known")
  .option("--parts-password-file <path>", "the same for Prometheus and Alertmanager, where both ask for a password")
  .requiredOption("--prometheus <url>", "Prometheus, for how long incidents last")
  .requiredOption("--alertmanager <url>", "Alertmanager, for what is inhibited")
  .requiredOption("--data <path>", "file that keeps where each incident's message is")
  .option("--slack <url>", "where Slack's methods are", SLACK_API)
  .option("--host <address>", "address to listen on", "127.0.0.1")
  .requiredOption("--port <port>", "port to listen on");

const flags = parseFlags(
  command,
  z.object({
    plan: z.string().min(1),
    tokenFile: z.string().min(1),
    passwordFile: z.string().min(1),
    partsPasswordFile: z.string().min(1).optional(),
    prometheus: z.url(),
    alertmanager: z.url(),
    data: z.string().min(1),
    slack: z.url(),
    host: hostFlag,
    port: portFlag,
  }),
);

void runUntilSignal("incidents", async () => {
  const { prometheus, alertmanager, slack: api, data: file, host, port } = flags;
  const ground = {
    ...{
      send: overHttpWith([prometheus, alertmanager], flags.partsPasswordFile),
      now: Date.now,
      prometheus,
      alertmanager,
    },
    failed: ({ message }: Error) => void process.stdout.write(`${new Date().toISOString()} no graph: ${message}\n`),
    slack: slackOverHttp(api, flags.tokenFile),
  };
  const plan = incidentsPlan.parse(JSON.parse(await readFile(flags.plan, "utf8")));
  return startIncidents({ plan, ground, file, login: loginOf(flags.passwordFile), host, port });
});
