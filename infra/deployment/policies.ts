// The policy packs as our commands run them: all in one process, and bundled, because a file starts faster than its sources.
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { addEntry, cacheEntries, cacheFolder, keepNewest } from "../../components/host/tools/cache";
import { type Environment, readEnvironment } from "../../components/host/tools/environment";
import { findOrInstall } from "../../components/host/tools/install";
import { IS_BUILT, PACKAGE_DIR } from "../folders";

const SOURCES = join(PACKAGE_DIR, "policies");

/** The pack that holds all packs, and a pack's program: the bundler, which says so too, is loaded only where there is work for it. */
const ALL = "all";
const PROGRAM = "run";

/** Bundles of other versions that stay, for other checkouts and for the way back. */
const KEPT = 8;

/**
 * The program of the pack that holds all packs, which an engine without a language host can start. It is rebuilt when a source
 * or a dependency has changed, once, however many processes ask for it.
 */
export async function policyPack(environment: Environment = readEnvironment()): Promise<string> {
  if (IS_BUILT) return join(SOURCES, "bundled", ALL, PROGRAM);
  const folder = cacheFolder(environment, "policies");
  const version = await fingerprint();
  const path = join(folder, version, PROGRAM);
  return await findOrInstall({
    what: "the bundle of the policy packs",
    folder,
    find: async () => ((await cacheEntries(folder)).includes(version) ? path : undefined),
    sources: [
      {
        name: "esbuild",
        install: async () => {
          await keepNewest(folder, KEPT);
          // The bundler is loaded only where there is something to bundle.
          const { bundle } = await import("../../policies/bundle/packs.js");
          await addEntry(folder, version, async (scratch) => {
            await bundle(ALL, scratch);
          });
        },
      },
    ],
    onProgress: () => undefined,
  });
}

/** Of what the bundle is made of: the sources, and the versions that are installed. */
async function fingerprint(): Promise<string> {
  const files = (await readdir(SOURCES, { recursive: true }))
    .filter((file) => /\.(ts|json|yaml)$/.test(file) && !file.startsWith("dist/"))
    .sort();
  const paths = [...files.map((file) => join(SOURCES, file)), join(PACKAGE_DIR, "node_modules", ".package-lock.json")];
  const texts = await Promise.all(paths.map((path) => readFile(path)));
  const hash = createHash("sha256").update(files.join("\n"));
  for (const text of texts) hash.update(text);
  return hash.digest("hex").slice(0, 16);
}
