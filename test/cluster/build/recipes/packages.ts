// The Debian packages of a node, unpacked into one folder of the tool cache: none is installed, so no service of them starts.
import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { findPackage, openApt, unpackPackage } from "../../../../components/host/tools/sources/apt";
import type { Recipe } from "../recipe";

const PACKAGES = [
  "etcd-server",
  "containerd",
  "runc",
  "containernetworking-plugins",
  "iptables",
  "conntrack",
  "busybox-static",
  // What iptables, conntrack and runc link to.
  "libip4tc2",
  "libip6tc2",
  "libxtables12",
  "libmnl0",
  "libnetfilter-conntrack3",
  "libnfnetlink0",
  "libnftnl11",
  "libseccomp2",
];

// Debian's alternatives make these links when a package is installed.
const LINKS = ["iptables", "iptables-save", "iptables-restore", "ip6tables", "ip6tables-save", "ip6tables-restore"];

export const packages: Recipe = {
  name: "packages-1",
  what: "the node's Debian packages",
  make: async (scratch, { environment, onProgress }) => {
    const apt = await openApt(environment, onProgress);
    for (const name of PACKAGES) {
      await findPackage(apt, name);
      await unpackPackage(apt, name, scratch);
    }
    for (const link of LINKS) await symlink("xtables-legacy-multi", join(scratch, "usr/sbin", link));
  },
};
