// `new`: writes the settings file of another environment, which previews as it is, and says what comes next.
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { definitionOf, PLATFORM_KINDS, type Platform } from "../../../components/monitoring";
import { PROJECT_DIR, typed } from "../../folders";
import { freeLocalPorts } from "./ports";

/** As editors find the schema from the folder of the settings. */
const SCHEMA = "./tocsin.schema.json";

/** The schema as a path from the project's folder: in this repository, or in the package that the project depends on. */
const schemaFrom = (projectDir: string) =>
  existsSync(join(projectDir, SCHEMA)) ? SCHEMA : "./node_modules/tocsin/tocsin.schema.json";

/** What the settings allow as a name. */
const NAME = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

/** Throws where the name is none, the platform is unknown, or the file exists; it never overwrites. */
export async function newCommand(name: string, platform: string): Promise<void> {
  const file = await writeEnvironment(PROJECT_DIR, name, platform);
  console.log(`${file} is written: an environment on the platform ${platform}. Next:\n\n${nextSteps(name, platform)}`);
}

/** Answers the file's name. */
export async function writeEnvironment(projectDir: string, name: string, platform: string): Promise<string> {
  if (!NAME.test(name)) {
    throw new Error(`found the name "${name}"; allowed are lower-case letters, digits and dashes, such as staging`);
  }
  const kind = kindOf(platform);
  const file = `Pulumi.${name}.yaml`;
  const text = await settingsText(projectDir, name, kind);
  await writeFile(join(projectDir, file), text, { flag: "wx" }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === "EEXIST"
      ? new Error(`${file} exists already; nothing is written. Choose another name.`)
      : error;
  });
  return file;
}

/** Throws where there is no such platform. */
export function kindOf(platform: string): Platform["kind"] {
  const kind = PLATFORM_KINDS.find((one) => one === platform);
  if (!kind) throw new Error(`found the platform "${platform}"; allowed: ${PLATFORM_KINDS.join(", ")}`);
  return kind;
}

async function settingsText(projectDir: string, name: string, kind: Platform["kind"]): Promise<string> {
  const written = await readFile(join(__dirname, "templates", `${kind}.yaml`), "utf8");
  const template = written.replace(SCHEMA, schemaFrom(projectDir));
  if (!definitionOf({ kind }).isHere) return template.replace("CONTEXT", name);
  const ports = await freeLocalPorts(projectDir);
  const listed = Object.entries(ports).map(([part, port]) => `${part}: ${port}`);
  return template.replace("PORTS", `{ ${listed.join(", ")} }`).replaceAll("SAMPLE", String(ports.sample));
}

export function nextSteps(name: string, platform: string): string {
  const { isHere } = definitionOf({ kind: kindOf(platform) });
  const steps = [
    ...(isHere ? [] : [[`edit Pulumi.${name}.yaml`, "what its first lines name"]]),
    [typed("preview", name, "--offline"), "the settings, every resource and all policies, without an account"],
    ["export PULUMI_CONFIG_PASSPHRASE=…", "your own; it seals the secrets in the state"],
    [typed("up", name), ...(isHere ? [] : [`docs/platforms/${platform}.md has what it needs`])],
  ];
  return steps.map(([command = "", why]) => `  ${command.padEnd(44)}${why ? `# ${why}` : ""}`.trimEnd()).join("\n");
}
