import { mkdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { engineVariables } from "../../../infra/deployment/operate";
import { chooseBackend } from "../../../infra/engine";
import { type Machine, newMachine } from "../../components/host/tools/machine";

// Made by the engine for the passphrases "tocsin-local" and "mine".
const publishedSalt = "v1:o1Qdlv9BASA=:v1:c4PsZ473hPJ5ZXVN:tk7ljMRmjxgBUl32xZwkABwc8erMKg==";
const ownSalt = "v1:38NykF5PiQk=:v1:33LfTFraYX0XQtsW:tg90IRKTCBMfku4J3afq7Sm7vPW/nw==";

let machine: Machine;
let project: string;

beforeEach(async () => {
  machine = await newMachine();
  project = join(machine.folder, "my project");
  await mkdir(project);
});

const choose = (stack: string, variables: Record<string, string> = {}) =>
  chooseBackend(project, stack, { ...machine.environment, variables });

const write = (file: string, text: string) => writeFile(join(project, file), text);

describe("the backend", () => {
  it("is a folder of the project that only this user can read, when the user chose none", async () => {
    const stateDir = join(project, ".tocsin/state");
    const url = pathToFileURL(stateDir).href;
    expect(url).toContain("my%20project");
    expect(await choose("local")).toEqual({
      url,
      isOwn: false,
      stateDir,
      passphrase: "published",
      variables: { PULUMI_BACKEND_URL: url, PULUMI_CONFIG_PASSPHRASE: "tocsin-local" },
    });
    expect((await stat(stateDir)).mode & 0o777).toBe(0o700);
  });

  it("is the one that PULUMI_BACKEND_URL names, and nothing is made", async () => {
    const backend = await choose("local", { PULUMI_BACKEND_URL: "s3://bucket" });
    expect(backend).toMatchObject({ url: "s3://bucket", isOwn: true });
    expect(backend.stateDir).toBeUndefined();
    expect(backend.variables).not.toHaveProperty("PULUMI_BACKEND_URL");
    await expect(stat(join(project, ".tocsin"))).rejects.toThrow("ENOENT");
  });

  it("is the one of Pulumi.yaml", async () => {
    await write("Pulumi.yaml", "name: tocsin\nruntime: nodejs\nbackend:\n  url: gs://bucket\n");
    expect(await choose("local")).toMatchObject({ url: "gs://bucket", isOwn: true });
  });

  it("is the one that the user logged in to, which seals secrets itself", async () => {
    const home = join(machine.folder, "pulumi-home");
    await mkdir(home);
    await writeFile(join(home, "credentials.json"), '{"current": "https://api.pulumi.com", "accounts": {}}');
    expect(await choose("prod", { PULUMI_HOME: home })).toEqual({
      url: "https://api.pulumi.com",
      isOwn: true,
      passphrase: "none",
      variables: {},
    });
  });

  it("is the project's folder again after a logout", async () => {
    const home = join(machine.environment.home, ".pulumi");
    await mkdir(home, { recursive: true });
    await writeFile(join(home, "credentials.json"), '{"current": "", "accounts": {}}');
    expect(await choose("local")).toMatchObject({ isOwn: false });
  });

  it.each([
    ["file://~/state", () => join(machine.environment.home, "state")],
    ["file://~", () => machine.environment.home],
    ["file://./state", () => join(project, "state")],
    ["file:///srv/our%20state?no_tmp_dir=true", () => "/srv/our state"],
  ])("%s is a folder of this machine", async (url, folder) => {
    expect((await choose("local", { PULUMI_BACKEND_URL: url })).stateDir).toBe(folder());
  });

  it("is an error where the project's folder cannot be written", async () => {
    await write(".tocsin", "");
    await expect(choose("local")).rejects.toThrow(/The state's folder .* cannot be made .* export PULUMI_BACKEND_URL=/);
  });

  it("is an error that names a file which is no YAML", async () => {
    await write("Pulumi.local.yaml", "config: [");
    await expect(choose("local")).rejects.toThrow(/Pulumi\.local\.yaml cannot be read/);
  });
});

describe("the passphrase", () => {
  it("of local is the published one when its file says so, whatever else the user's shell has", async () => {
    await write("Pulumi.local.yaml", `encryptionsalt: ${publishedSalt}\n`);
    expect(await choose("local", { PULUMI_CONFIG_PASSPHRASE: "for something else" })).toMatchObject({
      passphrase: "published",
      variables: { PULUMI_CONFIG_PASSPHRASE: "tocsin-local" },
    });
  });

  it.each(["mine", ""])("of local is the user's, here '%s', when the file has none yet", async (passphrase) => {
    const backend = await choose("local", { PULUMI_CONFIG_PASSPHRASE: passphrase });
    expect(backend.passphrase).toBe("own");
    expect(backend.variables).not.toHaveProperty("PULUMI_CONFIG_PASSPHRASE");
  });

  it("of local is the user's when the file was sealed with it, and is asked for when it is not set", async () => {
    await write("Pulumi.local.yaml", `encryptionsalt: ${ownSalt}\n`);
    expect(await choose("local", { PULUMI_CONFIG_PASSPHRASE: "mine" })).toMatchObject({ passphrase: "own" });
    await expect(choose("local")).rejects.toThrow("export PULUMI_CONFIG_PASSPHRASE=");
  });

  it("of another environment has to be set, and the error says how", async () => {
    await expect(choose("dev")).rejects.toThrow(
      /"dev" needs the passphrase[\s\S]*export PULUMI_CONFIG_PASSPHRASE=[\s\S]*PASSPHRASE_FILE=[\s\S]*secretsprovider in Pulumi\.dev\.yaml/,
    );
    expect(await choose("dev", { PULUMI_CONFIG_PASSPHRASE: "" })).toMatchObject({ passphrase: "own" });
  });

  it("that does not open the file's salt is explained, whoever's salt it is", async () => {
    await write("Pulumi.dev.yaml", `encryptionsalt: ${ownSalt}\n`);
    await expect(choose("dev", { PULUMI_CONFIG_PASSPHRASE: "other" })).rejects.toThrow("made with another one");
    await write("Pulumi.dev.yaml", `encryptionsalt: ${publishedSalt}\n`);
    await expect(choose("dev", { PULUMI_CONFIG_PASSPHRASE: "other" })).rejects.toThrow(
      "Delete the line encryptionsalt",
    );
    await expect(choose("dev")).rejects.toThrow("Delete the line encryptionsalt");
  });

  it("may lie in a file, and a file that is missing is named", async () => {
    const file = join(machine.folder, "passphrase");
    await expect(choose("dev", { PULUMI_CONFIG_PASSPHRASE_FILE: file })).rejects.toThrow(file);
    await writeFile(file, "mine\n");
    expect(await choose("dev", { PULUMI_CONFIG_PASSPHRASE_FILE: file })).toMatchObject({ passphrase: "own" });
  });

  it("is known for the published one wherever it comes from", async () => {
    expect(await choose("dev", { PULUMI_CONFIG_PASSPHRASE: "tocsin-local" })).toMatchObject({
      passphrase: "published",
    });
  });

  it("is not needed where a cloud key seals the secrets", async () => {
    await write("Pulumi.prod.yaml", "secretsprovider: awskms://alias/tocsin\nencryptedkey: abc\n");
    expect(await choose("prod")).toMatchObject({ passphrase: "none" });
  });

  it("is needed with Pulumi's own service too when the file asks for one", async () => {
    await write("Pulumi.prod.yaml", "secretsprovider: passphrase\n");
    await expect(choose("prod", { PULUMI_BACKEND_URL: "https://api.pulumi.com" })).rejects.toThrow(
      "needs the passphrase",
    );
  });
});

describe("the engine's own files", () => {
  afterEach(() => vi.unstubAllEnvs());

  it.each([
    ["below HOME, whatever home the system knows", { HOME: "/home/kim", PULUMI_HOME: "" }, "/home/kim/.pulumi"],
    ["where the user has them", { HOME: "/home/kim", PULUMI_HOME: "/srv/pulumi" }, "/srv/pulumi"],
  ])("are %s", (_, variables, folder) => {
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
    expect(engineVariables({ variables: {} }).PULUMI_HOME).toBe(folder);
  });
});
