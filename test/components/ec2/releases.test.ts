// What is downloaded, from where, and for which machines.
import { describe, expect, test } from "vitest";
import { architectureOf, installArguments } from "../../../components/ec2/machine/releases";
import { EXPORTERS } from "../../../components/mixins";

const RELEASES = [
  ...(["prometheus", "alertmanager", "grafana", "node_exporter", "blackbox_exporter", "cadvisor"] as const),
  ...Object.values(EXPORTERS).map(({ onMachine }) => onMachine.name),
];
const none = { versions: {}, checksums: {} };

describe("a release", () => {
  test("comes from its maker, with its maker's checksums", () => {
    expect(installArguments("node_exporter", "arm64", none)).toEqual([
      "node_exporter",
      "https://github.com/prometheus/node_exporter/releases/download/v1.12.1/node_exporter-1.12.1.linux-arm64.tar.gz",
      "https://github.com/prometheus/node_exporter/releases/download/v1.12.1/sha256sums.txt",
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

  test("without a list of checksums is checked against a pinned one, which is that of its version only", () => {
    const another = { versions: { cadvisor: "0.53.0" }, checksums: {} };
    for (const release of ["cadvisor", "kafka_exporter"] as const)
      for (const architecture of ["amd64", "arm64"] as const)
        expect(installArguments(release, architecture, none).at(-1)).toMatch(/^[0-9a-f]{64}$/);
    expect(() => installArguments("cadvisor", "amd64", another)).toThrow(
      "platform.downloads.versions.cadvisor: found 0.53.0, of whose file for amd64 no checksum is known; give its SHA-256 as " +
        "platform.downloads.checksums.cadvisor.amd64",
    );
  });

  test.each(RELEASES)("%s is checked on either architecture, by a sum of ours or its maker's list", (release) => {
    for (const architecture of ["amd64", "arm64"] as const)
      expect(installArguments(release, architecture, none).at(-1)).toMatch(/^([0-9a-f]{64}|https:\/\/\S+)$/);
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
