// `up`: deploys an environment, waits until all is well, and says where everything is.
import { createInterface } from "node:readline/promises";
import { z } from "zod";
import { operate, selectStack } from "../deployment/operate";
import { type Prepared, prepare } from "../deployment/prepare";
import { settled } from "../running/settled";
import { showPreview } from "./preview";

/** The environment that never asks: it can hurt nobody else. */
const NEVER_ASKS = "local";

export async function up(environment: string, options: { yes?: boolean }): Promise<void> {
  const start = Date.now();
  const prepared = await prepare(environment);
  if (environment !== NEVER_ASKS && !options.yes && !(await confirmed(prepared))) return;
  const { addresses, commands } = await deploy(prepared, console.log);
  if (Object.keys(commands).length > 0) {
    // What runs elsewhere cannot be asked from here: it is reached by commands of its own.
    console.log(`\nTo reach it:\n${list(commands)}\nand then:\n${table(addresses)}`);
    return;
  }
  console.log("Waiting for the first scrape of every target …");
  const { targets, targetsUp, rules, problems } = await settled(addresses);
  for (const problem of problems) console.log(`  ! ${problem}`);
  console.log(
    `\n${targetsUp} of ${targets} targets are up, ${rules} rules are evaluated; ${seconds(start)} s in all.\n`,
  );
  console.log(table(addresses));
}

interface Deployed {
  /** Of each part. */
  addresses: Record<string, string>;
  /** That lead to parts which no address of this machine reaches. */
  commands: Record<string, string>;
}

/** Deploys and returns where everything is. Throws with what went wrong. */
export async function deploy(prepared: Prepared, print: (line: string) => void): Promise<Deployed> {
  const start = Date.now();
  print(`Deploying ${prepared.environment}`);
  const { result, summary } = await operate(prepared, print, (stack, options) => stack.up(options));
  print(`Deployed: ${summary} in ${seconds(start)} s`);
  const { addresses, commands } = result.outputs;
  return { addresses: texts.parse(addresses?.value), commands: texts.parse(commands?.value) };
}

const texts = z.record(z.string(), z.string()).default({});

async function confirmed(prepared: Prepared): Promise<boolean> {
  const stack = await selectStack(prepared);
  await showPreview(stack);
  const ask = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await ask.question(`Deploy this to ${prepared.environment}? Write its name to go on: `);
  ask.close();
  return answer.trim() === prepared.environment;
}

const seconds = (since: number) => ((Date.now() - since) / 1000).toFixed(0);

/** What each part is for, as a newcomer would ask. */
const PURPOSES: Record<string, string> = {
  prometheus: "targets, rules, alerts, queries",
  alertmanager: "what fires, silences",
  inbox: "the messages as Slack would show them, runbooks, dashboards",
  sample: "the sample service",
  generator: "made-up services, for drills and to try a mixin",
  archive: "the business's series, kept for ever",
  grafana: "dashboards",
};

const list = (commands: Record<string, string>) =>
  Object.entries(commands)
    .map(([what, command]) => `  ${what}\n    ${command}`)
    .join("\n");

function table(addresses: Record<string, string>): string {
  return Object.entries(addresses)
    .map(([part, address]) => `  ${part.padEnd(18)} ${address.padEnd(24)} ${PURPOSES[part] ?? ""}`.trimEnd())
    .join("\n");
}
