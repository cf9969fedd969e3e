// The Slack inbox as a process, with dashboards that are drawn live: `node --import tsx infra/inbox/main.ts --data DIR`.

import { Command } from "commander";
import { z } from "zod";
import { startInbox } from "../../components/sample/inbox/server";
import { hostFlag, parseFlags, portFlag, runUntilSignal } from "../../components/sample/run";
import { liveDashboards } from "./live-dashboards";

const command = new Command("slack-inbox")
  .description("Takes Slack's incoming webhook and the dead-man's switch, keeps what comes, and shows it on a page.")
  .option("--port <number>", "port to listen on; 0 takes a free one", "9900")
  .option("--host <address>", "address to listen on", "127.0.0.1")
  .requiredOption("--data <dir>", "folder for messages and heartbeat, made where it is missing")
  .option("--runbooks <dir>", "folder with <mixin>/runbook.md files")
  .option("--dashboards <dir>", "folder with rendered Grafana dashboards, <uid>.json")
  .option("--prometheus <url>", "where the dashboards' queries run")
  .option("--alertmanager <url>", "whose alerts and silences are shown")
  .option("--traces <url>", "the trace store whose traces are shown")
  .option("--logs <url>", "the log store that has the lines of traces");

const flags = parseFlags(
  command,
  z.object({
    port: portFlag,
    host: hostFlag,
    data: z.string().min(1),
    runbooks: z.string().optional(),
    dashboards: z.string().optional(),
    prometheus: z.url({ protocol: /^https?$/ }).optional(),
    alertmanager: z.url({ protocol: /^https?$/ }).optional(),
    traces: z.url({ protocol: /^https?$/ }).optional(),
    logs: z.url({ protocol: /^https?$/ }).optional(),
  }),
);

const { prometheus, traces, logs } = flags;

void runUntilSignal("slack-inbox", () =>
  startInbox({ ...flags, traces: { store: traces, logs }, ...(prometheus && { draw: liveDashboards(prometheus) }) }),
);
