// What the engine really writes and does; needs a pulumi on PATH or in the cache.
import { exec } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { ComponentResource } from "@pulumi/pulumi";
import { PulumiCommand } from "@pulumi/pulumi/automation";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { readEnvironment } from "../../../components/host/tools/environment";
import { openStack } from "../../../infra/deployment/operate";
import { type Backend, checkStackLock, checkState, chooseBackend, findEngine } from "../../../infra/engine";

let folder: string;
let backend: Backend;
let pulumiCommand: PulumiCommand;

beforeEach(async ({ skip }) => {
  const engine = await findEngine();
  if (engine === undefined && process.env.CI !== "true") return skip("needs pulumi");
  if (engine === undefined) throw new Error("needs pulumi");
  folder = await mkdtemp(join(tmpdir(), "tocsin engine-"));
  await mkdir(join(folder, "bin"));
  await symlink(engine.path, join(folder, "bin/pulumi"));
  // As a project has it: settings given to the Automation API are written by each deployment, where another reads half of them.
  await writeFile(join(folder, "Pulumi.yaml"), "name: tocsin\nruntime: nodejs\n");
  pulumiCommand = await PulumiCommand.get({ root: folder });
  backend = await choose();
});

afterEach(async () => {
  if (folder !== undefined) await rm(folder, { recursive: true, maxRetries: 5 });
});

const choose = (variables: Record<string, string> = {}) =>
  chooseBackend(folder, "local", { ...readEnvironment(), home: folder, variables });

const stackOf = (program: () => Promise<void>) =>
  openStack(
    { stackName: "local", projectName: "tocsin", program },
    {
      workDir: folder,
      pulumiCommand,
      envVars: { ...backend.variables, PULUMI_HOME: join(folder, "pulumi-home"), PULUMI_SKIP_UPDATE_CHECK: "true" },
    },
  );

const deploy = async (names: readonly string[], wait: () => Promise<void> = () => Promise.resolve()) => {
  const stack = await stackOf(async () => {
    for (const name of names) new ComponentResource("test:index:Thing", name);
    await wait();
  });
  return (await stack.up()).summary.resourceChanges;
};

const state = () => ({ stateDir: backend.stateDir ?? "", project: "tocsin", stack: "local" });
const locks = () => join(state().stateDir, ".pulumi/locks/organization/tocsin/local");
const lockFiles = async () => (await readdir(locks()).catch(() => [])).filter((name) => name.endsWith(".json"));

describe("with the real engine", { timeout: 120_000 }, () => {
  it("a running deployment is reported, and the lock of one that was killed is removed so that the next one works", async () => {
    const lines: string[] = [];
    const check = () => checkStackLock(state(), (line) => void lines.push(line));
    await deploy(["one"]);
    await check();

    const end = new AbortController();
    const running = deploy(["one"], () => sleep(60_000, undefined, { signal: end.signal })).catch(() => "killed");
    while ((await lockFiles()).length === 0) await sleep(20);
    const [lock = ""] = await lockFiles();
    const { pid } = z.object({ pid: z.number() }).parse(JSON.parse(await readFile(join(locks(), lock), "utf8")));
    await expect(check()).rejects.toThrow(`Another deployment of "local" is running (pid ${pid}, `);

    process.kill(pid, "SIGKILL");
    end.abort();
    expect(await running).toBe("killed");
    await check();
    expect(lines).toEqual([
      expect.stringContaining(`Removed the lock of "local" of a deployment that died (pid ${pid})`),
    ]);
    expect(await deploy(["one", "two"])).toEqual({ create: 1, same: 2 });
  });

  it("a checkpoint that was cut off is restored by the command of the error", async () => {
    await deploy(["one"]);
    await deploy(["one", "two"]);
    await checkState(state());
    await truncate(join(state().stateDir, ".pulumi/stacks/tocsin/local.json"), 400);
    const error = await checkState(state()).catch(String);
    const command = error?.match(/^ {2}(cp .*)$/m)?.[1] ?? "false";
    expect(command).toContain("/backups/tocsin/local/");
    await promisify(exec)(command);
    await checkState(state());
    expect(await deploy(["one", "two"])).toEqual({ same: 3 });
  });

  it("first deployments at once all have the stack", async () => {
    const all = await Promise.all(Array.from({ length: 4 }, () => stackOf(() => Promise.resolve())));
    expect(all.map(({ name }) => name)).toEqual(["local", "local", "local", "local"]);
  });

  it("a stack whose lock another is just writing is made when that one has ended", async () => {
    await mkdir(locks(), { recursive: true });
    await writeFile(join(locks(), "other.json"), "");
    const made = stackOf(() => Promise.resolve());
    await sleep(700);
    await rm(join(locks(), "other.json"));
    expect((await made).name).toBe("local");
  });

  it("what it says of a stack that cannot be made is an error without its command line", async () => {
    backend = { ...backend, variables: { ...backend.variables, PULUMI_BACKEND_URL: "file:///proc/none" } };
    const error = await stackOf(() => Promise.resolve()).catch(String);
    expect(error).toMatch(/no such file or directory/);
    expect(error).not.toMatch(/code: |stdout|stderr|err\?/);
  });

  it("a file that the engine sealed with the published passphrase is recognised under any other one", async () => {
    await deploy(["one"]);
    backend = await choose({ PULUMI_CONFIG_PASSPHRASE: "for something else" });
    expect(backend.passphrase).toBe("published");
    expect(await deploy(["one"])).toEqual({ same: 2 });
  });
});
