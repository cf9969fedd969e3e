// What a host gets that sends logs: the collector under systemd, and the password that it sends with.
import { bytesOf, type HostService, hostCollectorConfig, MEMORY_LIMIT } from "../../logs";
import type { Ec2Platform, Logs } from "../../monitoring";
import { seconds } from "../../rules";
import { installPackages, type OperatingSystem } from "../machine/operating-system";
import { type Architecture, installArguments } from "../machine/releases";
import { script } from "../machine/scripts";
import { quoted, type Setup } from "../machine/setup";
import { serviceUnit } from "../machine/unit";
import { AGENT, LOGS_PASSWORD } from "../topology/logs";
import { PORTS } from "../topology/ports";
import { secretsUnit, unitFile } from "./host-setup";

export interface LogAgentArgs {
  settings: Logs;
  services: readonly HostService[];
  /** The owner of what comes from a service that the settings do not have. */
  team: string;
  /** Base URLs of what takes the lines. */
  relays: readonly string[];
  /** The SSM parameter with the password to send with. */
  passwordParameter: string;
  downloads: Ec2Platform["downloads"];
  region: string;
}

/** By what /etc/os-release calls them. */
const SYSTEMS: Readonly<Record<string, OperatingSystem>> = { amzn: "amazon-linux", debian: "debian", ubuntu: "ubuntu" };

/** By what `uname -m` calls them. */
const MACHINES: Readonly<Record<string, Architecture>> = { aarch64: "arm64", x86_64: "amd64" };

const UNIT = "tocsin-collector";
const SECRETS_UNIT = "tocsin-collector-secrets";
const CONFIGURATION = "/etc/tocsin/collector.yml";
const HOST_FILE = "/etc/tocsin/host-name";

/**
 * The same for every host, whatever it runs.
 * @param host Shell words: the host's name, and its group's; both may be empty.
 */
export function logAgentSetup(args: LogAgentArgs, host: string): Setup {
  const installing = (architecture: Architecture) =>
    `tocsin-install ${installArguments("otelcol", architecture, args.downloads).map(quoted).join(" ")}`;
  return {
    files: [
      script("install"),
      script("secrets"),
      script("host-name"),
      unitFile(
        `${SECRETS_UNIT}.service`,
        secretsUnit([`root:${LOGS_PASSWORD}=${args.passwordParameter}`], args.region),
      ),
      unitFile(`${UNIT}.service`, collectorUnit()),
      { path: CONFIGURATION, content: configurationOf(args) },
    ],
    commands: [
      ...depending(`sed -n 's/^ID="*\\([a-z]*\\)"*$/\\1/p' /etc/os-release`, SYSTEMS, (os) =>
        installPackages(os, ["aws"]).join("\n"),
      ),
      ...depending("uname -m", MACHINES, installing),
      `tocsin-host-name ${host} >${HOST_FILE}`,
      "systemctl daemon-reload",
      `systemctl enable ${SECRETS_UNIT} ${UNIT}`,
      `systemctl restart ${SECRETS_UNIT} ${UNIT}`,
    ],
  };
}

/** A command for each answer of another one; any other answer ends the setup. */
function depending<T>(asked: string, answers: Readonly<Record<string, T>>, command: (what: T) => string): string[] {
  return [
    `case $(${asked}) in`,
    ...Object.entries(answers).map(([answer, what]) => `${answer})\n${command(what)}\n;;`),
    `*) echo "no collector for this machine" >&2 && exit 1 ;;`,
    "esac",
  ];
}

const configurationOf = ({ settings, services, team, relays }: LogAgentArgs) =>
  hostCollectorConfig({
    services,
    team,
    relays,
    access: { username: AGENT, passwordFile: `/run/tocsin/secrets/${LOGS_PASSWORD}` },
    otlp: `127.0.0.1:${PORTS.logsIn}`,
    metrics: { host: "0.0.0.0", port: PORTS.collector },
    storage: `/var/lib/${UNIT}/queue`,
    queueBytes: bytesOf(settings.queue),
    clockSkewSeconds: seconds(settings.clockSkew),
    mask: settings.mask,
    hostFile: HOST_FILE,
  });

function collectorUnit(): string {
  return serviceUnit({
    description: "OpenTelemetry Collector, the agent for logs",
    exec: ["/opt/tocsin/otelcol/otelcol-contrib", `--config=file:${CONFIGURATION}`],
    environment: { GOMEMLIMIT: `${MEMORY_LIMIT}MiB` },
    // Services' files and the journal are of many users.
    ambient: ["CAP_DAC_READ_SEARCH"],
    state: UNIT,
    memory: 400,
    cpu: 50,
    after: [`${SECRETS_UNIT}.service`],
  });
}
