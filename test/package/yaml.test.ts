// The component package in a program in YAML, on the real engine with its real host of YAML: the program of the docs is previewed,
// and the package is added to another.
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import execa from "execa";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { packageVersion } from "../../package/component/version";
import { commandsOn } from "../docs/own-pages";
import { pulumiYaml } from "../support/machine/languages";
import { toolsOrSkip } from "../support/tools";

const tools = toolsOrSkip("pulumi");

/** Where the docs have what is installed, and where it is here. */
const INSTALLED = "./node_modules/tocsin/dist/";
const HERE = `${resolve()}/`;

/** The program that a page shows, under its file's name. */
async function programIn(page: string): Promise<string> {
  const [, program] =
    /^```yaml\n# Pulumi\.yaml of a program in YAML\n(.*?)^```/ms.exec(await readFile(page, "utf8")) ?? [];
  if (!program) throw new Error(`${page} shows no program in YAML`);
  return program.replaceAll(INSTALLED, HERE);
}

describe.skipIf(!tools)("a program in YAML", { timeout: 180_000 }, () => {
  let folder = "";
  let missing = "";

  beforeAll(async () => {
    const host = await pulumiYaml();
    if ("missing" in host) {
      missing = host.missing;
      console.warn(`Tests are skipped: ${missing}`);
      return;
    }
    folder = await mkdtemp(join(tmpdir(), "yaml-"));
    await mkdir(join(folder, "bin"));
    await symlink(tools?.pulumi ?? "", join(folder, "bin", "pulumi"));
    await symlink(host.path, join(folder, "bin", "pulumi-language-yaml"));
    // The host is built the first time.
  }, 600_000);

  beforeEach(({ skip }) => skip(missing !== "", missing));

  afterAll(async () => {
    if (folder) await rm(folder, { recursive: true, maxRetries: 5 });
  });

  /** A project of its own, and what a command of the engine says in it. */
  async function project(name: string, program: string) {
    const cwd = join(folder, name);
    await mkdir(cwd);
    await writeFile(join(cwd, "Pulumi.yaml"), program);
    const env = {
      PATH: `${join(folder, "bin")}:${process.env.PATH}`,
      PULUMI_HOME: join(folder, "home"),
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_CONFIG_PASSPHRASE: "",
      PULUMI_BACKEND_URL: pathToFileURL(folder).href,
    };
    const pulumi = async (...args: string[]) =>
      (await execa("pulumi", [...args, "--non-interactive"], { cwd, env, all: true, reject: false })).all ?? "";
    return { cwd, pulumi };
  }

  test("that the docs show previews, with all of the environment below the component", async () => {
    const { pulumi } = await project("docs", await programIn("docs/bring-your-own/package.md"));
    await pulumi("stack", "init", "dev");
    const said = await pulumi("preview");
    expect(said).toMatch(/\+ +tocsin:index:Monitoring monitoring create/);
    expect(said).toMatch(/\+ +host:index:Process prometheus create/);
    expect(said).toMatch(/prometheus *: "http:\/\/127\.0\.0\.1:9090"/);
  });

  test("with a setting that is none is refused, with where it is", async () => {
    const { pulumi } = await project(
      "wrong",
      (await programIn("docs/bring-your-own/package.md")).replace("team:", "teem:"),
    );
    await pulumi("stack", "init", "wrong");
    const said = await pulumi("preview");
    expect(said).toContain("teem");
    expect(said).not.toContain("host:index:Process");
  });

  // That host then says that it cannot link what it wrote, because it has no such call yet.
  test("to which the package is added gets its schema", async () => {
    const { cwd, pulumi } = await project("added", "name: shop\nruntime: yaml\n");
    const typed = commandsOn("package").find((command) => command.startsWith("pulumi package add "));
    const said = await pulumi(...(typed ?? "").replace(INSTALLED, HERE).split(" ").slice(1));
    expect(said).toContain("Successfully generated an SDK for the tocsin package");
    expect(existsSync(join(cwd, "sdks", "tocsin", `tocsin-${packageVersion()}.yaml`))).toBe(true);
  });
});
