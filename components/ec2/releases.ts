// What is downloaded onto hosts and servers: one table of versions, each checked against its maker's checksums.
import type { Ec2Platform } from "../monitoring";
import { VERSIONS } from "../versions";

export type Downloads = Ec2Platform["downloads"];
export type Release = keyof Required<Downloads["versions"]>;
export type Architecture = "arm64" | "amd64";

interface Row {
  /** The URL of the file and of its checksums; `-` where the maker publishes none. */
  urls: (version: string, architecture: Architecture) => { file: string; checksums: string };
  /** SHA-256 of the files of just the version in `VERSIONS`, where the maker has no list of them. */
  sums?: Readonly<Partial<Record<Architecture, string>>>;
}

/** As Prometheus' own projects name things. */
const github = (repository: string, name: string) => (version: string, architecture: Architecture) => {
  const base = `https://github.com/${repository}/releases/download/v${version}`;
  return { file: `${base}/${name}${version}.linux-${architecture}.tar.gz`, checksums: `${base}/sha256sums.txt` };
};

const ROWS: Record<Release, Row> = {
  prometheus: { urls: github("prometheus/prometheus", "prometheus-") },
  alertmanager: { urls: github("prometheus/alertmanager", "alertmanager-") },
  node_exporter: { urls: github("prometheus/node_exporter", "node_exporter-") },
  blackbox_exporter: { urls: github("prometheus/blackbox_exporter", "blackbox_exporter-") },
  cadvisor: {
    // A single file. Its maker writes the checksum into the text of the release, where no program finds it; this one is that of
    // Arch Linux' package cadvisor-bin 0.52.1. Another is for `downloads.checksums` to say.
    urls: (version, architecture) => ({
      file: `https://github.com/google/cadvisor/releases/download/v${version}/cadvisor-v${version}-linux-${architecture}`,
      checksums: "-",
    }),
    sums: { amd64: "37b04a2c2e939966ff8ea17628afda5f3a24ca647be36b3ba3748ed016a15ecc" },
  },
  grafana: {
    urls: (version, architecture) => {
      const file = `https://dl.grafana.com/oss/release/grafana-${version}.linux-${architecture}.tar.gz`;
      return { file, checksums: `${file}.sha256` };
    },
  },
  redis_exporter: { urls: github("oliver006/redis_exporter", "redis_exporter-v") },
  mysqld_exporter: { urls: github("prometheus/mysqld_exporter", "mysqld_exporter-") },
  postgres_exporter: {
    urls: github("prometheus-community/postgres_exporter", "postgres_exporter-"),
  },
  mongodb_exporter: {
    urls: (version, architecture) => {
      const base = `https://github.com/percona/mongodb_exporter/releases/download/v${version}`;
      return {
        file: `${base}/mongodb_exporter-${version}.linux-${architecture}.tar.gz`,
        checksums: `${base}/mongodb_exporter_${version}_checksums.txt`,
      };
    },
  },
  kafka_exporter: {
    // Its maker's build makes no list of checksums; these are what Nix expressions, a Homebrew formula and an RPM spec for 1.9.0 pin.
    urls: (version, architecture) => ({
      ...github("danielqsj/kafka_exporter", "kafka_exporter-")(version, architecture),
      checksums: "-",
    }),
    sums: {
      amd64: "c722518ad71c53b3988ea26ae2bd387bb596ce7a98fc639d08bf639a537699a1",
      arm64: "b6991fcb50d2dc87fde02e003dc8c1b742022ab3becf30e4bb9979b22c1d37d8",
    },
  },
};

/** Arguments of `tocsin-install`: the name, the URL of the file, and where its checksum is. */
export function installArguments(release: Release, architecture: Architecture, downloads: Downloads): string[] {
  const { urls, sums } = ROWS[release];
  const version = VERSIONS[release];
  const wanted = downloads.versions[release] ?? version;
  const { file, checksums } = urls(wanted, architecture);
  const own = downloads.checksums[release]?.[architecture] ?? (wanted === version ? sums?.[architecture] : undefined);
  return [
    release,
    mirrored(file, downloads),
    own ?? (checksums === "-" ? checksums : mirroredSums(release, checksums, downloads)),
  ];
}

const baseOf = (url: string) => url.slice(url.lastIndexOf("/") + 1);

function mirrored(url: string, { mirror }: Downloads): string {
  return mirror ? `${mirror.replace(/\/$/, "")}/${baseOf(url)}` : url;
}

/** On a mirror all releases lie in one folder, where lists of the same name need another. */
function mirroredSums(release: Release, url: string, { mirror }: Downloads): string {
  const name = baseOf(url) === "sha256sums.txt" ? `${release}-sha256sums.txt` : baseOf(url);
  return mirror ? `${mirror.replace(/\/$/, "")}/${name}` : url;
}

/** Of an instance type: Graviton's families have a `g` after their generation, as in t4g, m7gd or g5g. */
export function architectureOf(instanceType: string): Architecture {
  return /^[a-z]+\d+g/.test(instanceType) ? "arm64" : "amd64";
}
