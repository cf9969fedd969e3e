// What is deployed: the settings of the stack, on the platform that they choose.
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { Settings } from "../components/monitoring";
import { stackOf } from "../stacks";
import { credentialsOf } from "./credentials";
import { DEPLOYED, packed } from "./deployed";
import { findGrafanaHome } from "./machine/found";
import { type Runtime, runtimeOf } from "./machine/runtime";
import { readOwnRules } from "./own-rules";
import { readSettings } from "./settings";

/** Absolute folder of this project. */
export const PROJECT_DIR = join(__dirname, "..");

/**
 * Deploys the stack that the engine runs this for, and returns what it exports.
 * The runtime is looked for on this machine where the caller has not done so.
 */
export async function program(runtime?: Runtime): Promise<Record<string, unknown>> {
  const settings = readSettings();
  return deployed(settings, pulumi.getStack(), runtime ?? (await runtimeOf(settings.platform)));
}

/** Registers every resource of an environment, and returns what its stack exports. */
export async function deployed(
  settings: Settings,
  environment: string,
  { kind: runtime }: Pick<Runtime, "kind">,
): Promise<Record<string, unknown>> {
  const stack = await stackOf(settings);
  const facts = {
    environment,
    runtime,
    grafanaHome: await findGrafanaHome(),
    ownRules: await readOwnRules(settings, PROJECT_DIR),
  };
  const watched = stack.monitoring(settings, facts);
  const surroundings = { ...facts, projectDir: PROJECT_DIR, credentials: await credentialsOf(settings) };
  const outputs = await stack.deploy(settings, surroundings, watched);
  // Secret, so that nobody has to look at it in the engine's output.
  return { ...outputs, [DEPLOYED]: pulumi.secret(packed(watched)) };
}
