// A tool built from Go's modules, whose checksums Go itself verifies.
import { join } from "node:path";
import { addEntry } from "../cache";
import type { ToolName } from "../catalogue";
import type { Environment } from "../environment";
import { goBuildPath, goEntry, requireAnswer, toolFolder } from "../find";
import type { Source } from "../install";
import type { OnProgress } from "../progress";
import type { Distribution, Tool } from "../tool";
import { buildGoCommand } from "./go-build";

/** Where programs of Prometheus' projects have their version. */
const PROMETHEUS_VERSION = "github.com/prometheus/common/version.Version";

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
        await buildGoCommand(command, scratch, goBuildPath(name), environment, onProgress);
        await requireAnswer(tool, join(scratch, goBuildPath(name)), environment);
        if (lacks !== undefined) onProgress(`This build of ${name} lacks ${lacks}`);
      }),
  };
}

function packagesOf(go: Distribution["go"]) {
  if ("program" in go) return go.program;
  const { package: path, moduleVersion, tags, adds, replacesBy } = go;
  return {
    gets: [`${path}@${moduleVersion}`],
    package: path,
    tags,
    replacing: replacesBy && `${replacesBy}@${moduleVersion}`,
    changed: adds && {
      module: `${adds.module}@${moduleVersion}`,
      writes: Object.fromEntries(adds.files.map((file) => [file, ""])),
    },
  };
}
