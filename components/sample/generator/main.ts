// The sample-metrics generator as a process: `node --import tsx components/sample/generator/main.ts`.
import { dirname } from "node:path";
import { Command } from "commander";
import { z } from "zod";
import { messageOf } from "../../error-text";
import { bringOwnMixins } from "../../mixins/own/load";
import { hostFlag, parseFlags, portFlag, runUntilSignal } from "../run";

const command = new Command("generator")
  .description("Shows the metrics of services that are not there: healthy ones, and scenarios replayed for drills.")
  .option("--port <number>", "port to listen on; 0 takes a free one", "5001")
  .option("--host <address>", "address to listen on", "127.0.0.1")
  .option(
    "--generate <json>",
    'a mixin of which to show healthy targets, with its options: {"mixin":"redis"}',
    (text: string, all: string[]) => [...all, text],
    [],
  )
  .option("--config <file>", "the tocsin.config.ts that brings further mixins")
  .option("--config-version <hash>", "changes with what it brings, and so starts the process again");

const fromJson = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue(`found ${text}, which is not JSON`);
    return z.NEVER;
  }
});

/** What reads the table of mixins is loaded once it is whole. */
async function start(): Promise<void> {
  const { config } = z.object({ config: z.string().optional() }).parse(command.parse().opts());
  if (config) await bringOwnMixins(dirname(config));
  const { generatedMixin } = await import("./healthy.js");
  const { startGenerator } = await import("./server.js");
  const flags = parseFlags(
    command,
    z.object({ port: portFlag, host: hostFlag, generate: z.array(fromJson.pipe(generatedMixin)) }),
  );
  await runUntilSignal("generator", () => startGenerator(flags));
}

start().catch((error: unknown) => command.error(`error: ${messageOf(error)}`));
