// kafka_exporter, on each platform.
import { github } from "../../releases";
import { asUser, type ServiceExporter } from "../exporter";

export const exporter: ServiceExporter = {
  inCluster: {
    chart: "prometheus-kafka-exporter",
    version: "3.1.1",
    port: "exporter-port",
    releaseLabel: "release",
    values: ({ host, port }) => ({
      kafkaServer: [`${host}:${port}`],
      rbac: { create: false },
      containerSecurityContext: asUser(65534),
    }),
  },
  onMachine: {
    name: "kafka_exporter",
    version: "1.9.0",
    // Its maker's build makes no list of checksums.
    urls: (version, architecture) => ({
      file: github("danielqsj/kafka_exporter", "kafka_exporter-")(version, architecture).file,
    }),
    sums: {
      of: "1.9.0",
      amd64: "c722518ad71c53b3988ea26ae2bd387bb596ce7a98fc639d08bf639a537699a1",
      arm64: "b6991fcb50d2dc87fde02e003dc8c1b742022ab3becf30e4bb9979b22c1d37d8",
    },
    flags: (address) => [`--kafka.server=${address}`],
    tls: ({ certificate, key, authority }) => [
      "--server.tls.enabled",
      "--server.tls.mutual-auth-enabled",
      `--server.tls.cert-file=${certificate}`,
      `--server.tls.key-file=${key}`,
      `--server.tls.ca-file=${authority}`,
    ],
  },
};
