// The sample-metrics generator as a process: `node --import tsx components/sample/generator/main.ts`.

import { Command } from "commander";
import { z } from "zod";
import { hostFlag, parseFlags, portFlag, runUntilSignal } from "../run";
import { generatedMixin } from "./healthy";
import { startGenerator } from "./server";

const command = new Command("generator")
  .description("Shows the metrics of services that are not there: healthy ones, and scenarios replayed for drills.")
  .option("--port <number>", "port to listen on; 0 takes a free one", "5001")
  .option("--host <address>", "address to listen on", "127.0.0.1")
  .option(
    "--generate <json>",
    'a mixin of which to show healthy targets, with its options: {"mixin":"redis"}',
    (text: string, all: string[]) => [...all, text],
    [],
  );

const fromJson = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue(`found ${text}, which is not JSON`);
    return z.NEVER;
  }
});

const flags = parseFlags(
  command,
  z.object({ port: portFlag, host: hostFlag, generate: z.array(fromJson.pipe(generatedMixin)) }),
);

void runUntilSignal("generator", () => startGenerator(flags));
