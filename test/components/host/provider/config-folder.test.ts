// Versions of a configuration: written beside the current one, switched at once, recognised when somebody touched them.
import { mkdtemp, readdir, readFile, readlink, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  forgetOthers,
  isCurrent,
  makeCurrent,
  versionOf,
  writeVersion,
} from "../../../../components/host/provider/config-folder";

describe("a configuration folder", () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "config-"));
  });
  afterEach(() => rm(root, { recursive: true }));

  const first = { "prometheus.yml": "a: 1\n", "rules/node.yml": "groups: []\n" };
  const second = { ...first, "prometheus.yml": "a: 2\n" };

  test("has nothing current at first", async () => {
    await writeVersion(root, first);
    expect(await isCurrent(root, first)).toBe(false);
  });

  test("switches from one version to the other, and tells the one before", async () => {
    await writeVersion(root, first);
    expect(await makeCurrent(root, versionOf(first))).toBeUndefined();
    await writeVersion(root, second);
    expect(await readFile(join(root, "current", "prometheus.yml"), "utf8")).toBe("a: 1\n");
    expect(await makeCurrent(root, versionOf(second))).toBe(versionOf(first));
    expect(await readFile(join(root, "current", "prometheus.yml"), "utf8")).toBe("a: 2\n");
    expect(await isCurrent(root, second)).toBe(true);
  });

  test("is readable for its owner only", async () => {
    const folder = await writeVersion(root, first);
    expect((await stat(join(folder, "prometheus.yml"))).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  test("notices a file that somebody changed or removed", async () => {
    await writeVersion(root, first);
    await makeCurrent(root, versionOf(first));
    await writeFile(join(root, "current", "prometheus.yml"), "touched");
    expect(await isCurrent(root, first)).toBe(false);
  });

  test("forgets old versions and what a killed deployment left", async () => {
    await writeVersion(root, first);
    await writeVersion(root, second);
    await makeCurrent(root, versionOf(second));
    await forgetOthers(root, [versionOf(second)]);
    expect((await readdir(root)).sort()).toEqual([versionOf(second), "current"].sort());
    expect(await readlink(join(root, "current"))).toBe(versionOf(second));
  });

  test("refuses a path that leads out of it", async () => {
    await expect(writeVersion(root, { "../outside": "x" })).rejects.toThrow("leads out of");
  });

  test("has a version that depends on the content and not on the order", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string()), (files) => {
        const turned = Object.fromEntries(Object.entries(files).reverse());
        expect(versionOf(turned)).toBe(versionOf(files));
        expect(versionOf({ ...files, more: "x" })).not.toBe(versionOf({ ...files, more: "y" }));
      }),
    );
  });
});
