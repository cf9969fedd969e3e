// The sample service as a process: `node --import tsx components/sample/service/main.ts --port 5000`.

import { Command } from "commander";
import { z } from "zod";
import { hostFlag, parseFlags, portFlag, runUntilSignal } from "../run";
import { startService } from "./server";

const command = new Command("sample-service")
  .description("A small instrumented web service with a fault switch, to watch and to break.")
  .option("--port <number>", "port to listen on; 0 takes a free one", "5000")
  .option("--host <address>", "address to listen on", "127.0.0.1")
  .option("--traffic <rps>", "background traffic in requests a second, at most 200; 0 is none", "2")
  .option("--spans <url>", "base URL of a collector that takes spans as OTLP over HTTP; none are sent without");

const flags = parseFlags(
  command,
  z.object({ port: portFlag, host: hostFlag, traffic: z.coerce.number().min(0).max(200), spans: z.url().optional() }),
);

void runUntilSignal("sample-service", () => startService({ ...flags, ...(flags.spans && { spansTo: flags.spans }) }));
