// The OpenTelemetry Collector on a host, once for each thing that it sends: under systemd, with the password that it sends with.
import type { Ec2Platform } from "../../monitoring";
import { installPackages, type OperatingSystem } from "../machine/operating-system";
import { type Architecture, installArguments } from "../machine/releases";
import { script } from "../machine/scripts";
import { type File, quoted, type Setup } from "../machine/setup";
import { type ServiceUnit, serviceUnit } from "../machine/unit";
import { secretsUnit, unitFile } from "./host-setup";

/** One that sends something. */
export interface Collector {
  /** Of its unit, and of the folder of its data. */
  name: string;
  description: string;
  /** Where its configuration is, and what it says. */
  configuration: File;
  /** The file with the password, and the SSM parameter that it comes from, where there is one. */
  secret?: { file: string; parameter: string };
  /** What its unit has beside all others. */
  unit: Pick<ServiceUnit, "ambient" | "memory" | "cpu">;
  /** In MiB, of its heap. */
  memory: number;
}

export interface CollectorsArgs {
  collectors: readonly Collector[];
  downloads: Ec2Platform["downloads"];
  region: string;
}

/** By what /etc/os-release calls them. */
const SYSTEMS: Readonly<Record<string, OperatingSystem>> = { amzn: "amazon-linux", debian: "debian", ubuntu: "ubuntu" };

/** By what `uname -m` calls them. */
const MACHINES: Readonly<Record<string, Architecture>> = { aarch64: "arm64", x86_64: "amd64" };

const SECRETS_UNIT = "tocsin-collector-secrets";

/** Who may read the passwords: a group, as the users of these units come and go with them. */
const READERS = "tocsin-secrets";

/** What the host is called. */
export const HOST_FILE = "/etc/tocsin/host-name";

/** Absolute path of a password on a host. */
export const secretFile = (file: string) => `/run/tocsin/secrets/${file}`;

/** Where a collector's queue is, which outlives it. */
export const queueOf = (name: string) => `/var/lib/${name}/queue`;

/**
 * The same for every host, whatever it runs.
 * @param host Shell words: the host's name, and its group's; both may be empty.
 */
export function collectorsSetup({ collectors, downloads, region }: CollectorsArgs, host: string): Setup {
  const installing = (architecture: Architecture) =>
    `tocsin-install ${installArguments("otelcol", architecture, downloads).map(quoted).join(" ")}`;
  const units = [SECRETS_UNIT, ...collectors.map(({ name }) => name)].join(" ");
  const secrets = collectors.flatMap(({ secret }) => (secret ? [`${READERS}:${secret.file}=${secret.parameter}`] : []));
  return {
    files: [
      script("install"),
      script("secrets"),
      script("host-name"),
      { path: `/etc/sysusers.d/${READERS}.conf`, content: `g ${READERS} -\n` },
      unitFile(`${SECRETS_UNIT}.service`, secretsUnit(secrets, region)),
      ...collectors.flatMap((one) => [unitFile(`${one.name}.service`, collectorUnit(one)), one.configuration]),
    ],
    commands: [
      ...depending(`sed -n 's/^ID="*\\([a-z]*\\)"*$/\\1/p' /etc/os-release`, SYSTEMS, (os) =>
        installPackages(os, ["aws"]).join("\n"),
      ),
      ...depending("uname -m", MACHINES, installing),
      `tocsin-host-name ${host} >${HOST_FILE}`,
      "systemd-sysusers",
      "systemctl daemon-reload",
      `systemctl enable ${units}`,
      `systemctl restart ${units}`,
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

const collectorUnit = ({ name, description, configuration, secret, unit, memory }: Collector) =>
  serviceUnit({
    description,
    exec: ["/opt/tocsin/otelcol/otelcol-contrib", `--config=file:${configuration.path}`],
    environment: { GOMEMLIMIT: `${memory}MiB` },
    state: name,
    ...(secret && { groups: [READERS] }),
    after: [`${SECRETS_UNIT}.service`],
    ...unit,
  });
