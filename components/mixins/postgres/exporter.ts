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
    sums: {
      of: "0.17.1",
      amd64: "6da7d2edafd69ecceb08addec876786fa609849f6d5f903987c0d61c3fc89506",
      arm64: "405af4e838a3d094d575e5aaeac43bd0a1818aaf2c840a3c8fc2c6fcc77218dc",
    },
    flags: () => [],
    tls: ({ webConfig }) => [`--web.config.file=${webConfig}`],
    variables: (address) => [`DATA_SOURCE_URI=${address}/postgres?sslmode=require`],
    // The exporter's driver takes user and password from PGUSER and PGPASSWORD.
    onRequest: {
      from: "rds",
      path: "/probe",
      target: (address) => `postgresql://${address}/postgres?sslmode=require`,
      flags: [],
    },
  },
};
