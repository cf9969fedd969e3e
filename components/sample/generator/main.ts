// The sample-metrics generator as a process: `node --import tsx components/sample/generator/main.ts --services FILE`.

import { Command } from "commander";
import { z } from "zod";
import { hostFlag, parseFlags, portFlag, runUntilSignal } from "../run";
import { startGenerator } from "./server";

const command = new Command("generator")
  .description("Shows the metrics of services that are not there: healthy ones, and scenarios replayed for drills.")
  .option("--port <number>", "port to listen on; 0 takes a free one", "5001")
  .option("--host <address>", "address to listen on", "127.0.0.1")
  .requiredOption("--services <file>", "JSON list of the services to make up: mixin and options of each");

const flags = parseFlags(command, z.object({ port: portFlag, host: hostFlag, services: z.string().min(1) }));

void runUntilSignal("generator", () => startGenerator(flags));
