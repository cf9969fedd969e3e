// Unit files of systemd: what runs as which user, with how much of the machine, and what it may touch.

export interface ServiceUnit {
  description: string;
  /** The command line, a word each. */
  exec: readonly string[];
  /** A user of its own where it is left out, made by systemd as long as the service runs. */
  user?: string;
  /** Folders that it may write to; everything else is read-only. */
  writes?: readonly string[];
  /** Groups that it is in beside its own. */
  groups?: readonly string[];
  /** In MiB; the kernel ends a service that takes more. */
  memory?: number;
  /** In percent of one CPU. */
  cpu?: number;
  /** The only networks that it talks with, beside the machine itself. */
  networks?: readonly string[];
  /** A folder of `/run` that is its alone, and gone when it stops. */
  runtime?: string;
  /** A command that runs before it, within the same walls, a word each. */
  first?: readonly string[];
  /** Units that make what it reads; it is tried again until that is there. */
  after?: readonly string[];
  environment?: Readonly<Record<string, string>>;
  environmentFile?: string;
  /** A folder whose volume must be there before. */
  mounts?: string;
  /** The folder of its data: what it cannot read of them is set aside, and it starts without. */
  data?: string;
  /** Runs as root, with just these capabilities. */
  capabilities?: readonly string[];
  /** Capabilities of a user who is not root. */
  ambient?: readonly string[];
  /** The name of a folder below /var/lib, which systemd makes for the user. */
  state?: string;
  /** What it could not work with, of what keeps others from the machine. */
  without?: readonly (keyof typeof ISOLATION)[];
  /** System calls beside those of an ordinary service. */
  systemCalls?: readonly string[];
}

/** A service that runs forever. */
export function serviceUnit(unit: ServiceUnit): string {
  return sections({
    Unit: [
      ["Description", unit.description],
      ...wanting(unit.after),
      ["RequiresMountsFor", unit.mounts],
      // What it needs may come minutes later: it is tried forever.
      ["StartLimitIntervalSec", "0"],
    ],
    Service: [
      ["RuntimeDirectory", unit.runtime],
      ["RuntimeDirectoryMode", unit.runtime && "0700"],
      ["ExecStartPre", unit.first && commandLine(unit.first)],
      ["ExecStart", commandLine(unit.exec)],
      ...runningAs(unit),
      ["SupplementaryGroups", unit.groups?.join(" ")],
      ["StateDirectory", unit.state],
      ...variables(unit.environment),
      ["EnvironmentFile", unit.environmentFile],
      // As root, outside of the unit's walls; whether it succeeds or not, the unit is started again.
      ["ExecStopPost", unit.data && `-+/usr/local/sbin/tocsin-set-aside ${unit.data}`],
      ["Restart", "always"],
      ["RestartSec", "5"],
      ["MemoryMax", unit.memory && `${unit.memory}M`],
      ["CPUQuota", unit.cpu && `${unit.cpu}%`],
      ["IPAddressDeny", unit.networks && "any"],
      ["IPAddressAllow", unit.networks && ["localhost", ...unit.networks].join(" ")],
      ...HARDENING,
      ...isolation(unit),
      ["ReadWritePaths", unit.writes?.join(" ")],
    ],
    Install: [["WantedBy", "multi-user.target"]],
  });
}

