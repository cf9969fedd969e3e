// Pulumi's release: an archive that is unpacked once its SHA-256 is the one that its makers list at another site. No script of theirs runs.
import { dirname, join } from "node:path";
import { addEntry } from "../../components/host/tools/cache";
import type { Environment } from "../../components/host/tools/environment";
import type { Source } from "../../components/host/tools/install";
import { narrate, type OnProgress } from "../../components/host/tools/progress";
import { findArchive, unpackArchive } from "../../components/host/tools/sources/download";
import { placesOf } from "../../components/host/tools/sources/release";
import { ENGINE_EXECUTABLE, engineFolder } from "./find";
import { requireAnswer } from "./sources";
import { engineVersion } from "./version";

const LIST = `pulumi-${engineVersion}-checksums.txt`;
const ARCHIVE = `pulumi-v${engineVersion}-${process.platform}-${process.arch}.tar.gz`;

/** Two sites, so that whoever changes an archive needs the other one as well. */
const PUBLISHED = {
  file: `https://get.pulumi.com/releases/sdk/${ARCHIVE}`,
  checksums: `https://github.com/pulumi/pulumi/releases/download/v${engineVersion}/${LIST}`,
};

/** The official release of the SDK's version, from the mirrors of TOCSIN_DOWNLOADS where that is set. */
export function officialSource(environment: Environment, onProgress: OnProgress): Source {
  const remedy = `Put Pulumi ${engineVersion} on PATH: ${PUBLISHED.file}, whose SHA-256 is in ${PUBLISHED.checksums}`;
  return {
    name: "Pulumi's release",
    install: async () => {
      const on = (mirror: string) => ({ file: `${mirror}/${ARCHIVE}`, checksums: `${mirror}/${LIST}` });
      const archive = await findArchive(placesOf(environment, PUBLISHED, on), remedy);
      await addEntry(engineFolder(environment), engineVersion, async (scratch) => {
        // The archive has one folder, with the engine and its language hosts.
        const folder = dirname(join(scratch, ENGINE_EXECUTABLE));
        await narrate(`Downloading Pulumi ${engineVersion}`, onProgress, () =>
          unpackArchive(archive, folder, environment, 1),
        );
        await requireAnswer(scratch, environment);
      });
    },
  };
}
