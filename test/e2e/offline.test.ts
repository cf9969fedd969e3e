// A preview with nothing but the engine: what a pull request's check runs.
import { readdirSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { toolsOrSkip } from "../support/tools";
import { House } from "./house";

const tools = toolsOrSkip("pulumi");

/** The environments that are not this machine. */
const OTHERS = readdirSync(".").flatMap((file) => /^Pulumi\.(?!local)(.+)\.yaml$/.exec(file)?.[1] ?? []);

describe.skipIf(!tools)("an offline preview", () => {
  let house: House;
  beforeEach(async () => {
    house = await House.build();
  });
  afterEach(() => house.tearDown());

  test("shows every resource to the policies, within a minute, and starts nothing", async () => {
    const preview = await house.run(["preview", "--offline"]);
    expect(preview.output).toContain("prometheus create");
    expect(preview.output).toMatch(/Policies:\s+✅ tocsin/);
    expect(preview.exitCode, preview.output).toBe(0);
    expect(preview.seconds).toBeLessThan(60);
    expect(await house.ownedProcesses()).toEqual([]);
  });

  test.each(OTHERS)(
    "of %s needs no account, no cluster and no plugin, and no mandatory policy objects",
    async (name) => {
      const preview = await house.run(["preview", name, "--offline", "--json"]);
      const { resources, series, findings } = JSON.parse(preview.stdout);
      expect(resources.length).toBeGreaterThan(20);
      // What the engine registers, and the policies so see, is not less than what the comparison renders.
      expect(Number(/\+ (\d+) to create/.exec(preview.output)?.[1])).toBeGreaterThanOrEqual(resources.length);
      expect(series.after.expected).toBeGreaterThan(1_000);
      expect(findings.filter(({ level }: { level: string }) => level === "mandatory")).toEqual([]);
      expect(preview.exitCode, preview.output).toBe(0);
      expect(preview.seconds).toBeLessThan(90);
    },
  );

  test("needs no credential, where the settings name a file that is not here", async () => {
    await house.settings((config) => {
      config["tocsin:notifications"] = { slack: { webhook: { file: "/nowhere/slack-webhook" } } };
    });
    await house.does(["preview", "--offline"]);
  });

  test("fails where a mandatory policy objects", async () => {
    await house.settings((config) => {
      const images = { prometheus: "mirror.example/prometheus:latest" };
      config["tocsin:platform"] = { kind: "local", runtime: "docker", ports: house.ports, images };
    });
    const preview = await house.run(["preview", "--offline"]);
    expect(preview.exitCode).toBe(1);
    expect(preview.output).toContain("image-with-version");
  });

  test("says what is wrong with the settings, before the engine runs", async () => {
    await house.settings((config) => {
      config["tocsin:teem"] = "platform";
    });
    const preview = await house.run(["preview", "--offline"]);
    expect(preview.exitCode).toBe(1);
    expect(preview.output).toContain('Did you mean "team"?');
  });
});
