// Exporters for data services, which run next to the monitoring server or on a host: a table of command lines.
import type { Ec2Platform } from "../monitoring";
import type { Release } from "./releases";
import { serviceUnit } from "./unit";

export type DataExporter = Ec2Platform["exporters"][number];

interface Row {
  release: Release;
  /** Flags beside the address to listen on. User names and passwords are variables of the exporter's environment. */
  flags: (address: string) => readonly string[];
}

const ROWS: Record<DataExporter["kind"], Row> = {
  redis: { release: "redis_exporter", flags: (address) => [`--redis.addr=redis://${address}`] },
  mysql: {
    release: "mysqld_exporter",
    flags: (address) => [`--mysqld.address=${address}`, `--mysqld.username=\${MYSQLD_EXPORTER_USER}`],
  },
  // Its address is a variable as well: DATA_SOURCE_URI.
  postgres: { release: "postgres_exporter", flags: () => [] },
  mongodb: { release: "mongodb_exporter", flags: (address) => [`--mongodb.uri=mongodb://${address}`, "--collect-all"] },
  kafka: { release: "kafka_exporter", flags: (address) => [`--kafka.server=${address}`] },
};

export const releaseOf = ({ kind }: DataExporter): Release => ROWS[kind].release;

/** Also the name of its unit. */
export const nameOf = ({ kind, name }: DataExporter) => `tocsin-${kind}-${name}`;

/** The file that its environment is read from, where a parameter holds one. */
export const environmentFileOf = (exporter: DataExporter) => `/run/tocsin/secrets/${nameOf(exporter)}`;

/** `listen` is where it is scraped, without the port: `127.0.0.1`, or nothing for every address. */
export function dataExporterUnit(exporter: DataExporter, listen: string): string {
  const { kind, name, address, port, environmentParameter } = exporter;
  const { release, flags } = ROWS[kind];
  const variable = kind === "postgres" ? [`DATA_SOURCE_URI=${address}/postgres?sslmode=require`] : [];
  const command = `/opt/tocsin/${release}/${release}`;
  return serviceUnit({
    description: `Exporter of the ${kind} ${name}`,
    exec: [
      ...(variable.length > 0 ? ["/usr/bin/env", ...variable] : []),
      command,
      `--web.listen-address=${listen}:${port}`,
      ...flags(address),
    ],
    memory: 128,
    cpu: 25,
    ...(environmentParameter && { environmentFile: environmentFileOf(exporter), after: ["tocsin-secrets.service"] }),
  });
}
