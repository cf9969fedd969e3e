// A preview with nothing but the engine: no credentials, no cluster, no plugin, no tool and no state. Stand-ins answer for every
// provider, so that the whole program runs and the policies see every resource.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type EngineEvent, LocalWorkspace } from "@pulumi/pulumi/automation";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { definitionOf, PROVIDERS } from "../../components/monitoring";
import { interruptible, STOPPING_PREVIEW } from "../deployment/interrupt";
import { engineVariables, pulumiCommand } from "../deployment/operate";
import { policyPack } from "../deployment/policies";
import { ensureEngine } from "../engine";
import { startOfflineProviders } from "../engine/offline";
import { PROJECT_DIR } from "../folders";
import type { Runtime } from "../machine/runtime";
import { program } from "../program";
import { PROJECT, readStackFile, settingsInFile } from "../settings";
import { withoutCredentials } from "./without-credentials";

/** Gets what the engine says. */
interface Printing {
  onOutput: (text: string) => void;
  onEvent: (event: EngineEvent) => void;
}

/**
 * Previews an environment as if nothing of it were there, with all policies, and returns what the engine says.
 * Throws where the settings are wrong, or a mandatory policy objects.
 */
export async function offlinePreview(environment: string, { onOutput, onEvent }: Printing): Promise<void> {
  const stackFile = await readStackFile(PROJECT_DIR, environment);
  const { platform } = settingsInFile(stackFile);
  // What would be found on a machine is not looked for: the same preview everywhere.
  const runtime: Runtime = {
    kind: definitionOf(platform).onThisMachine(platform)?.runtime === "docker" ? "docker" : "native",
    because: "nothing is started",
  };
  const engine = await ensureEngine({ onProgress: (line) => onOutput(`${line}\n`) });
  const folder = await mkdtemp(join(tmpdir(), "tocsin-offline-"));
  const providers = await startOfflineProviders(PROVIDERS);
  const offlineStack = async () => {
    await writeFile(join(folder, "Pulumi.yaml"), stringify(await projectFile()));
    await writeFile(join(folder, `Pulumi.${environment}.yaml`), stringify(withoutCredentials(stackFile)));
    return LocalWorkspace.createStack(
      {
        stackName: environment,
        projectName: PROJECT,
        program: () => program({ runtime, isOffline: true }),
      },
      {
        workDir: folder,
        pulumiCommand: await pulumiCommand(engine),
        envVars: {
          ...engineVariables({ variables: {} }),
          ...providers.environment,
          PULUMI_BACKEND_URL: pathToFileURL(folder).href,
          PULUMI_CONFIG_PASSPHRASE: "",
          PULUMI_HOME: join(folder, "home"),
        },
      },
    );
  };
  try {
    await interruptible(
      offlineStack,
      async (stack, { signal, heard }) =>
        stack.preview({ policyPacks: [await policyPack()], onOutput, onEvent: heard(onEvent), signal }),
      STOPPING_PREVIEW,
    );
  } finally {
    await providers.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The project without its own provider, for which a stand-in answers as well. */
async function projectFile(): Promise<object> {
  const project = z
    .record(z.string(), z.unknown())
    .parse(parse(await readFile(join(PROJECT_DIR, "Pulumi.yaml"), "utf8")));
  const { plugins: _, backend: __, ...rest } = project;
  return rest;
}
