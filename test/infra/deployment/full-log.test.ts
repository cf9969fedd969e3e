// The file with all that the engine says, on a disk that is full.
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openLog } from "../../../infra/deployment/full-log";

let project = "";
beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), "full-log-"));
  await mkdir(join(project, ".tocsin", "logs"), { recursive: true });
});
afterEach(() => rm(project, { recursive: true }));

test.skipIf(!existsSync("/dev/full"))(
  "a full disk ends no command: what fails of it is said by the engine",
  async () => {
    await symlink("/dev/full", join(project, ".tocsin", "logs", "local-up.log"));
    const log = await openLog("local", "up", project);
    log.write("the first line\n".repeat(10_000));
    log.write("the second\n");
    await expect(log.close()).resolves.toBeUndefined();
    log.write("what comes late\n");
  },
);
