// Exporters for data services, which run next to the monitoring server or on a host.
import { EXPORTERS, type OnRequest } from "../../mixins";
import { addressText, askedServices, type Ec2Platform } from "../../monitoring";
import type { Release } from "../machine/releases";
import { serviceUnit } from "../machine/unit";
import { filesOf, withKey } from "../tls/exporters";

type Given = Ec2Platform["exporters"][number];

/** Without an address it asks the one that each request names. */
export type DataExporter = Omit<Given, "address"> & Partial<Pick<Given, "address">>;

/** Those that run on the monitoring servers, with those for what is found by tags. */
export const exportersOnServers = (platform: Ec2Platform): DataExporter[] => [
  ...platform.exporters.filter(({ on }) => on === "servers"),
  ...askedServices(platform).map(({ mixin, from, ...one }) => ({ kind: mixin, name: from, on: "servers", ...one })),
];

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

/** Private addresses, RFC 1918 and RFC 6598: what a request names beyond them gets no password of the exporter's. */
const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"];

/**
 * The networks that it may talk with: those that ask it, and the data service. Undefined where that has a name, whose addresses
 * nobody knows here: then the security group alone keeps others out.
 */
function networksOf({ address }: DataExporter, asking: readonly string[]): readonly string[] | undefined {
  if (!address) return [...asking, ...PRIVATE];
  const { host } = address;
  if (host === "localhost" || host.startsWith("127.")) return asking;
  return /^\d+(\.\d+){3}$/.test(host) ? [...asking, host] : undefined;
}

/** How it knows whom to ask. */
function asks(exporter: DataExporter): Pick<OnRequest, "flags" | "environment"> & { variables: readonly string[] } {
  const { flags, variables, environment, onRequest } = onMachine(exporter);
  if (!exporter.address) {
    if (!onRequest) throw new Error(`The exporter of ${exporter.kind} needs an address`);
    return { ...onRequest, variables: [] };
  }
  const address = addressText(exporter.address);
  return { flags: flags(address), variables: variables?.(address) ?? [], ...(environment && { environment }) };
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
  const { kind, name, port, environmentParameter } = exporter;
  const { name: release, tls } = onMachine(exporter);
  const { flags, variables, environment } = asks(exporter);
  const networks = networksOf(exporter, asking);
  const command = `/opt/tocsin/${release}/${release}`;
  return serviceUnit({
    description: `Exporter of the ${kind} ${name}`,
    exec: [
      ...(variables.length > 0 ? ["/usr/bin/env", ...variables] : []),
      command,
      `--web.listen-address=${listen}:${port}`,
      ...flags,
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
