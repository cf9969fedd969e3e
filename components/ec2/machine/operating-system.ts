// What differs between the operating systems: how packages are installed and what they are called, and where images are named.
import type { Ec2Platform } from "../../monitoring";
import type { Architecture } from "./releases";

export type OperatingSystem = Ec2Platform["hosts"]["existing"][number]["os"];

/** What a machine needs beside its releases. */
type Need = "aws" | "htpasswd" | "node" | "openssl";

/** Shell commands that install what is needed. */
export function installPackages(os: OperatingSystem, needs: readonly Need[]): string[] {
  switch (os) {
    case "amazon-linux": {
      // curl, the AWS CLI and the SSM agent come with the image.
      const packages = [
        ...["tar", "gzip", ...(needs.includes("htpasswd") ? ["httpd-tools"] : []), ...openssl(needs)],
        ...(needs.includes("node") ? ["nodejs24"] : []),
      ];
      return [`dnf install -y -q ${packages.join(" ")}`];
    }
    case "debian":
      return apt(["curl", "ca-certificates", ...(needs.includes("aws") ? ["awscli"] : []), ...web(needs)]);
    case "ubuntu":
      return [
        ...apt(["curl", "ca-certificates", ...web(needs)]),
        ...(needs.includes("aws") ? ["snap install aws-cli --classic", "ln -sf /snap/bin/aws /usr/local/bin/aws"] : []),
      ];
    default:
      return never(os);
  }
}

/** The public parameter that names the newest image. */
export function imageParameter(os: OperatingSystem, architecture: Architecture): string {
  switch (os) {
    case "amazon-linux":
      return `/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${architecture === "amd64" ? "x86_64" : architecture}`;
    case "debian":
      return `/aws/service/debian/release/12/latest/${architecture}`;
    case "ubuntu":
      return `/aws/service/canonical/ubuntu/server/24.04/stable/current/${architecture}/hvm/ebs-gp3/ami-id`;
    default:
      return never(os);
  }
}

/** Where the image mounts its root volume from. */
export function rootDevice(os: OperatingSystem): string {
  switch (os) {
    case "amazon-linux":
    case "debian":
      return "/dev/xvda";
    case "ubuntu":
      return "/dev/sda1";
    default:
      return never(os);
  }
}

/**
 * Debian's image is the one without the agent that sessions and associations need. AWS publishes it as a snap, which snapd checks by
 * the store's signature before it installs it, as on Ubuntu's image; its package of Debian comes without a checksum of its version.
 */
export function installSsmAgent(os: OperatingSystem): string[] {
  switch (os) {
    case "amazon-linux":
    case "ubuntu":
      return [];
    case "debian":
      return [
        ...apt(["snapd"]),
        "snap wait system seed.loaded",
        "snap install amazon-ssm-agent --classic",
        "snap start --enable amazon-ssm-agent",
      ];
    default:
      return never(os);
  }
}

/** Both make certificates. */
const openssl = (needs: readonly Need[]) =>
  needs.includes("htpasswd") || needs.includes("openssl") ? ["openssl"] : [];

const web = (needs: readonly Need[]) => [
  ...(needs.includes("htpasswd") ? ["apache2-utils"] : []),
  ...openssl(needs),
  ...(needs.includes("node") ? ["nodejs"] : []),
];

/**
 * The machine's own timers, its first boot and another document of SSM want apt's locks as well, and only one of them waits by itself;
 * a run that was killed has left packages that are not configured, or not unpacked.
 */
function apt(packages: readonly string[]): string[] {
  const repaired = "dpkg --configure -a";
  const get = "apt-get -o DPkg::Lock::Timeout=300";
  const install = `${get} install -y -qq --no-install-recommends --fix-broken ${packages.join(" ")}`;
  return [
    "export DEBIAN_FRONTEND=noninteractive",
    `tries=60; until ${repaired} && ${get} update -qq && ${install}; do tries=$((tries - 1)); [ $tries -gt 0 ] || exit 1; sleep 5; done`,
  ];
}

function never(os: never): never {
  throw new Error(`The operating system "${String(os)}" is not known; use amazon-linux, debian or ubuntu`);
}
