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

/** It would send its password to whatever target a request to /scrape names. Versions before 1.83.0 do not know the variable. */
const NO_FOREIGN_TARGETS = { REDIS_EXPORTER_DISABLE_SCRAPE_ENDPOINT: "true" };

export const releaseOf = ({ kind }: DataExporter): Release => ROWS[kind].release;

/** Also the name of its unit. */
export const nameOf = ({ kind, name }: DataExporter) => `tocsin-${kind}-${name}`;

/** The file that its environment is read from, where a parameter holds one. */
export const environmentFileOf = (exporter: DataExporter) => `/run/tocsin/secrets/${nameOf(exporter)}`;

/**
 * The networks that it may talk with: those that ask it, and the data service. Undefined where that has a name, whose addresses
 * nobody knows here: then the security group alone keeps others out.
 */
function networksOf({ address }: DataExporter, asking: readonly string[]): readonly string[] | undefined {
  const host = address.slice(0, address.lastIndexOf(":"));
  if (host === "localhost" || host.startsWith("127.")) return asking;
  return /^\d+(\.\d+){3}$/.test(host) ? [...asking, host] : undefined;
}

/**
 * `listen` is where it is scraped, without the port: `127.0.0.1`, or nothing for every address. `asking` are the networks of
 * those that scrape it from elsewhere.
 */
export function dataExporterUnit(exporter: DataExporter, listen: string, asking: readonly string[] = []): string {
  const { kind, name, address, port, environmentParameter } = exporter;
  const { release, flags } = ROWS[kind];
  const variable = kind === "postgres" ? [`DATA_SOURCE_URI=${address}/postgres?sslmode=require`] : [];
  const networks = networksOf(exporter, asking);
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
    ...(kind === "redis" && { environment: NO_FOREIGN_TARGETS }),
    ...(networks && { networks }),
    ...(environmentParameter && { environmentFile: environmentFileOf(exporter), after: ["tocsin-secrets.service"] }),
  });
}
