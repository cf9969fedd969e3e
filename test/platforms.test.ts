// What a platform is stands in its own folder and its stack: nothing else asks which one it is.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { definitionOf, parseSettings } from "../components/monitoring";
import { readStackFile, settingsInFile } from "../infra/settings";

const OWN = /^(components\/monitoring\/platforms\/|stacks\/|components\/(local|ec2|kubernetes|grafana)\/)/;

const sources = ["components", "infra", "stacks"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(folder, file)),
);

/** Ask all the same, and are to be given what they need by the platform's definition; the list may only become shorter. */
const ASKS_STILL = [
  "components/monitoring/own-rules/beside-mixins.ts",
  "components/monitoring/targets/on-hosts.ts",
  "infra/deployment/remains.ts",
];

test("nothing else compares a platform's kind with a name", () => {
  const asks = /platform\??\.kind\s*[!=]==|case "(?:local|kubernetes|grafana)":|switch \(platform\.kind\)/;
  const found = sources.filter((file) => !OWN.test(file) && asks.test(readFileSync(file, "utf8")));
  expect(found.sort()).toEqual(ASKS_STILL);
});

const resources = z.array(z.object({ type: z.string() }));

/** Packages of the engine itself, and of this program's components. */
const NO_PROVIDER = ["pulumi", "tocsin"];

describe.each(["local", "dev", "staging", "prod", "grafana"])("the environment %s", (environment) => {
  test("deploys with the providers that its platform names, so that offline previews answer for them", async () => {
    const { platform } = settingsInFile(await readStackFile(".", environment));
    const { providers } = definitionOf(platform);
    const deployed = resources.parse(parse(readFileSync(`test/golden/${environment}/resources.yaml`, "utf8")));
    const packages = new Set(deployed.flatMap(({ type }) => /^(\w+):/.exec(type)?.[1] ?? []));
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
