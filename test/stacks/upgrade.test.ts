// An upgrade replaces nothing: what the version before 0.1.0 deployed is there under its URN, or an alias, with the same names.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { ENVIRONMENTS, resourcesOf } from "../support/resources/environments";
import { type Identity, identitiesIn } from "../support/resources/urns";

/** What goes, by a part of its URN, and why nothing is lost. */
const GONE: readonly [part: string, why: string][] = [
  ["SecurityGroupIngressRule::dev-access-", "nobody reaches the blackbox exporter from other machines"],
  ["RolePolicyAttachment::prod-nodes-AmazonSSMManagedInstanceCore", "a policy of the nodes' own allows less"],
];

/** What has another name, by a part of its URN, and why nothing is lost. */
const RENAMED: readonly [part: string, why: string][] = [
  [
    "Release::staging-crds",
    "one release for all environments of a cluster; the old one is left behind, its definitions stay",
  ],
  ["Release::prod-crds", "as in staging"],
  [
    "Dashboards$kubernetes:core/v1:ConfigMap::",
    "one bore the name of Grafana's own; the old ones go first, and all that they hold comes from here",
  ],
];

/** Of that version: URN and names of each resource, parted by tabs. */
const recorded = (environment: string) =>
  readFileSync(join(__dirname, "..", "fixtures", "deployed", `${environment}.txt`), "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split("\t"))
    .map(([urn = "", ...names]) => ({ urn, names }));

describe.each(ENVIRONMENTS)("an upgrade of %s", (environment) => {
  const before = recorded(environment);
  let now: Identity[];
  const named = (urn: string) => now.find(({ urns }) => urns.includes(urn));
  beforeAll(async () => {
    now = await identitiesIn(() => resourcesOf(environment));
  }, 60_000);

  test("keeps every resource", () => {
    const lost = before.filter(({ urn }) => !named(urn)).map(({ urn }) => urn);
    const excused = GONE.map(([part]) => part);
    expect(lost.filter((urn) => !excused.some((part) => urn.includes(part)))).toEqual([]);
  });

  test("renames none, which would replace it", () => {
    const renamed = before.filter(({ urn, names }) => {
      const there = named(urn);
      return there && String(there.names) !== String(names);
    });
    const excused = RENAMED.map(([part]) => part);
    expect(renamed.map(({ urn }) => urn).filter((urn) => !excused.some((part) => urn.includes(part)))).toEqual([]);
  });
});

test("every excuse has its case", () => {
  const all = ENVIRONMENTS.flatMap((environment) => recorded(environment).map(({ urn }) => urn));
  for (const [part] of [...GONE, ...RENAMED])
    expect(
      all.some((urn) => urn.includes(part)),
      part,
    ).toBe(true);
});
