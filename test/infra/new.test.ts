// `new`: every platform's file is taken as it is written, and never in place of another.
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { PLATFORM_KINDS } from "../../components/monitoring";
import { writeEnvironment } from "../../infra/commands/new/command";
import { monitoringOf } from "../../infra/preview/monitoring-of";
import { readStackFile, settingsInFile } from "../../infra/settings";

describe("a new environment", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "tocsin-new-"));
    await cp("Pulumi.local.yaml", join(folder, "Pulumi.local.yaml"));
    await cp("tocsin.schema.json", join(folder, "tocsin.schema.json"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const settingsOf = async (name: string) => settingsInFile(await readStackFile(folder, name));

  test.each([...PLATFORM_KINDS])("on the platform %s can be previewed as it is written", async (platform) => {
    expect(await writeEnvironment(folder, "second", platform)).toBe("Pulumi.second.yaml");
    expect((await settingsOf("second")).platform.kind).toBe(platform);
    expect((await monitoringOf("second", folder)).groups.length).toBeGreaterThan(3);
    const text = await readFile(join(folder, "Pulumi.second.yaml"), "utf8");
    expect(text).toMatch(/^# yaml-language-server: \$schema=.\/tocsin.schema.json\n/);
    expect(text).not.toContain("encryptionsalt");
  });

  test("in a repository that depends on the package names the package's schema", async () => {
    await rm(join(folder, "tocsin.schema.json"));
    await writeEnvironment(folder, "second", "local");
    const text = await readFile(join(folder, "Pulumi.second.yaml"), "utf8");
    expect(text).toContain("$schema=./node_modules/tocsin/tocsin.schema.json\n");
  });

  test("on this machine has ports that no other environment has", async () => {
    await writeEnvironment(folder, "second", "local");
    await writeEnvironment(folder, "third", "local");
    const ports = await Promise.all(
      ["local", "second", "third"].map(async (name) => {
        const { platform } = await settingsOf(name);
        return platform.kind === "local" ? Object.values(platform.ports) : [];
      }),
    );
    expect(ports.flat().length).toBeGreaterThan(50);
    expect(new Set(ports.flat()).size).toBe(ports.flat().length);
    const [sample] = (await settingsOf("second")).services;
    expect(sample?.targets).toEqual([{ host: "127.0.0.1", port: 5100 }]);
  });

  test("is never written over one that exists", async () => {
    const before = await readFile(join(folder, "Pulumi.local.yaml"), "utf8");
    await expect(writeEnvironment(folder, "local", "ec2")).rejects.toThrow(
      "Pulumi.local.yaml exists already; nothing is written.",
    );
    expect(await readFile(join(folder, "Pulumi.local.yaml"), "utf8")).toBe(before);
  });

  test.each([
    ["Prod", "ec2", 'found the name "Prod"; allowed are lower-case letters'],
    ["../prod", "ec2", 'found the name "../prod"'],
    ["prod", "eks", 'found the platform "eks"; allowed: local, ec2, kubernetes, grafana'],
  ])("%s on %s is refused", async (name, platform, message) => {
    await expect(writeEnvironment(folder, name, platform)).rejects.toThrow(message);
  });
});
