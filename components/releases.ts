// What makers publish of a version: a file for each system and architecture, with the checksum that we know or the list that has it.
import { VERSIONS } from "./versions";

export type Architecture = "arm64" | "amd64";

/** As makers call it in the names of their files. */
export type System = "linux" | "darwin";

/** A file, and where its maker's SHA-256 of it is. */
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
  /** SHA-256 of the files for Linux, as two repositories of others pin them: whoever replaces a file and its list replaces no sum here. */
  sums?: Sums;
}

/** With the version that they are of: a release with another version has none, which a test refuses. */
type Sums = Readonly<Partial<Record<Architecture, string>>> & { readonly of: string };

/** The SHA-256 that we know of this very file. It goes before a list, wherever the file comes from. */
export const pinnedSum = (
  { sums }: Release,
  version: string,
  architecture: Architecture,
  system: System = "linux",
): string | undefined => (sums?.of === version && system === "linux" ? sums[architecture] : undefined);

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
  node_exporter: {
    version: VERSIONS.node_exporter,
    urls: github("prometheus/node_exporter", "node_exporter-"),
    sums: {
      of: "1.12.1",
      amd64: "b51d8a76aa2a9156a55d501aca6276fae09e262259a5e4e831d2c2222f084e63",
      arm64: "ad35b605f9954b9f1ffddf5ba054bdc5a98d790b9eae5291e1eeb83f1ecbd0e7",
    },
  },
  blackbox_exporter: {
    version: VERSIONS.blackbox_exporter,
    urls: github("prometheus/blackbox_exporter", "blackbox_exporter-"),
    sums: {
      of: "0.28.0",
      amd64: "caf5d242fb1cf6d5cb678f3f799f22703d4fafea26b03dcbbd7e1f1825e06329",
      arm64: "63312be0983d85e5109710a7dc93df3051157ae581853fa3655d171cc1b2806e",
    },
  },
  cadvisor: {
    version: VERSIONS.cadvisor_program,
    // A single file. Its maker publishes no list, and one project alone pins both of these. A wrong one installs nothing.
    urls: (version, architecture) => ({
      file: `${base("google/cadvisor", version)}/cadvisor-v${version}-linux-${architecture}`,
    }),
    sums: {
      of: "0.57.0",
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
    sums: { of: "13.2.2", amd64: "9662c838a09824fdb072e5f6fbdd45b62cf541b20f3d609ea5011e6e5f544c8f" },
  },
  victorialogs: {
    version: VERSIONS.victorialogs,
    urls: victoria("VictoriaLogs", "victoria-logs"),
    sums: {
      of: "1.52.0",
      amd64: "d14f585144b8d6813f15e11f0041f487e15e10e5f5e5a31be0311367e93d3494",
      arm64: "91338c3e5e3d743a862c0a8665bf80862f639dbd4de6f6ff19ada7df5e9acf45",
    },
  },
  vmalert: {
    version: VERSIONS.vmalert,
    urls: victoria("VictoriaMetrics", "vmutils"),
    sums: {
      of: "1.151.0",
      amd64: "1813b8c8f5c609b56ee01243e1c1213b302be9bbd1243e51fd67a06cb83e53d6",
      arm64: "5fdfe95bbd09cc4f0884feda725fda25f39aede9deef8cddb11070ecea494206",
    },
  },
  otelcol: {
    version: VERSIONS.otelcol,
    urls: (version, architecture, system = "linux") => ({
      file: `${base(COLLECTOR, version)}/otelcol-contrib_${version}_${system}_${architecture}.tar.gz`,
      checksums: `${base(COLLECTOR, version)}/opentelemetry-collector-releases_otelcol-contrib_checksums.txt`,
    }),
    sums: { of: "0.149.0", amd64: "4acb57355e9388f257b28de8c18422ff43e52eb329052bd54ebecde000dcbb47" },
  },
  jaeger: {
    version: VERSIONS.jaeger,
    urls: (version, architecture, system = "linux") => {
      const file = `${base("jaegertracing/jaeger", version)}/jaeger-${version}-${system}-${architecture}`;
      return { file: `${file}.tar.gz`, checksums: `${file}.sha256sum.txt` };
    },
  },
  yace: {
    version: VERSIONS.yace,
    urls: github("prometheus-community/yet-another-cloudwatch-exporter", "yet-another-cloudwatch-exporter-"),
  },
  thanos: { version: VERSIONS.thanos, urls: github("thanos-io/thanos", "thanos-") },
} as const satisfies Record<string, Release>;

const nameOf = (url: string) => url.slice(url.lastIndexOf("/") + 1);

/** The same on a mirror, where all files lie in one folder and lists of the same name need another: `prometheus-sha256sums.txt`. */
export function onMirror(mirror: string, name: string, { file, checksums }: Published): Published {
  const list = checksums && nameOf(checksums) === "sha256sums.txt" ? `${name}-sha256sums.txt` : nameOf(checksums ?? "");
  return { file: `${mirror}/${nameOf(file)}`, ...(checksums && { checksums: `${mirror}/${list}` }) };
}
