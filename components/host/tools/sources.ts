// Where tools are installed from: the platform's package, else a build from source.
import { join } from "node:path";
import { isAtLeast } from "../../version-numbers";
import { findPackage, openApt, unpackPackage } from "./apt";
import { addEntry } from "./cache";
import type { Distribution, Tool, ToolName } from "./catalogue";
import type { Environment } from "./environment";
import { goBuildPath, goEntry, toolFolder, versionOf } from "./find";
import { buildGoCommand } from "./go-build";
import { type Source, SourceError } from "./install";
import { writeLauncher } from "./launcher";
import { narrate, type OnProgress } from "./progress";

/** Where programs of Prometheus' projects have their version. */
const PROMETHEUS_VERSION = "github.com/prometheus/common/version.Version";

/** The package of Debian or Ubuntu, unpacked into the tool cache. */
export function aptSource(
  tool: Tool,
  distribution: Distribution,
  debian: NonNullable<Distribution["debian"]>,
  environment: Environment,
  onProgress: OnProgress,
): Source {
  const { package: name, path, launches, pages = [] } = debian;
  return {
    name: `apt package ${name}`,
    install: async () => {
      const apt = await openApt(environment, onProgress);
      const { version, megabytes } = await findPackage(apt, name);
      if (!isAtLeast(version, tool.minimum)) throw new SourceError(`has version ${version}`);
      await addEntry(toolFolder(distribution, environment), `deb-${name}`, async (scratch) => {
        await narrate(`Unpacking the apt package ${name} ${version} (${megabytes} MB)`, onProgress, () =>
          unpackPackage(apt, name, scratch),
        );
        for (const page of pages) {
          await unpackPackage(apt, page, scratch).catch((error: Error) =>
            onProgress(`Some pages will lack ${page}: ${error.message}`),
          );
        }
        if (launches !== undefined) await writeLauncher(scratch, path, launches);
        await requireAnswer(tool, join(scratch, path), environment);
      });
    },
  };
}

/** A build of the Go command into the tool cache. */
export function goSource(
  name: ToolName,
  tool: Tool,
  distribution: Distribution,
  environment: Environment,
  onProgress: OnProgress,
): Source {
  const { release, lacks, versionVariable = PROMETHEUS_VERSION } = distribution.go;
  const command = {
    what: `${name} ${release}`,
    ...packagesOf(distribution.go),
    linkerVariables: { [versionVariable]: release },
  };
  return {
    name: "Go build",
    install: () =>
      addEntry(toolFolder(distribution, environment), goEntry(name, distribution), async (scratch) => {
        if (lacks !== undefined) onProgress(`A build of ${name} lacks ${lacks}`);
        await buildGoCommand(command, scratch, goBuildPath(name), environment, onProgress);
        await requireAnswer(tool, join(scratch, goBuildPath(name)), environment);
      }),
  };
}

const packagesOf = (go: Distribution["go"]) =>
  "program" in go ? go.program : { gets: [`${go.package}@${go.moduleVersion}`], package: go.package };

async function requireAnswer(tool: Tool, path: string, environment: Environment): Promise<void> {
  if ((await versionOf(tool, path, environment)) === undefined) {
    throw new SourceError("its executable does not run on this machine");
  }
}
