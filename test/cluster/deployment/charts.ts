// The charts that an environment of the tests is deployed from: the community's, where the folder CHARTS has them, else our own.
import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parse } from "yaml";

const OWN = join(__dirname, "..", "charts");

/** Whose charts are used, in words. */
export const chartsOf = () => (process.env.CHARTS ? "the community's charts" : "the tests' own charts");

/** The folder that the settings name; our own charts are completed in a folder of the environment. */
export async function chartsFolder(project: string, crds: string): Promise<string> {
  if (process.env.CHARTS) return resolve(process.env.CHARTS);
  const folder = join(project, "charts");
  await cp(OWN, folder, { recursive: true });
  await writeDefinitions(crds, join(folder, "prometheus-operator-crds", "templates"));
  return folder;
}

/**
 * Our own chart's definitions are those of the operator's module, without descriptions: with them, what Helm keeps of a release
 * would not fit into a Secret.
 */
async function writeDefinitions(crds: string, into: string): Promise<void> {
  await mkdir(into);
  for (const file of await readdir(crds)) {
    const text = JSON.stringify(parse(await readFile(join(crds, file), "utf8")), (key, value) =>
      key === "description" && typeof value === "string" ? undefined : value,
    );
    await writeFile(join(into, file), text);
  }
}
