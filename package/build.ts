// Builds what is published: JavaScript and types of Tocsin's own code, its assets beside them, and the policy packs as a bundle.
import { cp, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import execa from "execa";
import { messageOf } from "../components/error-text";
import { bundle } from "../policies/bundle/packs";
import { assetsIn } from "./assets";

const SOURCES = join(__dirname, "..");
const OUT = join(SOURCES, "dist");

/** Rooms that are published. */
const ROOMS = ["infra", "stacks", "components", "policies", join("package", "component")];

async function build(): Promise<void> {
  await rm(OUT, { recursive: true, force: true });
  await execa(process.execPath, [require.resolve("typescript/bin/tsc"), "-p", join(__dirname, "tsconfig.json")], {
    stdio: "inherit",
  });
  for (const file of (await Promise.all(ROOMS.map((room) => assetsIn(SOURCES, room)))).flat()) await put(file, file);
  // What `tocsin init` writes is made of this repository's own workflows.
  for (const name of ["preview.yml", "deploy.yml"])
    await put(join(".github", "workflows", name), join("workflows", name));
  await bundle("all", join(OUT, "policies", "bundled", "all"));
}

async function put(from: string, to: string): Promise<void> {
  await mkdir(join(OUT, to, ".."), { recursive: true });
  await cp(join(SOURCES, from), join(OUT, to));
}

build().catch((error: unknown) => {
  console.error(messageOf(error));
  process.exitCode = 1;
});
