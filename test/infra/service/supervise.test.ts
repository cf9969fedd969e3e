// Parts that die are started again; those that somebody stopped are not.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { lastStart, runningPid, STARTED, start, stop } from "../../../components/host/provider/supervise";
import { Supervised } from "../../../infra/commands/service/supervise";
import { freePort } from "../../support/ports";

/** Asks for a password, and ends at once where there is a file `broken`. */
const SERVER = `if (require("node:fs").existsSync("broken")) { console.error("it is broken"); process.exit(1); }
require("node:http").createServer((req, res) => { res.statusCode = req.headers.authorization ? 200 : 401; res.end(process.env.GOGC); })
  .listen(Number(process.argv[1]), "127.0.0.1")`;

describe("a supervised part", () => {
  let dir: string;
  let part: Supervised;
  const said: string[] = [];

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "supervised-"));
    said.length = 0;
    const passwordFile = join(dir, "password");
    await writeFile(passwordFile, "s3cret");
    const port = await freePort();
    await start({
      dir,
      command: process.execPath,
      args: ["-e", SERVER, String(port)],
      environment: { GOGC: "40" },
      readyUrl: `http://127.0.0.1:${port}/`,
      access: { username: "tocsin", passwordFile },
    });
    const how = await lastStart(dir);
    if (how) part = new Supervised("prometheus", how, (line) => said.push(line));
  });
  afterEach(async () => {
    await stop(dir);
    await rm(dir, { recursive: true });
  });

  /** kill -9, as the kernel does where memory is short. */
  async function die(): Promise<number> {
    const pid = await runningPid(dir);
    if (pid === undefined) throw new Error("it does not run");
    process.kill(pid, "SIGKILL");
    while (await runningPid(dir)) await sleep(20);
    return pid;
  }

  test("is left alone while it runs", async () => {
    const pid = await runningPid(dir);
    await part.look(true);
    await part.look(false);
    expect(await runningPid(dir)).toBe(pid);
    expect(said).toEqual([]);
  });

  test("is started again as it was, once it has died", async () => {
    const before = await die();
    await part.look(false);
    const pid = await runningPid(dir);
    expect(pid).toBeDefined();
    expect(pid).not.toBe(before);
    expect(said).toEqual([`prometheus had ended and is started again, process ${pid}`]);
  });

  test("stays stopped where somebody stopped it, until everything is started", async () => {
    await stop(dir);
    await part.look(false);
    expect(await runningPid(dir)).toBeUndefined();
    await part.look(true);
    expect(await runningPid(dir)).toBeDefined();
  });

  test("that does not start is tried again after 5 s, then 10 s, and is given up by whoever stops it", async () => {
    await die();
    await writeFile(join(dir, "broken"), "");
    await part.look(false, 1_000_000);
    expect(said.at(-1)).toMatch(/^prometheus does not start: .*ended at once.* Next attempt in 5 s\.$/);
    await part.look(false, 1_004_000);
    expect(said).toHaveLength(1);
    await part.look(false, 1_006_000);
    expect(said.at(-1)).toMatch(/Next attempt in 10 s\.$/);
    await stop(dir);
    await rm(join(dir, "broken"));
    await part.look(false, 1_100_000);
    expect(await runningPid(dir)).toBeUndefined();
  });

  test("is not started by what was removed meanwhile, and no credential is noted", async () => {
    await die();
    expect(await readFile(join(dir, STARTED), "utf8")).not.toContain("s3cret");
    await rm(join(dir, STARTED));
    await part.look(false);
    expect(await runningPid(dir)).toBeUndefined();
  });
});
