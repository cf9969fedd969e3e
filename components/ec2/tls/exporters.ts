// Exporters that speak TLS with the servers and nobody else: what each needs beside its unit, and the tag that says where one does.
import type { TlsFiles } from "../../mixins";
import type { Ec2Platform } from "../../monitoring";
import { demandingWebConfig } from "../../prometheus";
import type { File } from "../machine/setup";
import type { ServiceUnit } from "../machine/unit";
import { PORTS } from "../topology/ports";

/**
 * Of a machine: the ports at which its exporters speak TLS, with a space between two. The machine has it from its beginning to its
 * end, as it has its exporters, so that Prometheus asks each the way it listens.
 */
export const TLS_TAG = "tocsin:tls";

/** Exporters of hosts that can. cAdvisor has no TLS. */
const ABLE = { node: PORTS.nodeExporter, blackbox: PORTS.blackbox } as const;

type Hosts = Ec2Platform["hosts"];

/** What a machine's tags say of it, where it has such exporters. */
export function tlsTag(
  exporters: Hosts["exporters"],
  own: readonly { port: number }[],
): Readonly<Record<string, string>> {
  const able = Object.entries(ABLE).filter(([name]) => exporters.some((one) => one === name));
  const ports = [...able.map(([, port]) => port), ...own.map(({ port }) => port)];
  return ports.length > 0 ? { [TLS_TAG]: [...new Set(ports)].sort((a, b) => a - b).join(" ") } : {};
}

const AUTHORITY = "/etc/tocsin/authority.crt";

/** Knows the servers. */
export const authorityFile = (certificate: string): File => ({ path: AUTHORITY, content: certificate });

export const filesOf = (unit: string): TlsFiles => ({
  webConfig: `/etc/tocsin/${unit}-web.yml`,
  certificate: `/run/${unit}/tls.crt`,
  key: `/run/${unit}/tls.key`,
  authority: AUTHORITY,
});

/** The exporter's own file, as Prometheus' exporters take it. */
export function webConfigFile(unit: string): File {
  const { webConfig, ...others } = filesOf(unit);
  return { path: webConfig, content: demandingWebConfig(others) };
}

/**
 * The unit makes a key that nobody else reads, whenever it starts. Who it is, the security group says; who asks, its certificate
 * does.
 */
export function withKey(unit: string): Pick<ServiceUnit, "runtime" | "first"> {
  const { certificate, key } = filesOf(unit);
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "3650"];
  const to = ["-subj", "/CN=exporter", "-keyout", key, "-out", certificate];
  return { runtime: unit, first: ["/usr/bin/openssl", "req", "-x509", ...kind, ...to] };
}
