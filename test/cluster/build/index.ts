// All that the cluster is made of: found in the tool cache, or made.
import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { ensureTool, findTool } from "../../../components/host/tools";
import { readEnvironment } from "../../../components/host/tools/environment";
import type { OnProgress } from "../../../components/host/tools/progress";
import { findMade, type Maker, make } from "./recipe";
import { alertmanager } from "./recipes/alertmanager";
import { collector } from "./recipes/collector";
import { coredns } from "./recipes/coredns";
import { crds } from "./recipes/crds";
import { kubernetes } from "./recipes/kubernetes";
import { packages } from "./recipes/packages";
import { PROVIDER_PROGRAM, provider } from "./recipes/provider";
import { stack } from "./recipes/stack";
import { webhookCertificates } from "./recipes/webhook-certificates";
import { PROVIDER } from "./versions";

/** Folders of what is made. */
export interface Made {
  readonly packages: string;
  readonly kubernetes: string;
  readonly coredns: string;
  readonly stack: string;
  readonly alertmanager: string;
  readonly collector: string;
  readonly crds: string;
  readonly webhookCertificates: string;
  /** Programs that this machine has as well, by their path. */
  readonly tools: Readonly<Record<(typeof TOOLS)[number], string>>;
}

/** Of logs and traces, as on the platform `local`. */
const TOOLS = ["victorialogs", "vmalert", "jaeger"] as const;

const RECIPES = [packages, kubernetes, coredns, stack, alertmanager, collector, crds, webhookCertificates, provider];

const maker = (onProgress: OnProgress): Maker => ({ environment: readEnvironment(), onProgress });

/** Makes what a node and its images need and is missing, one after the other: each keeps all cores busy. */
export async function build(onProgress: OnProgress): Promise<Made> {
  const here = maker(onProgress);
  const tool = async (name: (typeof TOOLS)[number]) => (await ensureTool(name, { onProgress })).path;
  return {
    packages: await make(packages, here),
    kubernetes: await make(kubernetes, here),
    coredns: await make(coredns, here),
    stack: await make(stack, here),
    alertmanager: await make(alertmanager, here),
    collector: await make(collector, here),
    crds: await make(crds, here),
    webhookCertificates: await make(webhookCertificates, here),
    tools: {
      victorialogs: await tool("victorialogs"),
      vmalert: await tool("vmalert"),
      jaeger: await tool("jaeger"),
    },
  };
}

/** Where Pulumi's engine of this user has its plugins. */
export function pulumiHome(): string {
  const { variables, home } = readEnvironment();
  return variables.PULUMI_HOME || join(home, ".pulumi");
}

/** Puts Pulumi's Kubernetes provider where an engine looks for plugins, and makes it first where it is missing. */
export async function installProvider(onProgress: OnProgress, home = pulumiHome()): Promise<void> {
  const made = await make(provider, maker(onProgress));
  const folder = join(home, "plugins", `resource-kubernetes-v${PROVIDER.version}`);
  await mkdir(folder, { recursive: true });
  await copyFile(join(made, PROVIDER_PROGRAM), join(folder, PROVIDER_PROGRAM));
}

/** What would have to be made first. */
export async function missingFromBuild(): Promise<string[]> {
  const missing: string[] = [];
  for (const recipe of RECIPES) {
    if (
      (await findMade(
        recipe,
        maker(() => undefined),
      )) === undefined
    )
      missing.push(recipe.what);
  }
  for (const tool of TOOLS) if ((await findTool(tool)) === undefined) missing.push(tool);
  return missing;
}
