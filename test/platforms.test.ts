// What a platform is stands in its own folder and its stack: nothing else asks which one it is.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { definitionOf, PLATFORM_KINDS, parseSettings } from "../components/monitoring";
import { readStackFile, settingsInFile } from "../infra/settings";
import { usesOfNames } from "./support/name-uses";

const OWN = /^(components\/monitoring\/platforms\/|stacks\/|components\/(local|ec2|kubernetes|grafana)\/)/;

const sources = ["components", "infra", "stacks"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(folder, file)),
);

/** What has a word of these for something else: who evaluates, what Prometheus discovers with, a part, a receiver's form. */
const OTHERS = [
  /(^|\.)(alerting|recordings|evaluates)$/,
  /^(discovery|hosts|hostDiscovery\(\w+\))\??\.kind$/,
  /^(part|tool)$/,
  // Also the usual environment's name.
  /^environment$/,
];

describe("nothing else names a platform", () => {
  const found = sources
    .filter((file) => !OWN.test(file))
    .flatMap((file) => usesOfNames(readFileSync(file, "utf8"), PLATFORM_KINDS).map((use) => ({ file, ...use })));

  test("to do something else for it", () => {
    const asked = found.filter(({ as, subject }) => as === "asked" && !OTHERS.some((other) => other.test(subject)));
    expect(asked.map(({ file, subject, name }) => `${file}: ${subject} ${name}`)).toEqual([]);
  });

  test("to have its settings", () => {
    const takes = /settingsOn\(\w+, "|Extract<Platform,|SettingsOn<"/;
    expect(sources.filter((file) => !OWN.test(file) && takes.test(readFileSync(file, "utf8")))).toEqual([]);
  });

  test("in a table of platforms", () => {
    // Mixins and packages of providers that are named alike.
    const others = ["components/mixins/table.ts", "infra/engine/offline/answers.ts"];
    // A single one is something else: a port of Grafana's.
    const keysOf = (file: string) => found.filter((use) => use.file === file && use.as === "key");
    const tables = sources.filter((file) => new Set(keysOf(file).map(({ name }) => name)).size > 1);
    expect(tables).toEqual(others);
  });
});

const resources = z.array(z.object({ resource: z.string() }));

/** Packages of the engine itself, and of this program's components. */
const NO_PROVIDER = ["pulumi", "tocsin"];

describe.each(["local", "dev", "staging", "prod", "grafana"])("the environment %s", (environment) => {
  test("deploys with the providers that its platform names, so that offline previews answer for them", async () => {
    const { platform } = settingsInFile(await readStackFile(".", environment));
    const { providers } = definitionOf(platform);
    const deployed = resources.parse(parse(readFileSync(`test/golden/${environment}/resources.yaml`, "utf8")));
    const packages = new Set(deployed.flatMap(({ resource }) => /^(\w+):/.exec(resource)?.[1] ?? []));
    expect([...packages].filter((name) => !NO_PROVIDER.includes(name) && !providers.includes(name))).toEqual([]);
  });
});

describe("credentials of a platform", () => {
  const dataSource = {
    url: "https://prometheus.example.com",
    basicAuth: { user: "grafana", password: { file: "~/password" } },
  };
  test("are given by name, with the setting that errors name", () => {
    const { platform } = parseSettings({
      platform: { kind: "grafana", url: "https://grafana.example.com", auth: "glsa-1", dataSource },
    });
    expect(definitionOf(platform).credentials(platform)).toMatchObject({
      auth: { setting: "platform.auth", value: "glsa-1" },
      basicAuthPassword: { setting: "platform.dataSource.basicAuth.password", value: { file: "~/password" } },
      bearerToken: undefined,
    });
  });

  test("are asked of the right settings only", () => {
    const local = parseSettings({}).platform;
    const grafana = definitionOf({ kind: "grafana" });
    expect(() => grafana.credentials(local)).toThrow("Settings of the platform local for grafana");
  });
});
