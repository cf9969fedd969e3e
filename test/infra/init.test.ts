// `init`: a repository that uses the package, in a folder that may have files already.
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { PLATFORM_KINDS } from "../../components/monitoring";
import { writeRepository } from "../../infra/commands/init/command";
import { ofPackage, workflowText } from "../../infra/commands/init/workflows";
import { monitoringOf } from "../../infra/preview/monitoring-of";
import { version } from "../../package.json";

let folder = "";
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "init-")));
});
afterEach(() => rmSync(folder, { recursive: true }));

const read = (path: string) => readFileSync(join(folder, path), "utf8");

test.each([...PLATFORM_KINDS])("a repository for %s previews as it is written", async (platform) => {
  const { written, kept } = await writeRepository(folder, "dev", platform);
  expect(kept).toEqual([]);
  expect(written.sort()).toEqual(
    [
      ".github/workflows/deploy.yml",
      ".github/workflows/preview.yml",
      ".gitignore",
      "Pulumi.dev.yaml",
      "Pulumi.yaml",
      "package.json",
    ].sort(),
  );
  expect((await monitoringOf("dev", folder)).groups.length).toBeGreaterThan(3);
  expect(JSON.parse(read("package.json"))).toMatchObject({ private: true, dependencies: { tocsin: version } });
  expect(parse(read("Pulumi.yaml"))).toMatchObject({ name: "tocsin", plugins: { providers: [{ name: "host" }] } });
});

test("nothing is overwritten", async () => {
  for (const file of ["package.json", "Pulumi.local.yaml", ".gitignore"]) writeFileSync(join(folder, file), "own");
  const { written, kept } = await writeRepository(folder, "local", "local");
  expect(kept.sort()).toEqual([".gitignore", "Pulumi.local.yaml", "package.json"].sort());
  expect(written).toContain("Pulumi.yaml");
  for (const file of kept) expect(read(file)).toBe("own");
});

test("a platform that is none is refused before anything is written", async () => {
  await expect(writeRepository(folder, "dev", "nomad")).rejects.toThrow('found the platform "nomad"');
  expect(() => read("Pulumi.yaml")).toThrow();
});

describe("its workflows", () => {
  test.each(["preview", "deploy"] as const)(
    "%s runs the package's commands, and none of this repository",
    async (name) => {
      const text = await workflowText(name);
      expect(text).toContain("npx tocsin preview");
      expect(text).not.toContain("npm run");
      expect(text).not.toContain("components/");
      const jobs = parse(text).jobs;
      expect(Object.keys(jobs)).toEqual(
        name === "preview" ? ["environments", "preview", "comment"] : ["preview", "deploy"],
      );
      // Actions are those that this repository has pinned.
      const pins = [...text.matchAll(/uses: \S+@([0-9a-f]+) /g)].map(([, commit = ""]) => commit.length);
      expect(pins.length).toBeGreaterThan(3);
      expect(new Set(pins)).toEqual(new Set([40]));
    },
  );

  test("have every option of a command", () => {
    expect(ofPackage('npm run up -- "$ENVIRONMENT" --yes')).toBe('npx tocsin up "$ENVIRONMENT" --yes');
  });
});
