// Whose folder is whose: Tocsin's own code, and the project of whoever runs a command.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { projectFolder } from "../../infra/folders";

let folder = "";
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "folders-")));
  mkdirSync(join(folder, "shop", "rules"), { recursive: true });
  writeFileSync(join(folder, "shop", "Pulumi.yaml"), "name: tocsin\n");
});
afterAll(() => rmSync(folder, { recursive: true }));

test("a project is the nearest folder with a Pulumi.yaml, from the working folder up", () => {
  expect(projectFolder(join(folder, "shop", "rules"))).toBe(join(folder, "shop"));
  expect(projectFolder(join(folder, "shop"))).toBe(join(folder, "shop"));
});

test("a folder without one is its own project", () => {
  expect(projectFolder(folder)).toBe(folder);
});

/** What the module says in a process with that working folder. */
async function seenIn(cwd: string): Promise<unknown> {
  const module = join(__dirname, "..", "..", "infra", "folders.ts");
  const says = `const { PACKAGE_DIR, PROJECT_DIR, typed, typedFor } = require(${JSON.stringify(module)});
    console.log(JSON.stringify([PACKAGE_DIR, PROJECT_DIR, typed("up", "dev"), typedFor("up", "local")]))`;
  const loader = require.resolve("tsx");
  return JSON.parse((await execa(process.execPath, ["--import", loader, "-e", says], { cwd })).stdout);
}

const OWN = join(__dirname, "..", "..");

test("this repository is its own user, and its commands are npm's", async () => {
  expect(await seenIn(OWN)).toEqual([OWN, OWN, "npm run up -- dev", "npm run up"]);
});

test("elsewhere the code stays where it is, and the commands are the package's", async () => {
  const shop = join(folder, "shop");
  expect(await seenIn(shop)).toEqual([OWN, shop, "npx tocsin up dev", "npx tocsin up"]);
});
