// Releases from servers that stand for mirrors: what is not as the maker lists it is not unpacked.
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import execa from "execa";
import { describe, expect, it } from "vitest";
import { ensureTool } from "../../../../components/host/tools";
import { findArchive, unpackArchive } from "../../../../components/host/tools/sources/download";
import { RELEASES } from "../../../../components/releases";
import { VERSIONS } from "../../../../components/versions";
import { addGo, type Machine, newMachine, tells, writeScript } from "./machine";
import { type Files, mirrorWith, withMirrors } from "./mirror";

const version = VERSIONS.prometheus;
const SYSTEM = `${process.platform}-${process.arch === "x64" ? "amd64" : process.arch}`;
const NAME = `prometheus-${version}.${SYSTEM}`;
const ARCHIVE = `/${NAME}.tar.gz`;
const LIST = "/prometheus-sha256sums.txt";

/** As the makers pack it, with a promtool that says its version. */
async function archive(machine: Machine, body = tells(version)): Promise<Buffer> {
  await mkdir(join(machine.folder, NAME));
  for (const program of ["prometheus", "promtool"]) await writeScript(join(machine.folder, NAME, program), body);
  await execa("tar", ["-czf", "archive.tar.gz", NAME], { cwd: machine.folder });
  return readFile(join(machine.folder, "archive.tar.gz"));
}

const listOf = (content: Buffer) => `${createHash("sha256").update(content).digest("hex")}  ${NAME}.tar.gz\n`;

/** A machine that gets its downloads there. */
async function machineWith(mirrors: string): Promise<Machine> {
  const machine = await newMachine();
  await machine.script("tar", 'exec tar "$@"');
  return { ...machine, environment: withMirrors(machine, mirrors) };
}

const entries = ({ environment }: Machine) => readdir(join(environment.cacheHome, "tocsin/tools/prometheus"));

describe("a release", () => {
  it("is unpacked where its checksum is the listed one, with all programs of its archive", async () => {
    const content = await archive(await newMachine());
    const { url, asked } = await mirrorWith({ [ARCHIVE]: content, [LIST]: `${"0".repeat(64)}  x\n${listOf(content)}` });
    const machine = await machineWith(url);
    await addGo(machine);
    const folder = join(machine.environment.cacheHome, `tocsin/tools/prometheus/release-${version}`);
    const found = { version, from: "cache" };
    expect(await ensureTool("prometheus", machine)).toMatchObject({ ...found, path: join(folder, "bin/prometheus") });
    expect(await ensureTool("promtool", machine)).toMatchObject({ ...found, path: join(folder, "bin/promtool") });
    expect(asked).toEqual([LIST, ARCHIVE]);
    expect(await readdir(folder)).toEqual(["bin"]);
    expect((await machine.calls()).filter((call) => call.startsWith("go"))).toEqual([]);
  });

  it("goes before a tool on PATH that is only new enough", async () => {
    const content = await archive(await newMachine());
    const machine = await machineWith((await mirrorWith({ [ARCHIVE]: content, [LIST]: listOf(content) })).url);
    await machine.script("promtool", tells("3.1.0"));
    expect(await ensureTool("promtool", machine)).toMatchObject({ version, from: "cache" });
  });

  it("comes from the first mirror that has it", async () => {
    const content = await archive(await newMachine());
    const [empty, full] = [await mirrorWith({}), await mirrorWith({ [ARCHIVE]: content, [LIST]: listOf(content) })];
    const machine = await machineWith(`${empty.url} ${full.url}/`);
    expect(await ensureTool("promtool", machine)).toMatchObject({ version, from: "cache" });
    expect(empty.asked).toEqual([LIST]);
  });
});

