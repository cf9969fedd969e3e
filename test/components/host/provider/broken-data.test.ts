// Data that a real Prometheus or Alertmanager cannot read: it starts without what is broken, which is kept, and says so.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { start, stop } from "../../../../components/host/provider/supervise";
import { freePort } from "../../../support/ports";
import { toolsOrSkip } from "../../../support/tools";

const tools = toolsOrSkip("alertmanager", "prometheus");

const JUNK = Buffer.from("no magic number, no message of anybody's".repeat(20));

const CONFIG = {
  prometheus: "scrape_configs: []\n",
  alertmanager: "route: { receiver: nobody }\nreceivers: [{ name: nobody }]\n",
};

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "tocsin-broken-"));
});
afterEach(async () => {
  await stop(dir);
  rmSync(dir, { recursive: true, force: true });
});

async function started(tool: keyof typeof CONFIG) {
  const address = `127.0.0.1:${await freePort()}`;
  writeFileSync(join(dir, "config.yml"), CONFIG[tool]);
  const own =
    tool === "prometheus" ? ["--storage.tsdb.path=data"] : ["--storage.path=data", "--cluster.listen-address="];
  return start({
    ...{ dir, command: tools?.[tool] ?? "", environment: {}, readyUrl: `http://${address}/-/ready` },
    args: ["--config.file=config.yml", `--web.listen-address=${address}`, ...own],
  });
}

function write(path: string, content: Buffer): void {
  mkdirSync(join(dir, "data", path, ".."), { recursive: true });
  writeFileSync(join(dir, "data", path), content);
}
const read = (path: string) => readFileSync(join(dir, path));

describe.skipIf(!tools)("set aside, and the part runs, with", () => {
  test.each([
    ["prometheus", "chunks_head/000001", "chunks_head"],
    ["alertmanager", "nflog", "nflog"],
    ["alertmanager", "silences", "silences"],
  ] as const)("%s' broken %s", async (tool, file, path) => {
    write(file, JUNK);
    expect(await started(tool)).toBeGreaterThan(0);
    expect(read(join("data", file.replace(path, `${path}.broken`)))).toEqual(JUNK);
    expect(read("log").toString()).toContain(`${path} is broken, and was set aside as `);
  });

  test("an empty file among chunks, and segments of the write-ahead log of which one is missing", async () => {
    write("chunks_head/000001", Buffer.alloc(0));
    write("chunks_head/000002", JUNK);
    for (const segment of ["00000000", "00000005"]) write(`wal/${segment}`, Buffer.alloc(0));
    expect(await started("prometheus")).toBeGreaterThan(0);
    expect(read("data/chunks_head.broken/000001")).toHaveLength(0);
    expect(read("data/wal.broken/00000005")).toHaveLength(0);
  });

  test("both files of an Alertmanager", async () => {
    write("nflog", JUNK);
    write("silences", JUNK);
    expect(await started("alertmanager")).toBeGreaterThan(0);
    expect([read("data/nflog.broken"), read("data/silences.broken")]).toEqual([JUNK, JUNK]);
  });
});

describe.skipIf(!tools)("Prometheus repairs by itself", () => {
  test.each([
    ["half a segment", "wal/00000000"],
    ["a checkpoint", "wal/checkpoint.00000000/00000000"],
    ["a block's description", "01HXXXXXXXXXXXXXXXXXXXXXXX/meta.json"],
    ["its list of queries", "queries.active"],
    ["its lock", "lock"],
  ])("%s", async (_, file) => {
    write(file, JUNK);
    expect(await started("prometheus")).toBeGreaterThan(0);
  });
});

test.skipIf(!tools)("what is no fault of its data is an error, and no data is touched", async () => {
  write("silences", JUNK);
  writeFileSync(join(dir, "config.yml"), "route: {}\n");
  const address = `127.0.0.1:${await freePort()}`;
  const args = ["--config.file=nowhere.yml", `--web.listen-address=${address}`, "--storage.path=elsewhere"];
  const how = { dir, command: tools?.alertmanager ?? "", args, environment: {}, readyUrl: `http://${address}/-/ready` };
  await expect(start({ ...how, args: [...args, "--no-such-flag"] })).rejects.toThrow("ended at once");
  expect(read("data/silences")).toEqual(JUNK);
});
