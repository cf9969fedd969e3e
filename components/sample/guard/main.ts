// The guard as a process: `node --import tsx components/sample/guard/main.ts --password-file FILE --guard 9093=9087`.

import { Command } from "commander";
import { z } from "zod";
import { hostFlag, parseFlags, portFlag, runUntilSignal } from "../run";
import { startGuard } from "./server";

const command = new Command("guard")
  .description("Answers for parts that ask for a password, and adds it to requests that no other site's page has sent.")
  .option("--host <address>", "address to listen on, and where the parts are", "127.0.0.1")
  .requiredOption("--guard <port=behind...>", "port to listen on, and the part's own")
  .option("--username <name>", "of the parts", "tocsin")
  .requiredOption("--password-file <path>", "file with the password");

const pair = z
  .string()
  .regex(/^\d+=\d+$/, "must be PORT=BEHIND")
  .transform((text) => {
    const [port, behind] = text.split("=").map((each) => portFlag.parse(each));
    return { port: port ?? 0, behind: behind ?? 0 };
  });

const flags = parseFlags(
  command,
  z.object({
    host: hostFlag,
    guard: z.array(pair).min(1),
    username: z.string().min(1),
    passwordFile: z.string().min(1),
  }),
);

void runUntilSignal("guard", () => startGuard({ ...flags, ports: flags.guard }));
