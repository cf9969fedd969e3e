// Pulumi's release from servers that stand for its makers' two sites: what is not as they list it is not run.
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import execa from "execa";
import { expect, it } from "vitest";
import { ensureEngine } from "../../../infra/engine";
import { officialSource } from "../../../infra/engine/release";
import { engineVersion } from "../../../infra/engine/version";
import { type Machine, newMachine, tellsPulumi, writeScript } from "../../components/host/tools/machine";
import { type Files, mirrorWith, withMirrors } from "../../components/host/tools/mirror";

const NAME = `pulumi-v${engineVersion}-${process.platform}-${process.arch}.tar.gz`;
const LIST = `/pulumi-${engineVersion}-checksums.txt`;

/** As the makers pack it. */
async function archive({ folder }: Machine, version = engineVersion): Promise<Buffer> {
  await mkdir(join(folder, "pulumi"));
  await writeScript(join(folder, "pulumi/pulumi"), `touch "$MACHINE/ran"; ${tellsPulumi(version)}`);
  await writeScript(join(folder, "pulumi/pulumi-language-nodejs"), "exit 0");
  await execa("tar", ["-czf", NAME, "pulumi"], { cwd: folder });
  return readFile(join(folder, NAME));
}

const sumOf = (content: Buffer) => createHash("sha256").update(content).digest("hex");

async function sourceWith(machine: Machine, files: Files) {
  await machine.script("tar", 'exec tar "$@"');
  return officialSource(withMirrors(machine, (await mirrorWith(files)).url), machine.onProgress);
}

it("is unpacked where its checksum is the listed one", async () => {
  const machine = await newMachine();
  const content = await archive(machine);
  const list = `${"0".repeat(64)}  another.tar.gz\n${sumOf(content)}  ${NAME}\n`;
  const source = await sourceWith(machine, { [`/${NAME}`]: content, [LIST]: list });
  expect(await ensureEngine({ ...machine, sources: [source] })).toMatchObject({ from: "cache (official)" });
  const folder = join(machine.environment.cacheHome, "tocsin/pulumi", engineVersion);
  expect(await readdir(folder)).toEqual(["bin"]);
  expect((await readdir(join(folder, "bin"))).filter((name) => !name.startsWith("."))).toEqual([
    "pulumi",
    "pulumi-language-nodejs",
  ]);
});

it.each<[string, string, (content: Buffer) => Files]>([
  [
    "another checksum",
    "expected ffff",
    (content) => ({ [`/${NAME}`]: content, [LIST]: `${"f".repeat(64)}  ${NAME}\n` }),
  ],
  ["a list without it", "is not in", (content) => ({ [`/${NAME}`]: content, [LIST]: `${sumOf(content)}  other\n` })],
  ["a list that is a page", "is not in", (content) => ({ [`/${NAME}`]: content, [LIST]: `<a>${NAME}</a>` })],
  ["no list", "answers 404", (content) => ({ [`/${NAME}`]: content })],
  ["no archive", "answers 404", (content) => ({ [LIST]: `${sumOf(content)}  ${NAME}\n` })],
  [
    "an archive that ends too early",
    NAME,
    (content) => ({
      [LIST]: `${sumOf(content)}  ${NAME}\n`,
      [`/${NAME}`]: (response) => {
        response.writeHead(200, { "content-length": content.length }).write(content.subarray(0, 100));
        setTimeout(() => response.destroy(), 50);
      },
    }),
  ],
])("is refused with %s; nothing of it has run, and nothing is left", async (_, message, files) => {
  const machine = await newMachine();
  const source = await sourceWith(machine, files(await archive(machine)));
  await expect(ensureEngine({ ...machine, sources: [source] })).rejects.toThrow(message);
  expect(await readdir(machine.folder)).not.toContain("ran");
  expect(await readdir(join(machine.environment.cacheHome, "tocsin/pulumi"))).toEqual([]);
});

it("of another version than the SDK's is refused", async () => {
  const machine = await newMachine();
  const content = await archive(machine, "3.1.0");
  const source = await sourceWith(machine, { [`/${NAME}`]: content, [LIST]: `${sumOf(content)}  ${NAME}\n` });
  await expect(ensureEngine({ ...machine, sources: [source] })).rejects.toThrow("its pulumi has version 3.1.0");
});

it("is given up after five seconds without an answer", async () => {
  const machine = await newMachine();
  const source = await sourceWith(machine, { [LIST]: () => undefined });
  const begin = performance.now();
  await expect(source.install()).rejects.toThrow("does not answer within 5 s");
  expect(performance.now() - begin).toBeLessThan(8_000);
});

it("that cannot be reached is given up at once, and the error says where it is", async () => {
  const machine = await newMachine();
  const environment = withMirrors(machine, "http://127.0.0.1:2");
  await expect(officialSource(environment, machine.onProgress).install()).rejects.toMatchObject({
    message: expect.stringContaining("cannot be reached"),
    remedy: expect.stringContaining(NAME),
  });
});