/** Throws where a word would be another to systemd, which splits, expands and ends lines. A variable of the unit is meant. */
function commandLine(words: readonly string[]): string {
  for (const word of words) {
    if (!/^[\w@+=:,./?&!^*()|[\]{}~#-]+$/.test(word.replace(/\$\{[A-Z_]+\}/g, "")) && word !== "") {
      throw new Error(
        `Word of a unit's command line: found ${JSON.stringify(word)}; leave out quotes, spaces, $, % and the like`,
      );
    }
  }
  return words.join(" ");
}

const variables = (environment: Readonly<Record<string, string>> = {}): Line[] =>
  Object.entries(environment).map(([name, value]) => [
    "Environment",
    value.includes(" ") ? `"${name}=${value}"` : `${name}=${value}`,
  ]);

/** A command that runs to its end when it is started, by a timer or by others that need it. */
export function taskUnit(task: {
  description: string;
  exec: readonly string[];
  /** Root where it is left out. */
  user?: string;
  /** What that user could not work with, of what keeps others from the machine. */
  without?: ServiceUnit["without"];
  environment?: Readonly<Record<string, string>>;
  writes: readonly string[];
  after?: readonly string[];
  /** Whether it is tried until it succeeds; a timer tries again anyway. */
  retries?: boolean;
  /** Works on files of this machine alone, with just these capabilities of root's. */
  capabilities?: readonly string[];
}): string {
  return sections({
    Unit: [["Description", task.description], ...wanting(task.after), ["StartLimitIntervalSec", task.retries && "0"]],
    Service: [
      ["Type", "oneshot"],
      ...variables(task.environment),
      ["ExecStart", commandLine(task.exec)],
      // A run that hangs would be the last one.
      ["TimeoutStartSec", "300"],
      ...(task.retries
        ? ([
            ["Restart", "on-failure"],
            ["RestartSec", "10"],
          ] as const)
        : []),
      ...HARDENING,
      ...(task.capabilities ? [...runningAs(task), ...isolation({}), ["PrivateNetwork", "yes"] as const] : []),
      ...(task.user ? [...runningAs(task), ...isolation(task)] : []),
      ["ReadWritePaths", task.writes.length > 0 && task.writes.join(" ")],
    ],
    Install: task.retries ? [["WantedBy", "multi-user.target"]] : [],
  });
}

/** Starts a task again and again, so many seconds after its last end, and at first so many after the machine's start. */
export function timerUnit(description: string, seconds: number, first = 5): string {
  return sections({
    Unit: [["Description", description]],
    Timer: [
      ["OnBootSec", `${first}`],
      ["OnUnitInactiveSec", `${seconds}`],
      ["AccuracySec", "1"],
    ],
    Install: [["WantedBy", "timers.target"]],
  });
}

/** Nothing here works without the network. */
const wanting = (units: readonly string[] = []): Line[] => [
  ["Wants", ["network-online.target", ...units].join(" ")],
  ["After", ["network-online.target", ...units].join(" ")],
];

type Line = readonly [key: string, value: string | number | false | undefined];

const HARDENING: readonly Line[] = [
  ["NoNewPrivileges", "yes"],
  ["ProtectSystem", "strict"],
  ["ProtectHome", "read-only"],
  ["PrivateTmp", "yes"],
  ["ProtectKernelTunables", "yes"],
  ["ProtectKernelModules", "yes"],
  ["RestrictSUIDSGID", "yes"],
  ["LockPersonality", "yes"],
  ["RestrictRealtime", "yes"],
  ["SystemCallArchitectures", "native"],
  ["ProtectHostname", "yes"],
];

/** Of what neither mounts nor runs AWS' command line, which may be a snap. */
const ISOLATION = {
  RestrictNamespaces: "yes",
  ProtectControlGroups: "yes",
  ProtectKernelLogs: "yes",
  ProtectClock: "yes",
  PrivateDevices: "yes",
  ProtectProc: "invisible",
  MemoryDenyWriteExecute: "yes",
  // Go lists a machine's interfaces by netlink.
  RestrictAddressFamilies: "AF_INET AF_INET6 AF_UNIX AF_NETLINK",
  SystemCallErrorNumber: "EPERM",
  UMask: "0077",
} as const;

const isolation = ({ without = [], systemCalls = [] }: Pick<ServiceUnit, "without" | "systemCalls">): Line[] => [
  ...Object.entries(ISOLATION).filter(([key]) => !without.some((lacking) => lacking === key)),
  ["SystemCallFilter", ["@system-service", ...systemCalls].join(" ")],
];

function runningAs({ user, capabilities, ambient }: Pick<ServiceUnit, "user" | "capabilities" | "ambient">): Line[] {
  if (capabilities) return [["CapabilityBoundingSet", capabilities.join(" ")]];
  return [
    user ? ["User", user] : ["DynamicUser", "yes"],
    ["CapabilityBoundingSet", ambient?.join(" ") ?? ""],
    ["AmbientCapabilities", ambient?.join(" ")],
  ];
}

function sections(all: Readonly<Record<string, readonly Line[]>>): string {
  return Object.entries(all)
    .filter(([, lines]) => lines.length > 0)
    .map(([name, lines]) => {
      const given = lines.filter(([, value]) => value !== undefined && value !== false);
      return [`[${name}]`, ...given.map(([key, value]) => `${key}=${value}`), ""].join("\n");
    })
    .join("\n");
}
