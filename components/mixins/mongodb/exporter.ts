// Percona's mongodb_exporter, on each platform.
import type { ServiceExporter } from "../exporter";

export const exporter: ServiceExporter = {
  inCluster: {
    chart: "prometheus-mongodb-exporter",
    version: "3.22.0",
    port: "metrics",
    releaseLabel: "app.kubernetes.io/instance",
    // A URI names hosts of its own.
    asksAnyone: true,
    values: ({ host, port, secret }) => ({
      podSecurityContext: { seccompProfile: { type: "RuntimeDefault" } },
      ...(secret
        ? { mongodb: { uri: "" }, existingSecret: secret }
        : { mongodb: { uri: `mongodb://${host}:${port}` } }),
    }),
  },
  onMachine: {
    name: "mongodb_exporter",
    version: "0.51.0",
    urls: (version, architecture) => {
      const base = `https://github.com/percona/mongodb_exporter/releases/download/v${version}`;
      return {
        file: `${base}/mongodb_exporter-${version}.linux-${architecture}.tar.gz`,
        checksums: `${base}/mongodb_exporter_${version}_checksums.txt`,
      };
    },
    sums: {
      of: "0.51.0",
      amd64: "01dfae78c737fb48761a715d779cade464a84cce7a2a70357ac4af469bade198",
      arm64: "f2f023d2d632c3b9cdc873558f26a8940efc197c1b36bbf96da17416a60eead6",
    },
    flags: (address) => [`--mongodb.uri=mongodb://${address}`, "--collect-all"],
    tls: ({ webConfig }) => [`--web.config=${webConfig}`],
  },
};
