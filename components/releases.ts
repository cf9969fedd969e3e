// What makers publish of a version: a file for each system and architecture, and the list that has its checksum.
import { VERSIONS } from "./versions";

export type Architecture = "arm64" | "amd64";

/** As makers call it in the names of their files. */
export type System = "linux" | "darwin";

/** A file, and where its SHA-256 is. */
interface Published {
  /** URL. */
  file: string;
  /** URL of a list of checksums or of a single one, where the maker publishes one. */
  checksums?: string;
}

/** A version, and the files that its maker publishes of it. */
export interface Release {
  version: string;
  urls: (version: string, architecture: Architecture, system?: System) => Published;
  /** SHA-256 of the files of just this version, where the maker has no list of them. */
  sums?: Readonly<Partial<Record<Architecture, string>>>;
}

const base = (repository: string, version: string) => `https://github.com/${repository}/releases/download/v${version}`;

/** As Prometheus' own projects name their files. */
export const github =
  (repository: string, name: string) =>
  (version: string, architecture: Architecture, system: System = "linux") => ({
    file: `${base(repository, version)}/${name}${version}.${system}-${architecture}.tar.gz`,
    checksums: `${base(repository, version)}/sha256sums.txt`,
  });

/** As VictoriaMetrics' makers name theirs. */
const victoria =
  (repository: string, name: string): Release["urls"] =>
  (version, architecture, system = "linux") => {
    const file = `${base(`VictoriaMetrics/${repository}`, version)}/${name}-${system}-${architecture}-v${version}`;
    return { file: `${file}.tar.gz`, checksums: `${file}_checksums.txt` };
  };

const COLLECTOR = "open-telemetry/opentelemetry-collector-releases";

/** The releases of the programs that Tocsin itself is made of. Those of services' exporters stand with their mixins. */
export const RELEASES = {
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
      file: `${base("google/cadvisor", version)}/cadvisor-v${version}-linux-${architecture}`,
    }),
    sums: {
      amd64: "9359a1192775eafeead41941690f7d94fb55f5f85833071b70593f8e7eae31ec",
      arm64: "38477947aab2dc5ff0288d4ee59e2ddb351d3a627140b707416f4b4ee91c1b85",
    },
  },
  grafana: {
    version: VERSIONS.grafana,
    urls: (version, architecture, system = "linux") => {
      const file = `https://dl.grafana.com/oss/release/grafana-${version}.${system}-${architecture}.tar.gz`;
      return { file, checksums: `${file}.sha256` };
    },
  },
  victorialogs: { version: VERSIONS.victorialogs, urls: victoria("VictoriaLogs", "victoria-logs") },
  vmalert: { version: VERSIONS.vmalert, urls: victoria("VictoriaMetrics", "vmutils") },
  otelcol: {
    version: VERSIONS.otelcol,
    urls: (version, architecture, system = "linux") => ({
      file: `${base(COLLECTOR, version)}/otelcol-contrib_${version}_${system}_${architecture}.tar.gz`,
      checksums: `${base(COLLECTOR, version)}/opentelemetry-collector-releases_otelcol-contrib_checksums.txt`,
    }),
  },
  jaeger: {
    version: VERSIONS.jaeger,
    urls: (version, architecture, system = "linux") => {
      const file = `${base("jaegertracing/jaeger", version)}/jaeger-${version}-${system}-${architecture}`;
      return { file: `${file}.tar.gz`, checksums: `${file}.sha256sum.txt` };
    },
  },
  thanos: { version: VERSIONS.thanos, urls: github("thanos-io/thanos", "thanos-") },
} as const satisfies Record<string, Release>;

const nameOf = (url: string) => url.slice(url.lastIndexOf("/") + 1);

/** The same on a mirror, where all files lie in one folder and lists of the same name need another: `prometheus-sha256sums.txt`. */
export function onMirror(mirror: string, name: string, { file, checksums }: Published): Published {
  const list = checksums && nameOf(checksums) === "sha256sums.txt" ? `${name}-sha256sums.txt` : nameOf(checksums ?? "");
  return { file: `${mirror}/${nameOf(file)}`, ...(checksums && { checksums: `${mirror}/${list}` }) };
}
