// Data that a real Prometheus or Alertmanager cannot read, on a server: what systemd runs after the failure sets it aside.
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { freePort } from "../../support/ports";
import { toolsOrSkip } from "../../support/tools";

const tools = toolsOrSkip("alertmanager", "prometheus");
const SCRIPT = join("components", "ec2", "machine", "scripts", "set-aside.sh");
const JUNK = "no magic number, no message of anybody's".repeat(20);

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "tocsin-aside-"));
  // The journal has what the part has said.
  const journal = `#!/bin/sh\n[ "$1" = --sync ] || tail -n 20 ${join(dir, "said")}\n`;
  writeFileSync(join(dir, "journalctl"), journal);
  chmodSync(join(dir, "journalctl"), 0o755);
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const CONFIG = {
  prometheus: "scrape_configs: []\n",
  alertmanager: "route: { receiver: nobody }\nreceivers: [{ name: nobody }]\n",
};

/** Starts it as systemd would; whether it runs after some seconds. */
async function runs(tool: keyof typeof CONFIG): Promise<boolean> {
  writeFileSync(join(dir, "config.yml"), CONFIG[tool]);
  const own =
    tool === "prometheus"
      ? [`--storage.tsdb.path=${dir}/data`]
      : [`--storage.path=${dir}/data`, "--cluster.listen-address="];
  const listen = `--web.listen-address=127.0.0.1:${await freePort()}`;
  const args = [`--config.file=${dir}/config.yml`, listen, ...own];
  const { timedOut, all } = await execa(tools?.[tool] ?? "", args, { all: true, reject: false, timeout: 4_000 });
  writeFileSync(join(dir, "said"), all ?? "");
  return timedOut;
}

const afterwards = (result: string) =>
  execa("sh", [SCRIPT, join(dir, "data")], {
    env: { PATH: `${dir}:${process.env.PATH}`, SERVICE_RESULT: result, INVOCATION_ID: "0123" },
  });

function broken(path: string): void {
  const file = join(dir, "data", path);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, JUNK);
}

describe.skipIf(!tools)("set aside, and the next start succeeds, with", () => {
  test.each([
    ["prometheus", ["chunks_head/000001"], "chunks_head"],
    ["prometheus", ["wal/00000000", "wal/00000005"], "wal"],
    ["alertmanager", ["nflog"], "nflog"],
    ["alertmanager", ["silences"], "silences"],
  ] as const)("%s' broken %s", { timeout: 60_000 }, async (tool, files, path) => {
    for (const file of files) broken(file);
    expect(await runs(tool)).toBe(false);
    const { stderr } = await afterwards("exit-code");
    expect(stderr).toContain(`${path} is broken, and was set aside as `);
    const [first = ""] = files;
    expect(readFileSync(join(dir, "data", first.replace(path, `${path}.broken`)), "utf8")).toBe(JUNK);
    expect(await runs(tool)).toBe(true);
  });
});

test("a segment whose repair a full disk ended is put back", async () => {
  broken("wal/00000001.repair");
  for (const name of ["00000000", "00000001"]) writeFileSync(join(dir, "data", "wal", name), "");
  const why = "insert record: write data/wal/00000001: no space left on device";
  writeFileSync(join(dir, "said"), `opening storage failed: repair corrupted WAL: ${why}`);
  await afterwards("exit-code");
  expect(readdirSync(join(dir, "data", "wal"))).toEqual(["00000000", "00000001"]);
  expect(readFileSync(join(dir, "data", "wal", "00000001"), "utf8")).toBe(JUNK);
});

test.each([
  ["exit-code", 'msg="error loading config from nowhere.yml"'],
  ["success", "opening storage failed: data/chunks_head/000001: invalid magic number 0"],
  ["oom-kill", ""],
])("nothing is touched after %s and %j", async (result, said) => {
  broken("chunks_head/000001");
  writeFileSync(join(dir, "said"), said);
  await afterwards(result);
  expect(readdirSync(join(dir, "data"))).toEqual(["chunks_head"]);
});
