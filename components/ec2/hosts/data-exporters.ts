// Exporters for data services, which run next to the monitoring server or on a host.
import { EXPORTERS } from "../../mixins";
import { addressText, type Ec2Platform } from "../../monitoring";
import type { Release } from "../machine/releases";
import { serviceUnit } from "../machine/unit";
import { filesOf, withKey } from "../tls/exporters";

export type DataExporter = Ec2Platform["exporters"][number];

/** How it runs on a machine. Throws where its mixin has no exporter, which the settings do not let through. */
function onMachine({ kind }: DataExporter) {
  const found = EXPORTERS[kind];
  if (!found) throw new Error(`There is no exporter for the mixin "${kind}"; there are for ${Object.keys(EXPORTERS)}`);
  return found.onMachine;
}

export const releaseOf = (exporter: DataExporter): Release => onMachine(exporter).name;

/** Also the name of its unit. */
export const nameOf = ({ kind, name }: DataExporter) => `tocsin-${kind}-${name}`;

/** The file that its environment is read from, where a parameter holds one. */
export const environmentFileOf = (exporter: DataExporter) => `/run/tocsin/secrets/${nameOf(exporter)}`;

/**
 * The networks that it may talk with: those that ask it, and the data service. Undefined where that has a name, whose addresses
 * nobody knows here: then the security group alone keeps others out.
 */
function networksOf({ address }: DataExporter, asking: readonly string[]): readonly string[] | undefined {
  const { host } = address;
  if (host === "localhost" || host.startsWith("127.")) return asking;
  return /^\d+(\.\d+){3}$/.test(host) ? [...asking, host] : undefined;
}

/**
 * `listen` is where it is scraped, without the port: `127.0.0.1`, or nothing for every address. `asking` are the networks of
 * those that scrape it from elsewhere, and `overTls` says whether it speaks TLS with them.
 */
export function dataExporterUnit(
  exporter: DataExporter,
  listen: string,
  asking: readonly string[] = [],
  overTls = false,
): string {
  const { kind, name, address, port, environmentParameter } = exporter;
  const { name: release, flags, tls, variables, environment } = onMachine(exporter);
  const variable = variables?.(addressText(address)) ?? [];
  const networks = networksOf(exporter, asking);
  const command = `/opt/tocsin/${release}/${release}`;
  return serviceUnit({
    description: `Exporter of the ${kind} ${name}`,
    exec: [
      ...(variable.length > 0 ? ["/usr/bin/env", ...variable] : []),
      command,
      `--web.listen-address=${listen}:${port}`,
      ...flags(addressText(address)),
      ...(overTls ? tls(filesOf(nameOf(exporter))) : []),
    ],
    memory: 128,
    cpu: 25,
    ...(overTls && withKey(nameOf(exporter))),
    ...(environment && { environment }),
    ...(networks && { networks }),
    ...(environmentParameter && { environmentFile: environmentFileOf(exporter), after: ["tocsin-secrets.service"] }),
  });
}
