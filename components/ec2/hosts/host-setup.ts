// What a watched host gets: exporters under systemd, which answer the monitoring servers only.
import { CADVISOR_FLAGS } from "../../mixins/container/cadvisor";
import type { Ec2Platform } from "../../monitoring";
import { blackboxConfig } from "../../prometheus";
import { installPackages, installSsmAgent, type OperatingSystem } from "../machine/operating-system";
import { type Architecture, type Downloads, installArguments, type Release } from "../machine/releases";
import { script } from "../machine/scripts";
import { type File, quoted, type Setup } from "../machine/setup";
import { serviceUnit, taskUnit } from "../machine/unit";
import { authorityFile, filesOf, webConfigFile, withKey } from "../tls/exporters";
import { PORTS } from "../topology/ports";
import { type DataExporter, dataExporterUnit, environmentFileOf, nameOf, releaseOf } from "./data-exporters";

export interface HostSetupArgs {
  os: OperatingSystem;
  architecture: Architecture;
  downloads: Downloads;
  region: string;
  exporters: Ec2Platform["hosts"]["exporters"];
  /** Networks of the monitoring servers, in CIDR notation. */
  networks: readonly string[];
  /** Of data services, for which this host is the place. */
  dataExporters: readonly DataExporter[];
  /** As PEM: of the authority whose certificates the exporters ask for; without it they speak to anyone, in the clear. */
  authority?: string;
  /** Whether the machine is new: an existing one has its agent, or this would not reach it. */
  isNew: boolean;
}

/** A part of a host: its release, and the unit that runs it. */
interface Part {
  release: Release;
  unit: string;
  files?: readonly File[];
}

export function hostSetup(args: HostSetupArgs): Setup {
  const overTls = args.authority !== undefined;
  const parts: Record<string, Part> = {
    ...Object.fromEntries(args.exporters.map((exporter) => [UNITS[exporter], partOf(exporter, args)])),
    ...Object.fromEntries(
      args.dataExporters.map((one): [string, Part] => [
        nameOf(one),
        {
          release: releaseOf(one),
          unit: dataExporterUnit(one, "", args.networks, overTls),
          ...(overTls && { files: [webConfigFile(nameOf(one))] }),
        },
      ]),
    ),
  };
  const hasNode = args.exporters.includes("node");
  const secrets = environmentSecrets(args.dataExporters);
  const units = [...(secrets.length > 0 ? ["tocsin-secrets"] : []), ...Object.keys(parts)];
  return {
    files: [
      script("install"),
      ...(args.authority === undefined ? [] : [authorityFile(args.authority)]),
      ...(secrets.length > 0
        ? [script("secrets"), unitFile("tocsin-secrets.service", secretsUnit(secrets, args.region))]
        : []),
      ...(hasNode ? [{ path: "/etc/sysusers.d/tocsin-node.conf", content: `${NODE_USER_LINE}\n` }] : []),
      ...Object.entries(parts).flatMap(([name, { unit, files = [] }]) => [unitFile(`${name}.service`, unit), ...files]),
    ],
    commands: [
      ...installPackages(args.os, [
        ...(secrets.length > 0 ? (["aws"] as const) : []),
        ...(overTls ? (["openssl"] as const) : []),
      ]),
      ...(args.isNew ? installSsmAgent(args.os) : []),
      ...(hasNode ? ["systemd-sysusers"] : []),
      ...installing(Object.values(parts), args),
      "systemctl daemon-reload",
      `systemctl enable ${units.join(" ")}`,
      // Also where it runs already: its release or its unit may be another.
      `systemctl restart ${units.join(" ")}`,
    ],
  };
}

const UNITS: Record<HostSetupArgs["exporters"][number], string> = {
  node: "node_exporter",
  container: "cadvisor",
  blackbox: "blackbox_exporter",
};

function partOf(exporter: HostSetupArgs["exporters"][number], { networks, authority }: HostSetupArgs): Part {
  const overTls = authority !== undefined;
  const own = overTls ? [webConfigFile(UNITS[exporter])] : [];
  switch (exporter) {
    case "node":
      return { release: "node_exporter", unit: nodeExporterUnit(networks, overTls), files: own };
    case "container":
      return { release: "cadvisor", unit: cadvisorUnit(networks) };
    case "blackbox":
      return {
        release: "blackbox_exporter",
        unit: blackboxUnit("", "/etc/tocsin/blackbox.yml", overTls),
        files: [BLACKBOX, ...own],
      };
  }
}

