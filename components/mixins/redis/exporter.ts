// redis_exporter, on each platform.
import { asUser, github, type ServiceExporter } from "../exporter";

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
    version: "1.74.0",
    urls: github("oliver006/redis_exporter", "redis_exporter-v"),
    flags: (address) => [`--redis.addr=redis://${address}`],
  },
};
