// postgres_exporter, on each platform.
import { github } from "../../releases";
import type { ServiceExporter } from "../exporter";

export const exporter: ServiceExporter = {
  inCluster: {
    chart: "prometheus-postgres-exporter",
    version: "8.2.0",
    port: "http",
    releaseLabel: "app.kubernetes.io/instance",
    values: ({ host, port, user, secret }) => ({
      config: {
        datasource: { host, port: String(port), ...(user && { user }), ...(secret && { passwordSecret: secret }) },
      },
    }),
  },
  onMachine: {
    name: "postgres_exporter",
    version: "0.17.1",
    urls: github("prometheus-community/postgres_exporter", "postgres_exporter-"),
    flags: () => [],
    tls: ({ webConfig }) => [`--web.config.file=${webConfig}`],
    variables: (address) => [`DATA_SOURCE_URI=${address}/postgres?sslmode=require`],
  },
};
