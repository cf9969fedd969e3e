// `init`: writes a repository that uses the package, with one environment and the workflows of its pull requests.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline/promises";
import { z } from "zod";
import { DEFAULT_PLATFORM, definitionOf, PLATFORM_KINDS } from "../../../components/monitoring";
import { PACKAGE_FILE } from "../../folders";
import { kindOf, nextSteps, writeEnvironment } from "../new/command";
import { repositoryFiles } from "./files";

const packageJson = z.object({ version: z.string(), engines: z.object({ node: z.string() }) });

interface Options {
  yes?: boolean;
  environment?: string;
}

/** Writes into the working folder. Throws where the platform or the name is none; files that exist stay as they are. */
export async function init(given: string | undefined, { yes, environment }: Options): Promise<void> {
  const asks = !yes && process.stdin.isTTY && process.stdout.isTTY;
  const question = `Platform (${PLATFORM_KINDS.join(", ")})`;
  const platform = given ?? (asks ? await answered(question, DEFAULT_PLATFORM) : DEFAULT_PLATFORM);
  const usual = definitionOf({ kind: kindOf(platform) }).isHere ? platform : "dev";
  const name = environment ?? (asks ? await answered("Name of the first environment", usual) : usual);
  const { written, kept } = await writeRepository(process.cwd(), name, platform);
  for (const file of written) console.log(`  written  ${file}`);
  for (const file of kept) console.log(`  kept     ${file}, which exists already`);
  const install = written.includes("package.json") ? "  npm install\n" : "";
  console.log(`\nNext:\n\n${install}${nextSteps(name, platform)}`);
}

/** Never overwrites. */
export async function writeRepository(
  folder: string,
  name: string,
  platform: string,
): Promise<{ written: string[]; kept: string[] }> {
  const [written, kept]: [string[], string[]] = [[], []];
  // First, because it refuses names and platforms that are none.
  await writeEnvironment(folder, name, platform).then(
    (file) => written.push(file),
    (error: Error) => {
      if (!error.message.includes("exists already")) throw error;
      kept.push(`Pulumi.${name}.yaml`);
    },
  );
  const packaged = packageJson.parse(JSON.parse(await readFile(PACKAGE_FILE, "utf8")));
  for (const [path, text] of Object.entries(await repositoryFiles(folder, packaged))) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text, { flag: "wx" }).then(
      () => written.push(path),
      (error: NodeJS.ErrnoException) => {
        if (error.code !== "EEXIST") throw error;
        kept.push(path);
      },
    );
  }
  return { written, kept };
}

async function answered(question: string, usual: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return (await terminal.question(`${question} [${usual}]: `)).trim() || usual;
  } finally {
    terminal.close();
  }
}
