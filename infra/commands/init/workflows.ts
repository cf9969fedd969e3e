// The workflows of a repository that uses the package: those of this repository, which prove themselves here, with the package's
// commands.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { IS_BUILT, PACKAGE_DIR } from "../../folders";

const FOLDER = IS_BUILT ? join(PACKAGE_DIR, "workflows") : join(PACKAGE_DIR, ".github", "workflows");

/** The comment and the job that draw dashboards, which need an environment `local`. */
const DASHBOARDS = /^ {2}# What the dashboards look like[\s\S]*?(?=^ {2}comment:)/m;
const DASHBOARDS_SAID = "# Beside it the dashboards as pages and pictures, as a file of the run.\n#\n";

export async function workflowText(name: "preview" | "deploy"): Promise<string> {
  return ofPackage(await readFile(join(FOLDER, `${name}.yml`), "utf8"));
}

/** A workflow of this repository as one that uses the package. */
export const ofPackage = (workflow: string) =>
  workflow
    .replace(DASHBOARDS, "")
    .replace(DASHBOARDS_SAID, "")
    .replaceAll(/npm run (\w+) -- /g, "npx tocsin $1 ")
    .replaceAll(
      "hashFiles('package-lock.json', 'components/host/tools/catalogue.ts')",
      "hashFiles('package-lock.json')",
    );
