// `up`: deploys an environment, waits until all is well, and says where everything is.
import { createInterface } from "node:readline/promises";
import { z } from "zod";
import { operate, selectStack } from "../deployment/operate";
import { POLICIES } from "../deployment/policies";
import { type Prepared, prepare } from "../deployment/prepare";
import { settled } from "../running/settled";
import { showPreview } from "./preview";

/** The environment that never asks: it can hurt nobody else. */
const NEVER_ASKS = "local";

export async function up(environment: string, options: { yes?: boolean }): Promise<void> {
  const start = Date.now();
  const prepared = await prepare(environment);
  if (environment !== NEVER_ASKS && !(await agreed(prepared, options))) return;
  const addresses = await deploy(prepared, console.log);
  console.log("Waiting for the first scrape of every target …");
  const { targets, targetsUp, rules, problems } = await settled(addresses);
  for (const problem of problems) console.log(`  ! ${problem}`);
  console.log(
    `\n${targetsUp} of ${targets} targets are up, ${rules} rules are evaluated; ${seconds(start)} s in all.\n`,
  );
  console.log(table(addresses));
}

/** Deploys and returns the address of each part. Throws with what went wrong, or which mandatory policy objects. */
export async function deploy(prepared: Prepared, print: (line: string) => void): Promise<Record<string, string>> {
  const start = Date.now();
  print(`Deploying ${prepared.environment}`);
  const { result, summary } = await operate(prepared, print, (stack, options) =>
    stack.up({ ...options, policyPacks: [POLICIES] }),
  );
  print(`Deployed: ${summary} in ${seconds(start)} s`);
  return z.record(z.string(), z.string()).parse(result.outputs.addresses?.value ?? {});
}

/** Shows the preview, in which a mandatory policy objects before anything is changed, and asks unless told not to. */
async function agreed(prepared: Prepared, { yes }: { yes?: boolean }): Promise<boolean> {
  await showPreview(await selectStack(prepared));
  if (yes) return true;
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

function table(addresses: Record<string, string>): string {
  return Object.entries(addresses)
    .map(([part, address]) => `  ${part.padEnd(18)} ${address.padEnd(24)} ${PURPOSES[part] ?? ""}`.trimEnd())
    .join("\n");
}
