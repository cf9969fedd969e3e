// The package of Debian or Ubuntu, for machines that reach neither their makers' releases nor Go's modules.
import { join } from "node:path";
import { isAtLeast } from "../../../version-numbers";
import { addEntry } from "../cache";
import type { Environment } from "../environment";
import { requireAnswer, toolFolder } from "../find";
import { type Source, SourceError } from "../install";
import { narrate, type OnProgress } from "../progress";
import type { Distribution, Tool } from "../tool";
import { findPackage, openApt, unpackPackage } from "./apt";
import { writeLauncher } from "./launcher";

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
