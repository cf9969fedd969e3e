// A folder of files as a resource: what is in it, and what only a link in it leads to.
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { files } from "../../../../components/host/provider/files";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "files-"));
});
afterEach(() => rm(root, { recursive: true }));

const inputs = () => ({ dir: join(root, "dashboards"), files: { "node.json": "{}" } });

test("what it does not have is removed", async () => {
  await mkdir(join(root, "dashboards", "old"), { recursive: true });
  await writeFile(join(root, "dashboards", "old", "gone.json"), "{}");
  expect(await files.diff(inputs(), inputs())).toEqual({ changes: true, replaces: [] });
  await files.apply(inputs());
  expect(await files.diff(inputs(), inputs())).toEqual({ changes: false, replaces: [] });
  expect(await readdir(join(root, "dashboards", "old"))).toEqual([]);
});

test("what a link leads to is somebody else's", async () => {
  await mkdir(join(root, "theirs"));
  await writeFile(join(root, "theirs", "kept.json"), "{}");
  await mkdir(join(root, "dashboards"));
  await symlink(join(root, "theirs"), join(root, "dashboards", "theirs"));
  await files.apply(inputs());
  expect(existsSync(join(root, "theirs", "kept.json"))).toBe(true);
  expect(await files.diff(inputs(), inputs())).toEqual({ changes: false, replaces: [] });
});
