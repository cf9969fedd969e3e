// The makers' release of a tool.
import { copyFile, mkdir, readdir, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { type Architecture, onMirror, pinnedSum, RELEASES, type Release, type System } from "../../../releases";
import { addEntry } from "../cache";
import { catalogue, type ToolName } from "../catalogue";
import type { Environment } from "../environment";
import { goBuildPath, RELEASED, requireAnswer, toolFolder } from "../find";
import { type Source, SourceError } from "../install";
import { narrate, type OnProgress } from "../progress";
import type { Distribution, Tool } from "../tool";
import { type Archive, findArchive, unpackArchive } from "./download";

const SYSTEMS: Readonly<Partial<Record<NodeJS.Platform, System>>> = { linux: "linux", darwin: "darwin" };
const ARCHITECTURES: Readonly<Partial<Record<NodeJS.Architecture, Architecture>>> = { x64: "amd64", arm64: "arm64" };

/** The release for this machine, from the mirrors of TOCSIN_DOWNLOADS where that is set. It brings all programs of its archive. */
export function releaseSource(
  name: ToolName,
  tool: Tool,
  distribution: Distribution,
  environment: Environment,
  onProgress: OnProgress,
): Source {
  const release: Release = RELEASES[distribution.release];
  const { version, urls } = release;
  return {
    name: `release ${version}`,
    install: async () => {
      const system = SYSTEMS[process.platform];
      const architecture = ARCHITECTURES[process.arch];
      if (!system || !architecture) throw new SourceError(`there is none for ${process.platform} on ${process.arch}`);
      const published = urls(version, architecture, system);
      const sha256 = pinnedSum(release, version, architecture, system);
      const places = placesOf(environment, published, (mirror) => onMirror(mirror, distribution.release, published));
      const archive = await findArchive(places.map((place) => ({ ...place, sha256 })));
      await addEntry(toolFolder(distribution, environment), `${RELEASED}${version}`, async (scratch) => {
        const unpacked = join(scratch, "archive");
        await narrate(`Downloading ${basename(archive.file)}`, onProgress, () =>
          unpackArchive(archive, unpacked, environment),
        );
        await takePrograms(distribution, unpacked, scratch);
        await rm(unpacked, { recursive: true });
        await requireAnswer(tool, join(scratch, goBuildPath(name)), environment);
      });
    },
  };
}

/**
 * The mirrors that TOCSIN_DOWNLOADS lists, separated by spaces: folders with the makers' files. Throws a SourceError for one that
 * anybody on the way could change.
 */
function mirrorsOf({ variables }: Environment): string[] {
  return (variables.TOCSIN_DOWNLOADS ?? "")
    .split(/[\s,]+/)
    .filter((mirror) => mirror !== "")
    .map((mirror) => {
      if (/^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/])/.test(mirror)) return mirror.replace(/\/+$/, "");
      throw new SourceError(`TOCSIN_DOWNLOADS: found ${mirror}; a mirror is an https:// URL`);
    });
}

/** Where an archive is: on each mirror of TOCSIN_DOWNLOADS, else where its maker publishes it. Throws as `mirrorsOf`. */
export function placesOf(environment: Environment, published: Archive, on: (mirror: string) => Archive): Archive[] {
  const mirrors = mirrorsOf(environment);
  return mirrors.length > 0 ? mirrors.map(on) : [published];
}

/** The tools of a distribution, each under the first of its names in the archive. */
async function takePrograms({ folder }: Distribution, unpacked: string, scratch: string): Promise<void> {
  const tools: readonly (readonly [string, Tool])[] = Object.entries(catalogue);
  await mkdir(join(scratch, "bin"));
  for (const file of await readdir(unpacked, { recursive: true })) {
    const tool = tools.find(
      ([, { names, distribution }]) => distribution?.folder === folder && names[0] === basename(file),
    );
    if (tool !== undefined) await copyFile(join(unpacked, file), join(scratch, "bin", tool[0]));
  }
}
