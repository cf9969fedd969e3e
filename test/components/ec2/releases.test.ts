// What is downloaded, from where, and for which machines.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { architectureOf, installArguments } from "../../../components/ec2/machine/releases";
import { EXPORTERS } from "../../../components/mixins";
import { RELEASES, type Release } from "../../../components/releases";

const TABLE: Readonly<Record<string, Release>> = {
  ...RELEASES,
  ...Object.fromEntries(Object.values(EXPORTERS).map(({ onMachine }) => [onMachine.name, onMachine])),
};
const ARCHITECTURES = ["amd64", "arm64"] as const;
const none = { versions: {}, checksums: {} };

describe("a release", () => {
  test("comes from its maker, with its maker's checksums", () => {
    const downloads = { versions: { prometheus: "3.6.0" }, checksums: {} };
    expect(installArguments("prometheus", "arm64", downloads)).toEqual([
      "prometheus",
      "https://github.com/prometheus/prometheus/releases/download/v3.6.0/prometheus-3.6.0.linux-arm64.tar.gz",
      "https://github.com/prometheus/prometheus/releases/download/v3.6.0/sha256sums.txt",
    ]);
  });

  test("comes in another version, or from a mirror, where the settings say so", () => {
    const downloads = { versions: { prometheus: "3.6.0" }, checksums: {}, mirror: "https://mirror.example/tools" };
    expect(installArguments("prometheus", "amd64", downloads)).toEqual([
      "prometheus",
      "https://mirror.example/tools/prometheus-3.6.0.linux-amd64.tar.gz",
      "https://mirror.example/tools/prometheus-sha256sums.txt",
    ]);
  });

  test("is checked against the settings' own checksum where there is one", () => {
    const sum = "a".repeat(64);
    const downloads = { versions: {}, checksums: { cadvisor: { arm64: sum } } };
    expect(installArguments("cadvisor", "arm64", downloads).at(-1)).toBe(sum);
    expect(installArguments("cadvisor", "amd64", downloads).at(-1)).not.toBe(sum);
  });

  test("is checked against the table's sum, from a mirror as well, and that is of its version only", () => {
    const mirror = "https://mirror.example/tools";
    for (const architecture of ARCHITECTURES) {
      const sum = RELEASES.node_exporter.sums[architecture];
      expect(installArguments("node_exporter", architecture, none).at(-1)).toBe(sum);
      expect(installArguments("node_exporter", architecture, { ...none, mirror }).at(-1)).toBe(sum);
      const another = { versions: { node_exporter: "1.11.0" }, checksums: {} };
      expect(installArguments("node_exporter", architecture, another).at(-1)).toMatch(/sha256sums\.txt$/);
    }
    expect(() => installArguments("cadvisor", "amd64", { versions: { cadvisor: "0.53.0" }, checksums: {} })).toThrow(
      "platform.downloads.versions.cadvisor: found 0.53.0, of whose file for amd64 no checksum is known; give its SHA-256 as " +
        "platform.downloads.checksums.cadvisor.amd64",
    );
  });
});

/** Files without a sum of ours: the release, with the architecture where it is only one of them. */
const listed = Object.entries(TABLE).flatMap(([name, { sums }]) => {
  const without = ARCHITECTURES.filter((architecture) => sums?.[architecture] === undefined);
  return without.length === ARCHITECTURES.length ? [name] : without.map((architecture) => `${name} (${architecture})`);
});

describe("in the table of releases", () => {
  const pinned = Object.entries(TABLE).flatMap(([name, { version, sums }]) => (sums ? [{ name, version, sums }] : []));
  const sums = pinned.flatMap((one) => ARCHITECTURES.flatMap((architecture) => one.sums[architecture] ?? []));

  test.each(pinned)("the sums of $name are those of $version: whoever changes the version changes them", (release) => {
    expect(release.sums.of).toBe(release.version);
  });

  test("a sum is a SHA-256, and no two files have the same", () => {
    expect(sums.length).toBeGreaterThan(19);
    expect(sums.filter((sum) => !/^[0-9a-f]{64}$/.test(sum))).toEqual([]);
    expect(new Set(sums).size).toBe(sums.length);
  });

  test.each(listed)("%s has a list of its maker's in place of a sum", (entry) => {
    const release = TABLE[entry.split(" ")[0] ?? ""];
    for (const architecture of ARCHITECTURES) {
      expect(release?.urls(release.version, architecture).checksums).toMatch(/^https:/);
    }
  });

  test("the page on security says which files have no sum", () => {
    const page = readFileSync("docs/security.md", "utf8").replaceAll("\n", " ");
    const [, names = ""] = /Verified by their makers' lists and not by a checksum of ours: ([^:;]+);/.exec(page) ?? [];
    expect([...names.matchAll(/`([^`]+)`/g)].map(([, name]) => name).sort()).toEqual([...listed].sort());
  });
});

test.each([
  ["t4g.small", "arm64"],
  ["m7gd.large", "arm64"],
  ["g5g.xlarge", "arm64"],
  ["t3.small", "amd64"],
  ["g4dn.xlarge", "amd64"],
  ["m7i.large", "amd64"],
  ["c6gn.medium", "arm64"],
])("%s is %s", (type, architecture) => {
  expect(architectureOf(type)).toBe(architecture);
});
