// A pack → a folder that can be published or copied alone: one file with everything in it, its version, its licence.
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";
import { stringify } from "yaml";
import { fieldsOf, textOf } from "../content";
import { PACKS } from "../packs";
import { policyTables } from "../readme/table";

const SOURCES = join(__dirname, "..");

/** Of Pulumi's SDK, what turns functions into text: a compiler that no policy needs, loaded from a file beside it. */
const withoutCompiler: Plugin = {
  name: "without-compiler",
  setup: ({ onLoad }) => onLoad({ filter: /typescript-shim\.js$/ }, () => ({ contents: "module.exports = {};" })),
};

interface Manifest {
  name: string;
  version: string;
  description: string;
  license: string;
}

/** Writes every pack into a folder of its own inside `into`, and gives the folders. */
export async function bundlePacks(into: string): Promise<string[]> {
  return Promise.all(PACKS.map(({ name }) => bundlePack(name, join(into, name))));
}

/** What is published: the bundle with what says what it is, and its licence. */
async function bundlePack(name: string, folder: string): Promise<string> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const { name: title } = await bundle(name, folder);
  const packs = PACKS.filter((one) => one.name === name);
  await Promise.all([
    writeFile(join(folder, "README.md"), `# ${title}\n\n${policyTables(packs)}\n`),
    copyFile(join(SOURCES, "..", "LICENSE"), join(folder, "LICENSE")),
  ]);
  return folder;
}

/** A pack's program in its folder. */
export const PROGRAM = "run";

/** Writes a pack into a folder, as one file and the program that serves it, and gives its manifest. `all` is all packs. */
export async function bundle(name: string, folder: string): Promise<Manifest> {
  const manifest = manifestOf(await readFile(join(SOURCES, name, "package.json"), "utf8"));
  await build({
    entryPoints: [join(SOURCES, name, "index.ts")],
    outfile: join(folder, "index.js"),
    bundle: true,
    platform: "node",
    target: "node22",
    plugins: [withoutCompiler],
    // Names of classes are reported to the engine and in messages.
    keepNames: true,
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: "error",
  });
  const { version, description } = manifest;
  await Promise.all([
    writeFile(join(folder, "package.json"), `${JSON.stringify({ ...manifest, main: "index.js" }, null, 2)}\n`),
    writeFile(join(folder, "PulumiPolicy.yaml"), stringify({ runtime: "nodejs", version, description })),
    copyFile(join(__dirname, PROGRAM), join(folder, PROGRAM)),
  ]);
  return manifest;
}

/** What of a package.json goes with the pack; its dependencies are in the bundle. Throws where something is missing. */
function manifestOf(text: string): Manifest {
  const parsed: unknown = JSON.parse(text);
  const given = fieldsOf(parsed);
  const needed = (key: keyof Manifest) => {
    const value = textOf(given[key]);
    if (!value) throw new Error(`package.json of the pack has no ${key}`);
    return value;
  };
  return {
    name: needed("name"),
    version: needed("version"),
    description: needed("description"),
    license: needed("license"),
  };
}
