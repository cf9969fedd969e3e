// The whole program of each environment under mocks, as files: a review sees what a change does everywhere.
// Update them with: npx vitest run test/golden.test.ts -u
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { settingsInFile } from "../infra/settings";
import { STACKS } from "../stacks";
import { isSecret, plainValue, type Registered, underMocks } from "./support/mocks";

const ENVIRONMENTS = ["local", "staging", "prod"];

/** What stands for credentials, which are never in the settings file itself. */
const CREDENTIALS = {
  slack: { token: pulumi.secret("slack-token") },
  pagerdutyRoutingKey: pulumi.secret("routing-key"),
};

const folderOf = (environment: string) => join(__dirname, "golden", environment);

/** What a resource has that reads better as files of their own: a chart's values, a custom resource, a ConfigMap's data. */
function heldBy({ type, inputs }: Registered): Record<string, string> {
  const { files = {}, values, spec, data } = inputs;
  if (type.includes(":helm.")) return { "values.yaml": asYaml(values) };
  if (type.startsWith("kubernetes:monitoring.coreos.com")) return { "spec.yaml": asYaml(spec) };
  if (type.endsWith(":ConfigMap")) return Object.fromEntries(Object.entries(Object(data)).map(brief));
  return Object(plainValue(files));
}

const asYaml = (value: unknown) => stringify(value, { lineWidth: 0, sortMapEntries: true });

/** A dashboard is in the golden files of `local`, and a bundled program says nothing to a reader. */
const brief = ([path, text]: [string, unknown]) => [
  path,
  `${createHash("sha256").update(String(text)).digest("hex")} of ${String(text).length} characters\n`,
];

/** Files that resources hold, by path, and everything else of the resources in one file. */
function golden(resources: readonly Registered[]): Map<string, string> {
  const files = new Map<string, string>();
  const rest = resources.map((resource) => {
    const { type, name, inputs } = resource;
    const held = heldBy(resource);
    const shownElsewhere = ["files", ...(Object.keys(held).length > 0 ? ["values", "spec", "data"] : [])];
    const others = Object.entries(inputs).filter(([key]) => !shownElsewhere.includes(key));
    for (const [path, content] of Object.entries(held)) files.set(join(name, path), content);
    const shown = others.map(([key, value]) => [key, isSecret(value) ? "(secret)" : value]);
    return {
      resource: name,
      type,
      ...Object.fromEntries(shown),
      files: Object.keys(held).sort(),
    };
  });
  const sorted = rest.sort((a, b) => (a.type + a.resource < b.type + b.resource ? -1 : 1));
  return files.set("resources.yaml", asYaml(sorted));
}

describe.each(ENVIRONMENTS)("the environment %s", (environment) => {
  let files: Map<string, string>;
  beforeAll(async () => {
    const settings = settingsInFile(parse(readFileSync(`Pulumi.${environment}.yaml`, "utf8")));
    const surroundings = {
      environment,
      projectDir: "/project",
      credentials: environment === "local" ? {} : CREDENTIALS,
      runtime: "native" as const,
    };
    const { resources } = await underMocks(environment, () =>
      STACKS[settings.platform.kind].deploy(settings, surroundings),
    );
    files = golden(resources);
  });

  test("is what its golden files say", async () => {
    for (const [path, content] of files)
      await expect(content, path).toMatchFileSnapshot(join(folderOf(environment), path));
  });

  test("has no golden file too many", () => {
    const there = readdirSync(folderOf(environment), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folderOf(environment), join(entry.parentPath, entry.name)));
    expect(there.sort()).toEqual([...files.keys()].sort());
  });
});
