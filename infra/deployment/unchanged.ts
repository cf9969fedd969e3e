// Whether a deployment would change nothing, known without the engine: the same program, on the state that the last one left, and
// every part of this machine as the provider that deployed it would have it.
import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { HostProvider } from "../../components/host/provider/provider";
import { stackFileOf } from "../engine";
import type { Registered } from "../engine/offline";
import { PROJECT_DIR } from "../folders";
import { PROJECT } from "../settings";
import type { Prepared } from "./prepare";

type Outputs = Record<string, unknown>;

/** What a successful deployment leaves behind for the next one. */
const leftSchema = z.object({ program: z.string(), state: z.string(), outputs: z.record(z.string(), z.unknown()) });

const stateSchema = z.object({
  checkpoint: z.object({
    latest: z.object({
      pending_operations: z.array(z.unknown()).optional(),
      resources: z.array(
        z.object({
          urn: z.string(),
          id: z.string().default(""),
          outputs: z.record(z.string(), z.unknown()).default({}),
        }),
      ),
    }),
  }),
});

/** A deployment as it could be repeated. */
export class Repetition {
  private readonly program: string;

  /** @param resources What the program registers, without the engine. */
  constructor(
    private readonly prepared: Pick<Prepared, "environment" | "settings" | "engine" | "runtime" | "backend">,
    private readonly resources: readonly Registered[],
    private readonly projectDir = PROJECT_DIR,
  ) {
    const { settings, engine, runtime } = prepared;
    this.program = digest([settings, engine, runtime, process.version, loadedCode(), resources]);
  }

  /** What the stack exports, where a deployment would change nothing; undefined where it would, or where that cannot be said. */
  async unchanged(): Promise<Outputs | undefined> {
    try {
      const left = leftSchema.parse(JSON.parse(await readFile(this.file, "utf8")));
      const state = await this.state();
      if (state === undefined || left.program !== this.program || left.state !== digest(state)) return undefined;
      return (await this.isAsLeft(state)) ? left.outputs : undefined;
    } catch {
      // Nothing was left, or not what can be read: the engine finds out what there is.
      return undefined;
    }
  }

  /** After a deployment that went well. */
  async remember(outputs: Outputs): Promise<void> {
    const state = await this.state();
    if (state === undefined) return;
    const left = { program: this.program, state: digest(state), outputs };
    await writeFile(this.file, JSON.stringify(left), { mode: 0o600 });
  }

  private get file(): string {
    return leftBy(this.prepared.environment, this.projectDir);
  }

  /** The engine's own text; undefined where another backend has it. */
  private async state(): Promise<string | undefined> {
    const { environment, backend } = this.prepared;
    const { stateDir } = backend;
    return stateDir && (await readFile(stackFileOf({ stateDir, project: PROJECT, stack: environment }), "utf8"));
  }

  /** Asks the provider, as the engine does in a refresh and for each step. */
  private async isAsLeft(state: string): Promise<boolean> {
    const { pending_operations = [], resources: known } = stateSchema.parse(JSON.parse(state)).checkpoint.latest;
    if (pending_operations.length > 0) return false;
    const provider = new HostProvider();
    const same = this.resources.map(async ({ type, name, inputs }) => {
      // A component is only what is in it; of what other providers made, this machine cannot say.
      if (type.startsWith("tocsin:")) return true;
      if (!type.startsWith("host:")) return false;
      const found = known.find(({ urn }) => urn.endsWith(`${type}::${name}`));
      if (!found) return false;
      const props = { ...found.outputs, ...inputs };
      const read = await provider.read(found.id, found.urn, props);
      if (!read.id || digest(read.props) !== digest(props)) return false;
      return !(await provider.diff(found.id, found.urn, props, inputs)).changes;
    });
    return (await Promise.all(same)).every(Boolean);
  }
}

const leftBy = (environment: string, projectDir: string) => join(projectDir, ".tocsin", environment, "left.json");

/** Before anything changes what an environment deployed, since it may be interrupted. */
export const forgetRepetition = (environment: string, projectDir = PROJECT_DIR): Promise<void> =>
  rm(leftBy(environment, projectDir), { force: true });

const digest = (value: unknown): string =>
  createHash("sha256")
    .update(typeof value === "string" ? value : JSON.stringify(value))
    .digest("hex");

/** Every module that is loaded, by size and time: to read all of them would take as long as to deploy. */
function loadedCode(): unknown[] {
  return Object.keys(require.cache)
    .sort()
    .map((path) => {
      const file = statSync(path, { throwIfNoEntry: false });
      return [path, file?.size, file?.mtimeMs];
    });
}
