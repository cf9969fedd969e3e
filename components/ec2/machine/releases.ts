// What is downloaded onto hosts and servers: one table of versions, each checked against a checksum.
import { EXPORTERS, github, type Release as Published } from "../../mixins";
import type { Ec2Platform } from "../../monitoring";
import { VERSIONS } from "../../versions";

export type Downloads = Ec2Platform["downloads"];
export type Release = keyof Required<Downloads["versions"]>;
export type Architecture = "arm64" | "amd64";

const RELEASES: Readonly<Record<Release, Published>> = {
  prometheus: { version: VERSIONS.prometheus, urls: github("prometheus/prometheus", "prometheus-") },
  alertmanager: { version: VERSIONS.alertmanager, urls: github("prometheus/alertmanager", "alertmanager-") },
  node_exporter: { version: VERSIONS.node_exporter, urls: github("prometheus/node_exporter", "node_exporter-") },
  blackbox_exporter: {
    version: VERSIONS.blackbox_exporter,
    urls: github("prometheus/blackbox_exporter", "blackbox_exporter-"),
  },
  cadvisor: {
    version: VERSIONS.cadvisor_program,
    // A single file. Its maker publishes no list; these are what public scripts that install 0.57.0 pin. A wrong one installs nothing.
    urls: (version, architecture) => ({
      file: `https://github.com/google/cadvisor/releases/download/v${version}/cadvisor-v${version}-linux-${architecture}`,
    }),
    sums: {
      amd64: "9359a1192775eafeead41941690f7d94fb55f5f85833071b70593f8e7eae31ec",
      arm64: "38477947aab2dc5ff0288d4ee59e2ddb351d3a627140b707416f4b4ee91c1b85",
    },
  },
  grafana: {
    version: VERSIONS.grafana,
    urls: (version, architecture) => {
      const file = `https://dl.grafana.com/oss/release/grafana-${version}.linux-${architecture}.tar.gz`;
      return { file, checksums: `${file}.sha256` };
    },
  },
  ...Object.fromEntries(Object.values(EXPORTERS).map(({ onMachine }) => [onMachine.name, onMachine])),
};

/**
 * Arguments of `tocsin-install`: the name, the URL of the file, and its checksum or where that is. Throws where there is none: what
 * nobody can check is not installed.
 */
export function installArguments(release: Release, architecture: Architecture, downloads: Downloads): string[] {
  const published = RELEASES[release];
  if (!published) throw new Error(`There is no release ${release}; there are ${Object.keys(RELEASES).join(", ")}`);
  const { version, urls, sums } = published;
  const wanted = downloads.versions[release] ?? version;
  const { file, checksums } = urls(wanted, architecture);
  const own = downloads.checksums[release]?.[architecture] ?? (wanted === version ? sums?.[architecture] : undefined);
  const sum = own ?? (checksums && mirroredSums(release, checksums, downloads));
  if (!sum) {
    throw new Error(
      `platform.downloads.versions.${release}: found ${wanted}, of whose file for ${architecture} no checksum is known; ` +
        `give its SHA-256 as platform.downloads.checksums.${release}.${architecture}`,
    );
  }
  return [release, mirrored(file, downloads), sum];
}

const baseOf = (url: string) => url.slice(url.lastIndexOf("/") + 1);

function mirrored(url: string, { mirror }: Downloads): string {
  return mirror ? `${mirror}/${baseOf(url)}` : url;
}

/** On a mirror all releases lie in one folder, where lists of the same name need another. */
function mirroredSums(release: Release, url: string, { mirror }: Downloads): string {
  const name = baseOf(url) === "sha256sums.txt" ? `${release}-sha256sums.txt` : baseOf(url);
  return mirror ? `${mirror}/${name}` : url;
}

/** Of an instance type: Graviton's families have a `g` after their generation, as in t4g, m7gd or g5g. */
export function architectureOf(instanceType: string): Architecture {
  return /^[a-z]+\d+g/.test(instanceType) ? "arm64" : "amd64";
}
