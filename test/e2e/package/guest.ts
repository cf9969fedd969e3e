// A user's repository: an empty folder outside this one, in which the packed package is installed and its commands are run.
import { cp, mkdtemp, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { parse, stringify } from "yaml";
import { freePorts } from "../../support/ports";
import { PORTS, type Port } from "../house";

const REPOSITORY = join(__dirname, "..", "..", "..");

/** What the package is built of; in a copy, because others use this repository meanwhile. */
const BUILT_OF = [
  ".github",
  "LICENSE",
  "README.md",
  "components",
  "infra",
  "package",
  "package.json",
  "policies",
  "stacks",
  "tocsin.schema.json",
  "tsconfig.json",
];

/** A command that has ended. */
export interface Ended {
  exitCode: number;
  /** Standard output and standard error. */
  output: string;
}

export class Guest {
  private constructor(
    readonly folder: string,
    readonly ports: Record<Port, number>,
    /** The package as `npm pack` makes it: an absolute path. */
    readonly tarball: string,
    private readonly copy: string,
  ) {}

  /** Builds and packs, and makes the folder. */
  static async arrives(): Promise<Guest> {
    const [copy, folder] = await Promise.all([temporary("tocsin-packed-"), temporary("tocsin-guest-")]);
    await Promise.all(BUILT_OF.map((path) => cp(join(REPOSITORY, path), join(copy, path), { recursive: true })));
    await symlink(join(REPOSITORY, "node_modules"), join(copy, "node_modules"));
    const { stdout } = await execa("npm", ["pack", "--silent"], { cwd: copy });
    const tarball = join(copy, stdout.trim().split("\n").at(-1) ?? "");
    return new Guest(folder, await freePorts(...PORTS), tarball, copy);
  }

  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  url(part: Port): string {
    return `http://127.0.0.1:${this.ports[part]}`;
  }

  /** Runs a command line as it is typed in the folder, to its end. */
  async run(line: string): Promise<Ended> {
    const { exitCode, all } = await execa(line, {
      shell: true,
      cwd: this.folder,
      env: this.env,
      all: true,
      reject: false,
    });
    return { exitCode, output: all ?? "" };
  }

  /** Runs a command line that is to succeed; answers what it says. */
  async does(line: string): Promise<string> {
    const { exitCode, output } = await this.run(line);
    if (exitCode !== 0) throw new Error(`${line} ends with ${exitCode}:\n${output}`);
    return output;
  }

  /** Changes the configuration of the environment `local`. */
  async settings(change: (config: Record<string, unknown>) => void): Promise<void> {
    const file = this.path("Pulumi.local.yaml");
    const document = parse(await readFile(file, "utf8"));
    change(document.config);
    await writeFile(file, stringify(document));
  }

  /** Destroys what is left, and removes all folders. */
  async leaves(): Promise<void> {
    await this.run("npx tocsin destroy --purge --yes");
    await Promise.all([this.folder, this.copy].map((path) => rm(path, { recursive: true, force: true })));
  }

  /** The state is the folder's own, whatever the user of the machine has set; plugins are not the user's either. */
  private get env() {
    return {
      PULUMI_BACKEND_URL: "",
      PULUMI_HOME: this.path("node_modules", ".pulumi-home"),
      GIT_CONFIG_GLOBAL: "/dev/null",
    };
  }
}

const temporary = async (prefix: string) => realpath(await mkdtemp(join(tmpdir(), prefix)));
