// The guard as a process: `node --import tsx components/sample/guard/main.ts --password-file FILE --guard 9093=9087`.

import { Command } from "commander";
import { z } from "zod";
import { hostFlag, parseFlags, portFlag, runUntilSignal } from "../run";
import { startGuard } from "./server";

const command = new Command("guard")
  .description("Answers for parts that ask for a password, and adds it to requests that no other site's page has sent.")
  .option("--host <address>", "address to listen on, and where the parts are", "127.0.0.1")
  .requiredOption("--guard <port=behind...>", "port to listen on, and the part's own")
  .option("--pages <port=URL...>", "a port, and where pages are for a part that was built without its own")
  .option("--username <name>", "of the parts", "tocsin")
  .requiredOption("--password-file <path>", "file with the password");

const pair = z
  .string()
  .regex(/^\d+=\d+$/, "must be PORT=BEHIND")
  .transform((text) => {
    const [port, behind] = text.split("=").map((each) => portFlag.parse(each));
    return { port: port ?? 0, behind: behind ?? 0 };
  });

const pagesOf = z
  .string()
  .regex(/^\d+=https?:\/\//, "must be PORT=URL")
  .transform((text) => {
    const equals = text.indexOf("=");
    return { port: portFlag.parse(text.slice(0, equals)), url: text.slice(equals + 1) };
  });

const flags = parseFlags(
  command,
  z.object({
    host: hostFlag,
    guard: z.array(pair).min(1),
    pages: z.array(pagesOf).default([]),
    username: z.string().min(1),
    passwordFile: z.string().min(1),
  }),
);

const ports = flags.guard.map((guarded) => ({
  ...guarded,
  pages: flags.pages.find(({ port }) => port === guarded.port)?.url,
}));

void runUntilSignal("guard", () => startGuard({ ...flags, ports }));
