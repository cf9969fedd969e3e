// A preview with nothing but the engine: no credentials, no cluster, no plugin, no tool and no state. Stand-ins answer for every
// provider, so that the whole program runs and the policies see every resource.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { LocalWorkspace } from "@pulumi/pulumi/automation";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { engineVariables, pulumiCommand } from "../deployment/operate";
import { POLICIES } from "../deployment/policies";
import { ensureEngine } from "../engine";
import { startOfflineProviders } from "../engine/offline";
import type { Runtime } from "../machine/runtime";
import { PROJECT_DIR, program } from "../program";
import { PROJECT, readStackFile, settingsInFile } from "../settings";

/** The providers of everything that any platform deploys. */
const PROVIDERS = ["host", "docker", "aws", "kubernetes", "eks", "grafana", "random"];

/** What stands for a credential that is not there. */
const NO_CREDENTIAL = "https://offline.example/no-credential";

/**
 * Previews an environment as if nothing of it were there, with all policies, and prints what the engine says.
 * Throws where the settings are wrong, or a mandatory policy objects.
 */
export async function offlinePreview(environment: string, print: (text: string) => void): Promise<void> {
  const stackFile = await readStackFile(PROJECT_DIR, environment);
  const { platform } = settingsInFile(stackFile);
  // What would be found on a machine is not looked for: the same preview everywhere.
  const runtime: Runtime = {
    kind: platform.kind === "local" && platform.runtime === "docker" ? "docker" : "native",
    because: "nothing is started",
  };
  const engine = await ensureEngine({ onProgress: (line) => print(`${line}\n`) });
  const folder = await mkdtemp(join(tmpdir(), "tocsin-offline-"));
  const providers = await startOfflineProviders(PROVIDERS);
  try {
    await writeFile(join(folder, "Pulumi.yaml"), stringify(await projectFile()));
    await writeFile(join(folder, `Pulumi.${environment}.yaml`), stringify(withoutCredentials(stackFile)));
    const stack = await LocalWorkspace.createOrSelectStack(
      {
        stackName: environment,
        projectName: PROJECT,
        program: () => program(runtime),
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
    await stack.preview({ policyPacks: [POLICIES], onOutput: print });
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

/** The stack's file with something in place of every secret and of every credential that lies in a file. */
function withoutCredentials(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutCredentials);
  if (typeof value !== "object" || value === null) return value;
  const keys = Object.keys(value);
  if (keys.length === 1 && ["secure", "file"].includes(keys[0] ?? "")) return NO_CREDENTIAL;
  const kept = Object.entries(value).filter(([key]) => key !== "encryptionsalt" && key !== "secretsprovider");
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutCredentials(inner)]));
}
