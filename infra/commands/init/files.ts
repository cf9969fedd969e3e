// The files of a repository that uses the package, by path.
import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { PACKAGE_DIR } from "../../folders";
import { workflowText } from "./workflows";

const TEMPLATES = join(__dirname, "templates");

/** What of the package's own package.json a user's needs. */
interface Packaged {
  version: string;
  engines: unknown;
}

/** All but the settings files. @param folder Where the repository's Pulumi.yaml will be. */
export async function repositoryFiles(folder: string, packaged: Packaged): Promise<Record<string, string>> {
  const [project, ignored, preview, deploy] = await Promise.all([
    readFile(join(TEMPLATES, "Pulumi.yaml"), "utf8"),
    readFile(join(TEMPLATES, "gitignore"), "utf8"),
    workflowText("preview"),
    workflowText("deploy"),
  ]);
  return {
    "package.json": `${JSON.stringify(packageJson(folder, packaged), null, 2)}\n`,
    "Pulumi.yaml": project.replace("PLUGIN", pluginFolder(folder)),
    ".gitignore": ignored,
    ".github/workflows/preview.yml": preview,
    ".github/workflows/deploy.yml": deploy,
  };
}

/** The provider of this machine's processes, as Pulumi.yaml names it. */
function pluginFolder(folder: string): string {
  const path = relative(folder, join(PACKAGE_DIR, "components", "host", "plugin"));
  // A package that npx fetched is gone tomorrow.
  return isInstalled() && !path.startsWith("/") ? prefixed(path) : "./node_modules/tocsin/dist/components/host/plugin";
}

const isInstalled = () => !PACKAGE_DIR.includes("_npx");

const prefixed = (path: string) => (path.startsWith(".") ? path : `./${path}`);

/** `main` is what Pulumi's own command runs; ours do not need it. */
const packageJson = (folder: string, { version, engines }: Packaged) => ({
  private: true,
  main: prefixed(relative(folder, join(PACKAGE_DIR, "infra", "index.js"))),
  engines,
  dependencies: { tocsin: version },
});
