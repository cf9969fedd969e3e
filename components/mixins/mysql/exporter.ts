// mysqld_exporter, on each platform.
import { github } from "../../releases";
import { asUser, type ServiceExporter } from "../exporter";

export const exporter: ServiceExporter = {
  inCluster: {
    chart: "prometheus-mysql-exporter",
    version: "2.14.0",
    port: "mysql-exporter",
    releaseLabel: "app.kubernetes.io/instance",
    values: ({ host, port, user, secret }) => ({
      mysql: {
        host,
        port,
        ...(user && { user }),
        ...(secret && { pass: "", existingPasswordSecret: secret }),
      },
      // Our ServiceMonitor finds it; whoever follows such annotations would scrape it a second time.
      annotations: { "prometheus.io/scrape": "false" },
      securityContext: asUser(65534),
    }),
  },
  onMachine: {
    name: "mysqld_exporter",
    version: "0.18.0",
    urls: github("prometheus/mysqld_exporter", "mysqld_exporter-"),
    sums: {
      of: "0.18.0",
      amd64: "46e8f45654352bdd42d162b2b4a68f00055d45acc168f9c068235b9e3acc39c1",
      arm64: "abdb452600ca086b68244aadf8045fbf0b6a48dcb76eed5576995806c176f6ce",
    },
    flags: (address) => [`--mysqld.address=${address}`, `--mysqld.username=\${MYSQLD_EXPORTER_USER}`],
    tls: ({ webConfig }) => [`--web.config.file=${webConfig}`],
    onRequest: {
      from: "rds",
      path: "/probe",
      target: (address) => address,
      flags: [`--mysqld.username=\${MYSQLD_EXPORTER_USER}`],
    },
  },
};
