// The whole program of each environment under mocks, as files: a review sees what a change does everywhere.
// Update them with: npm run golden
import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { isSecret, type Registered } from "./support/mocks";
import { ENVIRONMENTS, resourcesOf, VARIANTS } from "./support/resources/environments";
import { filesOf } from "./support/resources/held-files";

const folderOf = (environment: string) => join(__dirname, "golden", environment);

/** The same file of two servers: `monitoring-1/prometheus/rules/node.yml`. */
const sameFile = (one: string, other: string) =>
  /monitoring-\d+/.test(one) && one.replace(/monitoring-\d+/g, "") === other.replace(/monitoring-\d+/g, "");

/** One folder holds them all: `rules/prod-node.yml` of the environment `prod` is `rules-node.yml`. */
const flatName = (environment: string, path: string) =>
  path
    .split("/")
    .map((part) => (part.startsWith(`${environment}-`) ? part.slice(environment.length + 1) : part))
    .join("-");

const yaml = (value: unknown) => stringify(value, { lineWidth: 0, sortMapEntries: true });

/** Files that resources hold, checksums of those that nobody reads, and everything else of the resources in one file. */
function golden(environment: string, resources: readonly Registered[]): Map<string, string> {
  const files = new Map<string, string>();
  const checksums: Record<string, string> = {};
  const rest = resources.map((resource) => {
    const { type, name } = resource;
    const { held, digests, others } = filesOf(resource);
    Object.assign(checksums, digests);
    for (const [path, content] of Object.entries(held)) {
      const file = flatName(environment, path);
      if (files.has(file)) throw new Error(`Two files would be ${environment}/${file}.`);
      // What several servers share is shown once.
      const twin = [...files].find(([other, text]) => sameFile(file, other) && text === content);
      if (!twin) files.set(file, content);
    }
    const shown = Object.entries(others).map(([key, value]) => [key, isSecret(value) ? "(secret)" : value]);
    return {
      // Inputs have names of their own, `type` among them.
      resource: `${type} ${name}`,
      ...Object.fromEntries(shown),
      files: Object.keys({ ...held, ...digests })
        .map((path) => (path.startsWith(`${name}/`) ? relative(name, path) : path))
        .sort(),
    };
  });
  if (Object.keys(checksums).length > 0) files.set("checksums.yaml", yaml(checksums));
  const sorted = rest.sort((a, b) => (a.resource < b.resource ? -1 : 1));
  return files.set("resources.yaml", yaml(sorted));
}

/** Of a variant, what differs from the environment that it is of. */
async function filesBy(name: string): Promise<Map<string, string>> {
  const variant = Object.entries(VARIANTS).find(([one]) => one === name)?.[1];
  if (!variant) return golden(name, await resourcesOf(name));
  const usual = await filesBy(variant.of);
  const all = golden(variant.of, await resourcesOf(variant.of, variant.more));
  return new Map([...all].filter(([path, content]) => usual.get(path) !== content));
}

describe.each([...ENVIRONMENTS, ...Object.keys(VARIANTS)])("the environment %s", (name) => {
  let files: Map<string, string>;
  beforeAll(async () => {
    files = await filesBy(name);
  }, 60_000);

  test("is what its golden files say", async () => {
    for (const [path, content] of files) await expect(content, path).toMatchFileSnapshot(join(folderOf(name), path));
  });

  test("has no golden file too many", () => {
    const there = readdirSync(folderOf(name), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folderOf(name), join(entry.parentPath, entry.name)));
    expect(there.sort()).toEqual([...files.keys()].sort());
  });
});
