// Pulumi's engine from source, where its makers' release cannot be had; Go checks each module against its checksum database.
import { join } from "node:path";
import { addEntry } from "../../components/host/tools/cache";
import type { Environment } from "../../components/host/tools/environment";
import { type Source, SourceError } from "../../components/host/tools/install";
import type { OnProgress } from "../../components/host/tools/progress";
import { buildGoCommand, type ModuleChange } from "../../components/host/tools/sources/go-build";
import { ENGINE_EXECUTABLE, engineFolder, engineVersionOf } from "./find";
import { engineVersion } from "./version";
import { withoutApi } from "./without-api";

const ENGINE_PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";

/** A build of the engine's command. It has no language hosts and no plugins. */
export function goSource(environment: Environment, onProgress: OnProgress): Source {
  const version = `v${engineVersion}`;
  const command = {
    what: `Pulumi ${engineVersion}`,
    gets: [`${ENGINE_PACKAGE}@${version}`],
    package: ENGINE_PACKAGE,
    linkerVariables: {
      "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": version,
      "github.com/pulumi/pulumi/pkg/v3/version.Version": version,
    },
  };
  return {
    name: "Go build",
    install: () =>
      addEntry(engineFolder(environment), engineVersion, async (scratch) => {
        onProgress(
          "Pulumi is built from source, once for this version: about 3 minutes on two idle cores the first time",
        );
        const build = (changed?: ModuleChange) =>
          buildGoCommand({ ...command, changed }, scratch, ENGINE_EXECUTABLE, environment, onProgress);
        await build(withoutApi(version)).catch((error: Error) => {
          // Another version's files may lie elsewhere. Where there is no Go, a second try says the same.
          if (!/^go (list|build)/.test(error.message)) throw error;
          onProgress(`${error.message}\nPulumi is built whole instead`);
          return build();
        });
        await requireAnswer(scratch, environment);
      }),
  };
}

/** Throws a SourceError where the installed engine does not run, or is another one. */
export async function requireAnswer(scratch: string, environment: Environment): Promise<void> {
  const version = await engineVersionOf(join(scratch, ENGINE_EXECUTABLE), environment);
  if (version !== engineVersion) {
    throw new SourceError(`its pulumi ${version === undefined ? "does not run here" : `has version ${version}`}`);
  }
}