describe("a release whose checksum is in the table", () => {
  const { version } = RELEASES.node_exporter;
  const name = `node_exporter-${version}.${SYSTEM}`;
  const LISTED = "/node_exporter-sha256sums.txt";
  const sum = (content: Buffer) => createHash("sha256").update(content).digest("hex");

  /** Not the maker's, with a list that says that it is: what whoever has taken over a mirror can serve. */
  async function another(machine: Machine): Promise<Files> {
    await mkdir(join(machine.folder, name));
    await writeScript(join(machine.folder, name, "node_exporter"), `touch "$MACHINE/ran"; ${tells(version)}`);
    await execa("tar", ["-czf", "another.tar.gz", name], { cwd: machine.folder });
    const content = await readFile(join(machine.folder, "another.tar.gz"));
    return { [`/${name}.tar.gz`]: content, [LISTED]: `${sum(content)}  ${name}.tar.gz\n` };
  }

  it.runIf(process.platform === "linux")(
    "is refused where a mirror has another file, whatever its list says",
    async () => {
      const machine = await newMachine();
      const { url, asked } = await mirrorWith(await another(machine));
      await machine.script("tar", 'exec tar "$@"');
      const refused = ensureTool("node-exporter", { ...machine, environment: withMirrors(machine, url) });
      await expect(refused).rejects.toThrow(/found SHA-256 [0-9a-f]{64}, expected [0-9a-f]{64}, as Tocsin's own table/);
      await expect(refused).rejects.toThrow("Put its maker's file in its place, or set TOCSIN_DOWNLOADS");
      expect(asked).not.toContain(LISTED);
      expect(await readdir(machine.folder)).not.toContain("ran");
    },
  );

  it("is unpacked where it is that file, from the first mirror that has it, without a list", async () => {
    const machine = await newMachine();
    await machine.script("tar", 'exec tar "$@"');
    const content = await archive(machine);
    const [empty, full] = [await mirrorWith({}), await mirrorWith({ [ARCHIVE]: content })];
    const found = await findArchive([empty, full].map(({ url }) => ({ file: url + ARCHIVE, sha256: sum(content) })));
    await unpackArchive(found, join(machine.folder, "unpacked"), machine.environment);
    expect(await readdir(join(machine.folder, "unpacked", NAME))).toEqual(["prometheus", "promtool"]);
    expect([empty.asked, full.asked]).toEqual([[ARCHIVE], [ARCHIVE, ARCHIVE]]);
  });
});

describe("a release is refused", () => {
  it.each<[string, RegExp, (content: Buffer) => Files]>([
    [
      "another checksum",
      /found SHA-256 [0-9a-f]{64}, expected f{64}, as http:.*sha256sums\.txt says; it was not unpacked/,
      (content) => ({ [ARCHIVE]: content, [LIST]: listOf(content).replace(/^\w+/, "f".repeat(64)) }),
    ],
    [
      "a list without it",
      /is not in/,
      (content) => ({ [ARCHIVE]: content, [LIST]: listOf(content).replace("3.", "4.") }),
    ],
    ["a list that is a page", /is not in/, (content) => ({ [ARCHIVE]: content, [LIST]: `<a>${NAME}.tar.gz</a>` })],
    ["no list", /answers 404/, (content) => ({ [ARCHIVE]: content })],
    ["no archive", /answers 404/, (content) => ({ [LIST]: listOf(content) })],
    [
      "an archive that ends too early",
      /tar\.gz/,
      (content) => ({
        [LIST]: listOf(content),
        [ARCHIVE]: (response) => {
          response.writeHead(200, { "content-length": content.length }).write(content.subarray(0, 100));
          setTimeout(() => response.destroy(), 50);
        },
      }),
    ],
  ])("with %s; nothing of it has run, and nothing is left", async (_, message, files) => {
    const content = await archive(await newMachine(), 'touch "$MACHINE/ran"');
    const machine = await machineWith((await mirrorWith(files(content))).url);
    await expect(ensureTool("promtool", machine)).rejects.toThrow(message);
    expect(await readdir(machine.folder)).not.toContain("ran");
    expect(await entries(machine)).toEqual([]);
  });

  it("from a mirror that anybody on the way could change", async () => {
    const machine = await machineWith("http://mirror.example/downloads");
    await expect(ensureTool("promtool", machine)).rejects.toThrow(
      "TOCSIN_DOWNLOADS: found http://mirror.example/downloads; a mirror is an https:// URL",
    );
  });

  it("where nobody answers within five seconds, and the next tool does not wait again", async () => {
    const { url, asked } = await mirrorWith({ [LIST]: () => undefined });
    const machine = await machineWith(url);
    const begin = performance.now();
    await expect(ensureTool("promtool", machine)).rejects.toThrow("does not answer within 5 s");
    await expect(ensureTool("prometheus", machine)).rejects.toThrow("was not reached before");
    expect(performance.now() - begin).toBeLessThan(9_000);
    expect(asked).toEqual([LIST]);
  });
});