const BLACKBOX: File = { path: "/etc/tocsin/blackbox.yml", content: blackboxConfig() };

/** What other programs of the machine write for its node exporter. */
export const TEXTFILE_DIR = "/var/lib/tocsin-textfile";

/** D-Bus hangs up on a user that systemd makes while the unit runs, wherever it cannot look that one up: it began before it could. */
const NODE_USER = "tocsin-node";

/** Who runs the node exporter. */
export const NODE_USER_LINE = `u ${NODE_USER} - "Prometheus node exporter"`;

export function nodeExporterUnit(networks: readonly string[], overTls: boolean): string {
  return serviceUnit({
    description: "Prometheus node exporter",
    exec: [
      "/opt/tocsin/node_exporter/node_exporter",
      `--web.listen-address=:${PORTS.nodeExporter}`,
      `--collector.textfile.directory=${TEXTFILE_DIR}`,
      // Asked over D-Bus, which tells every user. Other kinds of units seldom fail, and there are hundreds of them.
      "--collector.systemd",
      "--collector.systemd.unit-include=.+[.]service",
      "--collector.systemd.enable-restarts-metrics",
      ...(overTls ? asksForCertificate(UNITS.node) : []),
    ],
    ...(overTls && withKey(UNITS.node)),
    memory: 128,
    cpu: 25,
    networks,
    user: NODE_USER,
    // It reads the clock's state, by the call that can set it as well, to those who may.
    without: ["ProtectClock"],
    systemCalls: ["adjtimex", "clock_adjtime"],
  });
}

/** Of Prometheus' own exporters. */
const asksForCertificate = (unit: string) => [`--web.config.file=${filesOf(unit).webConfig}`];

function cadvisorUnit(networks: readonly string[]): string {
  return serviceUnit({
    description: "cAdvisor",
    exec: [
      "/opt/tocsin/cadvisor/cadvisor",
      `--port=${PORTS.cadvisor}`,
      ...CADVISOR_FLAGS,
      "--disable_metrics=percpu,sched,tcp,udp,hugetlb,referenced_memory,resctrl,cpuset,advtcp,memory_numa",
    ],
    // It reads the container engine's socket and the cgroups of all, which are root's; and the kernel's log, where containers
    // that ran out of memory are named, which Debian and Ubuntu show to nobody without CAP_SYSLOG.
    capabilities: ["CAP_DAC_READ_SEARCH", "CAP_SYS_PTRACE", "CAP_SYSLOG"],
    without: ["PrivateDevices", "ProtectClock", "ProtectKernelLogs", "ProtectProc"],
    memory: 256,
    cpu: 30,
    networks,
  });
}

/** No networks are named: probing is asking anyone. */
export function blackboxUnit(listen: string, config: string, overTls = false): string {
  return serviceUnit({
    description: "Prometheus blackbox exporter",
    exec: [
      "/opt/tocsin/blackbox_exporter/blackbox_exporter",
      `--config.file=${config}`,
      `--web.listen-address=${listen}:${PORTS.blackbox}`,
      ...(overTls ? asksForCertificate(UNITS.blackbox) : []),
    ],
    ...(overTls && withKey(UNITS.blackbox)),
    memory: 128,
    cpu: 25,
  });
}

/** Arguments of `tocsin-secrets` for the exporters whose environment is a secret; systemd itself reads it, as root. */
export function environmentSecrets(exporters: readonly DataExporter[]): string[] {
  return exporters.flatMap((one) =>
    one.environmentParameter ? [`root:${environmentFileOf(one).split("/").at(-1)}=${one.environmentParameter}`] : [],
  );
}

export function secretsUnit(secrets: readonly string[], region: string): string {
  return taskUnit({
    description: "Secrets of this machine, from SSM parameters",
    exec: ["/usr/local/sbin/tocsin-secrets", ...secrets],
    environment: { AWS_DEFAULT_REGION: region },
    writes: ["/run"],
    retries: true,
  });
}

export const unitFile = (name: string, content: string): File => ({ path: `/etc/systemd/system/${name}`, content });

/** Commands that install releases, each once. */
export function installing(
  parts: readonly Pick<Part, "release">[],
  { architecture, downloads }: Pick<HostSetupArgs, "architecture" | "downloads">,
): string[] {
  const releases = [...new Set(parts.map(({ release }) => release))];
  return [
    `mkdir -p ${TEXTFILE_DIR}`,
    ...releases.map((one) => `tocsin-install ${installArguments(one, architecture, downloads).map(quoted).join(" ")}`),
  ];
}
