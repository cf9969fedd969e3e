// The continuous drill as a process: `node --import tsx components/drill/main.ts --plan FILE --prometheus URL --alertmanager URL --every 900`.
// With `--port` it goes on, and shows when each alert was last proven; without, it drills once.

import { existsSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Command } from "commander";
import { z } from "zod";
import { messageOf } from "../error-text";
import { close, guardedServer, json, listen, send } from "../sample/http";
import { findRoute, noRoute, pathOf } from "../sample/routing";
import { hostFlag, parseFlags, portFlag, type Running, runUntilSignal } from "../sample/run";
import { brokenIn } from "./drill";
import { type Ground, overHttpWith } from "./ground";
import { drillPlan } from "./plan";
import { keepProofs, proofsAfter, readProofs } from "./proofs";
import { drillAgain, drillOnce } from "./repeated";

const command = new Command("drill")
  .description("Drills the chain from the rules to the receivers; nobody is notified unless a link is broken.")
  .requiredOption("--plan <path>", "file with what is expected")
  .requiredOption("--prometheus <url...>", "a Prometheus, and the others with the same rules")
  .requiredOption("--alertmanager <url...>", "an Alertmanager, and the others of its cluster")
  .option("--password-file <path>", "file with the password of the user tocsin, where both ask for one")
  .requiredOption("--every <seconds>", "from one drill to the next")
  .option("--credentials <path>", "folder with the receivers' credentials, a file each")
  .option("--proofs <path>", "file that keeps when each alert was last proven")
  .option("--host <address>", "address to listen on", "127.0.0.1")
  .option("--port <port>", "port to listen on; one drill alone where it is left out");

const flags = parseFlags(
  command,
  z.object({
    plan: z.string().min(1),
    prometheus: z.tuple([z.url()], z.url()),
    alertmanager: z.tuple([z.url()], z.url()),
    passwordFile: z.string().min(1).optional(),
    every: z.coerce.number().min(1),
    credentials: z.string().min(1).optional(),
    proofs: z.string().min(1).optional(),
    host: hostFlag,
    port: portFlag.optional(),
  }),
);

const [alertmanager, ...others] = flags.alertmanager;
const [prometheus, ...replicas] = flags.prometheus;
const own = [...flags.prometheus, ...flags.alertmanager];

const ground: Ground = {
  prometheus,
  replicas,
  alertmanager,
  others,
  send: overHttpWith(own, flags.passwordFile),
  now: Date.now,
  credential: (name) => {
    const file = join(flags.credentials ?? "", name);
    return flags.credentials && existsSync(file) ? readFileSync(file, "utf8").trim() : undefined;
  },
};

async function start(port: number): Promise<Running> {
  const plan = drillPlan.parse(JSON.parse(await readFile(flags.plan, "utf8")));
  let last = await readProofs(flags.proofs);
  const endpoints = [
    { method: "GET", path: "/health", reply: () => json(200, { status: "ok" }) },
    { method: "GET", path: "/proofs", reply: () => json(200, last) },
  ] as const;
  const server = guardedServer(async (request, response) => {
    const match = findRoute(endpoints, request.method ?? "", pathOf(request.url));
    send(response, match.kind === "found" ? match.route.reply() : noRoute(match).toReply());
  });
  const url = await listen(server, port, flags.host);
  const stop = new AbortController();
  const say = (line: string) => void process.stdout.write(`${last.at} ${line}\n`);
  const drills = drillAgain(plan, ground, { every: flags.every, signal: stop.signal }, async (result) => {
    last = proofsAfter(result, last, new Date().toISOString());
    last.broken.forEach(say);
    if (flags.proofs) await keepProofs(flags.proofs, last).catch((error) => say(messageOf(error)));
  });
  return {
    url,
    close: async () => {
      stop.abort();
      await drills;
      await close(server, 1);
    },
  };
}

/** Ends with 0 where something is broken as well: that was sent, and a job that fails would be another message. */
async function once(): Promise<void> {
  const plan = drillPlan.parse(JSON.parse(await readFile(flags.plan, "utf8")));
  const { signal } = new AbortController();
  const broken = brokenIn(await drillOnce(plan, ground, { every: flags.every, signal }));
  for (const one of broken) process.stdout.write(`${one}\n`);
  process.stdout.write(broken.length > 0 ? "" : "every link is proven\n");
}

const { port } = flags;
if (port !== undefined) void runUntilSignal("drill", () => start(port));
else
  once().catch(({ message }: Error) => {
    process.stderr.write(`drill: ${message}\n`);
    process.exitCode = 1;
  });
