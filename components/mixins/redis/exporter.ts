// redis_exporter, on each platform.
import { github } from "../../releases";
import { asUser, type ServiceExporter } from "../exporter";

export const exporter: ServiceExporter = {
  inCluster: {
    chart: "prometheus-redis-exporter",
    version: "6.29.0",
    port: "redis-exporter",
    releaseLabel: "app.kubernetes.io/instance",
    values: ({ host, port, user, secret }) => ({
      redisAddress: `redis://${host}:${port}`,
      ...(secret && { auth: { enabled: true, secret, ...(user && { redisUser: user }) } }),
      securityContext: asUser(59000),
    }),
  },
  onMachine: {
    name: "redis_exporter",
    version: "1.86.0",
    urls: github("oliver006/redis_exporter", "redis_exporter-v"),
    sums: {
      of: "1.86.0",
      amd64: "20a97421cabceb8156aad227002ee813781e318d7c2192a439c86a91b5ef70ea",
      arm64: "a4ecc3bc631713835c1016ad5d6fb3dee8a05a9fbd7a90d4f0e00655bce6d5f3",
    },
    // Else it sends its password to whatever target a request to /scrape names. Versions before 1.83.0 do not know the variable.
    environment: { REDIS_EXPORTER_DISABLE_SCRAPE_ENDPOINT: "true" },
    flags: (address) => [`--redis.addr=redis://${address}`],
    tls: ({ certificate, key, authority }) => [
      `--tls-server-cert-file=${certificate}`,
      `--tls-server-key-file=${key}`,
      `--tls-server-ca-cert-file=${authority}`,
    ],
    // Without an address of its own, which it would ask as well at each request to /metrics.
    onRequest: {
      from: "elasticache",
      path: "/scrape",
      target: (address, isTls) => `${isTls ? "rediss" : "redis"}://${address}`,
      flags: ["--redis.addr="],
    },
  },
};
